/** `watercooler logs [NODE]`: what a node has written to its log. */
import { Args, Flags } from "@oclif/core"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

/** A file tells nobody that it has grown in a way that works everywhere, so one looks. */
const lookAgainMs = 100

export default class Logs extends OfficeCommand {
  static override summary = "Print the logs of a node, or of everybody."
  static override description = "Of the office that is open, or else of the last one on this machine. --json prints which files they are."
  static override examples = ["<%= config.bin %> logs b1", "<%= config.bin %> logs --lines 20", "<%= config.bin %> logs b1 --follow"]
  static override args = { node: Args.string({ description: "whose: bigload-1, or b1 for short; everybody's when left out" }) }
  static override flags = {
    run: runFlag,
    json: jsonFlag,
    follow: Flags.boolean({ char: "f", description: "go on printing what is written, until Ctrl-C or the end of the office" }),
    lines: Flags.integer({ char: "n", description: "how many lines of each file (100)", min: 1, helpValue: "N" }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Logs)
    const { findLogs } = await import("../client/logs.ts")
    const { lastLines } = await import("../office/tail.ts")
    const files = findLogs(flags.run, args.node)
    if (flags.json) return this.print(files)
    for (const { node, file } of files) {
      this.print(`── ${node}  ${file}`)
      for (const line of lastLines(file, flags.lines ?? 100)) this.print(line)
    }
    if (flags.follow) await this.follow(flags.run, args.node)
  }

  private async follow(wanted: string | undefined, node: string | undefined): Promise<void> {
    const [{ findLogs, isOpen, runOf }, { Follower }] = await Promise.all([import("../client/logs.ts"), import("../client/follow.ts")])
    const run = runOf(wanted)
    const follower = new Follower(() => findLogs(run, node))
    let last = ""
    for (let open = true; open; ) {
      open = isOpen(run) // Before the look: what was written last is printed also when the office has closed meanwhile.
      for (const { node, file, line } of follower.look()) {
        if (file !== last) this.print(`── ${node}  ${file}`)
        last = file
        this.print(line)
      }
      if (open) await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }
}
