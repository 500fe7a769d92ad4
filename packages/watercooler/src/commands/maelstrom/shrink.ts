/** `watercooler maelstrom shrink DIR`: the fewest faults and operations with which it still goes wrong. */
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../../input/complaint.ts"
import { parseDuration } from "../../input/duration.ts"
import { jsonFlag, OfficeCommand } from "../base.ts"

export default class MaelstromShrink extends OfficeCommand {
  static override summary = "Find a smaller schedule with which a Maelstrom run goes wrong in the same way."
  static override description =
    "Leaves out time, faults and operations, and runs what is left, as long as the same anomaly is found. Each try is a run of real processes and takes as long. Exit codes: 0 the run still fails and is as small as time allowed, 1 it did not fail again."
  static override examples = ["<%= config.bin %> maelstrom shrink .watercooler/maelstrom/… --for 5m"]
  static override args = { run: Args.string({ description: "the folder of a run that was violated", required: true }) }
  static override flags = {
    for: Flags.string({ description: "begin no new try after this time (2m)", helpValue: "TIME" }),
    tries: Flags.integer({
      description: "how often a smaller schedule is run before it is given up (2)",
      helpValue: "N",
      min: 1,
      max: 100,
    }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MaelstromShrink)
    const forMs = parseDuration(flags.for ?? "2m")
    if (forMs === undefined)
      throw new BadInput({ saw: `--for ${flags.for}`, expected: "a number and its unit, at most a day", instead: "--for 2m" })
    const { shrinkMaelstrom } = await import("../../terminal/maelstrom.ts")
    process.exitCode = await shrinkMaelstrom(args.run, { forMs, tries: flags.tries ?? 2, json: flags.json })
  }
}
