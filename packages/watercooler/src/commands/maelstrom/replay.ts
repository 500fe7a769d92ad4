/** `watercooler maelstrom replay DIR`: the same operations, delays, losses and faults again. */
import { Args, Flags } from "@oclif/core"
import { jsonFlag, OfficeCommand } from "../base.ts"

export default class MaelstromReplay extends OfficeCommand {
  static override summary = "Do a Maelstrom run again, by its schedule."
  static override description =
    "Operations, delays, losses and faults are the same as before; the nodes are real processes with clocks of their own, so what they make of it may differ. Exits as the test does."
  static override examples = ["<%= config.bin %> maelstrom replay .watercooler/maelstrom/…"]
  static override args = { run: Args.string({ description: "the run's folder, or a schedule.json", required: true }) }
  static override flags = {
    dir: Flags.string({ description: "the new run's folder (.watercooler/maelstrom/…)", helpValue: "DIR" }),
    sauron: Flags.boolean({ description: "show it in the browser while it happens" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MaelstromReplay)
    const { replayMaelstrom } = await import("../../terminal/maelstrom.ts")
    process.exitCode = await replayMaelstrom(args.run, flags)
  }
}
