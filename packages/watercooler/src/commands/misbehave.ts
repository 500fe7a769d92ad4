/** `watercooler misbehave NODE [MISDEED]`: a bad actor acts now. */
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { short } from "../office/names.ts"
import type { OfficeView } from "../office/view.ts"
import { nodeArg } from "./act.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Misbehave extends OfficeCommand {
  static override summary = "Let a bad actor do one of its misdeeds now."
  static override description =
    "Without a misdeed, all that it was hired for. A misdeed that changes what a node answers acts when it is asked."
  static override examples = ["<%= config.bin %> misbehave s1", "<%= config.bin %> misbehave s1 overspend"]
  static override args = { node: nodeArg, misdeed: Args.string({ description: "which; `watercooler misdeeds` lists them all" }) }
  static override flags = { run: runFlag, json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Misbehave)
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    const office = connect(findOffice(flags.run))
    const view = await office.view()
    const node = whom(args.node, view)
    const able = view.nodes.find(({ name }) => name === node)?.misdeeds ?? []
    if (able.length === 0) throw new BadInput({ saw: `misbehave ${args.node}`, ...adviceFor(node, view) })
    if (args.misdeed !== undefined && !able.includes(args.misdeed)) {
      throw new BadInput({
        saw: `misbehave ${args.node} ${args.misdeed}`,
        expected: `what ${node} was hired for: ${able.join(", ")}.${didYouMean(args.misdeed, able)}`,
        instead: `watercooler misbehave ${args.node} ${able[0]}`,
      })
    }
    const misdeeds = args.misdeed === undefined ? able : [args.misdeed]
    for (const misdeed of misdeeds) {
      const { status, body } = await office.post("/timer", { node, name: `misdeed/${misdeed}/act` })
      if (status !== 200)
        throw new BadInput({
          saw: `misbehave ${args.node}: ${String(body.because)}`,
          expected: "somebody at work",
          instead: "watercooler ps",
        })
    }
    this.print(flags.json ? { node, misdeeds } : `${node} was told to ${misdeeds.join(", ")}`)
  }
}

function adviceFor(node: string, { arePrograms, nodes }: OfficeView): { readonly expected: string; readonly instead: string } {
  if (arePrograms)
    return {
      expected: `a bad actor of ours; ${node} is a program of somebody else, and knows no misdeeds`,
      instead: `watercooler fire ${short(node)}`,
    }
  const able = nodes.find(({ misdeeds }) => misdeeds.length > 0)
  return able === undefined
    ? { expected: `a bad actor; ${node} is honest, and so is everybody here`, instead: "watercooler -x 5 -y 1, an office with one" }
    : { expected: `a bad actor; ${node} is honest`, instead: `watercooler misbehave ${able.short}` }
}
