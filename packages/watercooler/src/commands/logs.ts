/** `watercooler logs [NODE]`: what a node has written to its log. */
import { Args, Flags } from "@oclif/core"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Logs extends OfficeCommand {
  static override summary = "Print the logs of a node, or of everybody."
  static override description = "Of the office that is open, or else of the last one on this machine. --json prints which files they are."
  static override examples = ["<%= config.bin %> logs b1", "<%= config.bin %> logs --lines 20"]
  static override args = { node: Args.string({ description: "whose: bigload-1, or b1 for short; everybody's when left out" }) }
  static override flags = {
    run: runFlag,
    json: jsonFlag,
    lines: Flags.integer({ char: "n", description: "how many lines of each file (100)", default: 100, min: 1 }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Logs)
    const { findLogs, lastLines } = await import("../client/logs.ts")
    const files = findLogs(flags.run, args.node)
    if (flags.json) return this.print(files)
    for (const { node, file } of files) {
      this.print(`── ${node}  ${file}`)
      for (const line of lastLines(file, flags.lines)) this.print(line)
    }
  }
}
