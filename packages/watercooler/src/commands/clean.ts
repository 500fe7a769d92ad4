/** `watercooler clean`: removes old runs. */
import { Flags } from "@oclif/core"
import { plural } from "../terminal/words.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Clean extends OfficeCommand {
  static override summary = "Remove the folders of old runs, and end what they left behind."
  static override description =
    "Of this folder and what lies below it, those of Maelstrom nodes in .watercooler among them; with --all, of the whole machine. Never touches an office that is open, nor a folder that does not hold a run."
  static override examples = ["<%= config.bin %> clean", "<%= config.bin %> clean --keep 3", "<%= config.bin %> clean --all"]
  static override flags = {
    all: Flags.boolean({ description: "the runs of all folders of this machine" }),
    keep: Flags.integer({ description: "how many of the latest to keep (0)", min: 0, helpValue: "N" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Clean)
    const { cleanRuns } = await import("../office/clean.ts")
    const cleaned = cleanRuns(flags.keep ?? 0, flags.all ? undefined : process.cwd())
    if (flags.json) return this.print(cleaned)
    for (const dir of cleaned.removed) this.print(`removed ${dir}`)
    this.print(`${plural(cleaned.removed.length, "run")} removed, ${plural(cleaned.processesEnded, "process", "processes")} ended`)
  }
}
