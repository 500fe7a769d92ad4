/** `watercooler cut SIDE [SIDE]`. */
import { Flags } from "@oclif/core"
import { WireCommand, wireArgs, wireFlags } from "./wire-act.ts"

export default class Cut extends WireCommand {
  static override summary = "Cut the wires between nodes: nothing gets through."
  static override description = "Without a second side, from everybody else. What is no message waits until the cut heals."
  static override examples = ["<%= config.bin %> cut b1,b2 --for 8s", "<%= config.bin %> cut b1 b3 --one-way"]
  static override args = wireArgs
  static override flags = {
    ...wireFlags,
    "one-way": Flags.boolean({ description: "only what goes from the first side to the second", default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Cut)
    const sides = await this.sides(flags.run, args.from, args.to)
    const told = `cut ${args.from} from ${args.to ?? "everybody else"}`
    await this.begin({
      ...flags,
      run: flags.run,
      for: flags.for,
      kind: "cut",
      words: { ...sides, ...(flags["one-way"] ? {} : { both: true }) },
      told,
    })
  }
}
