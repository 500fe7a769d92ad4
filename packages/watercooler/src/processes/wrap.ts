/** Makes an honest node bad: wraps its program in the misdeeds it was given, the first of them innermost. */
import { type Answer, BigLoad, CrapcoinForger, type Request } from "@watercooler/bigload"
import type { NodeConfig } from "@watercooler/host"
import type { Crypto, NodeProgram } from "@watercooler/kernel"
import { corrupt, findMisdeed } from "@watercooler/shit-node"

type AnyProgram = NodeProgram<unknown, unknown>

export function wrapIn(
  config: Pick<NodeConfig, "misdeeds" | "auto" | "accomplices">,
): (program: AnyProgram, settings: unknown, crypto: Crypto) => AnyProgram {
  const misdeeds = config.misdeeds.map((name) => {
    const misdeed = findMisdeed(name)
    if (misdeed === undefined) throw new Error(`no misdeed is called ${name}`)
    return misdeed
  })
  return (program, _settings, crypto) => {
    if (!(program instanceof BigLoad)) throw new Error(`${config.misdeeds.join(", ")}: only a bigload can be corrupted`)
    const { auto, accomplices } = config
    return corrupt<Request, Answer>(program, misdeeds, {
      forger: new CrapcoinForger(program.node, crypto),
      auto,
      accomplices,
    }) as AnyProgram
  }
}
