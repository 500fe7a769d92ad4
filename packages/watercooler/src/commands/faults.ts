/** `watercooler faults`: the words for faults, and which of them can be done now. */
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Faults extends OfficeCommand {
  static override summary = "List the faults, what undoes each, and which can be done now."
  static override examples = ["<%= config.bin %> faults", "<%= config.bin %> faults --json"]
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Faults)
    const { vocabulary } = await import("@watercooler/boss/faults")
    if (flags.json) return this.print(vocabulary)
    for (const { name, takes, undo, does, real } of vocabulary) {
      const undone = undo === undefined ? "" : ` · undone by ${undo}`
      this.print(
        `${`${name} ${takes.map((word) => word.toUpperCase()).join(" ")}`.padEnd(34)} ${does}${undone}${real === "later" ? " · not yet" : ""}`,
      )
    }
  }
}
