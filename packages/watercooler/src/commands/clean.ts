/** `watercooler clean`: removes old runs. */
import { Flags } from "@oclif/core"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Clean extends OfficeCommand {
  static override summary = "Remove the folders of old runs, and end what they left behind."
  static override description = "Never touches an office that is open, nor a folder that does not hold a run."
  static override examples = ["<%= config.bin %> clean", "<%= config.bin %> clean --keep 3"]
  static override flags = { keep: Flags.integer({ description: "how many of the latest to keep (0)", default: 0, min: 0 }), json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Clean)
    const { cleanRuns } = await import("../office/clean.ts")
    const cleaned = cleanRuns(flags.keep)
    if (flags.json) return this.print(cleaned)
    for (const dir of cleaned.removed) this.print(`removed ${dir}`)
    this.print(`${cleaned.removed.length} runs removed, ${cleaned.processesEnded} processes ended`)
  }
}
