/** Makes an honest node bad: wraps its program in the misdeeds it was given, the outermost last. */
import { BigLoad, CrapcoinForger } from "@watercooler/bigload"
import type { NodeConfig } from "@watercooler/host"
import type { Crypto, NodeProgram } from "@watercooler/kernel"
import { findMisdeed } from "@watercooler/shit-node"

type AnyProgram = NodeProgram<unknown, unknown>

export function wrapIn(
  config: Pick<NodeConfig, "misdeeds" | "auto" | "accomplices">,
): (program: AnyProgram, settings: unknown, crypto: Crypto) => AnyProgram {
  return (program, _settings, crypto) => {
    if (!(program instanceof BigLoad))
      throw new Error(`misdeeds need a bigload to corrupt; ${config.misdeeds.join(", ")} cannot be done by another program`)
    const context = { forger: new CrapcoinForger(program.node, crypto), auto: config.auto, accomplices: config.accomplices }
    return config.misdeeds.reduce<NodeProgram<never, never>>(
      (inner, name) => {
        const misdeed = findMisdeed(name)
        if (misdeed === undefined) throw new Error(`no misdeed is called ${name}`)
        return misdeed.apply(context)(inner as never) as NodeProgram<never, never>
      },
      program as NodeProgram<never, never>,
    ) as AnyProgram
  }
}
