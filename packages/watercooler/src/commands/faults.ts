/** `watercooler faults`: the words for faults, and the world in which each works. */
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Faults extends OfficeCommand {
  static override summary = "List the faults, what undoes each, and in which world it works."
  static override description = "Each works in both worlds, unless it is marked."
  static override examples = ["<%= config.bin %> faults", "<%= config.bin %> faults --json"]
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Faults)
    const { vocabulary } = await import("@watercooler/boss/faults")
    if (flags.json) return this.print(vocabulary)
    for (const { name, takes, undo, does, worlds } of vocabulary) {
      const undone = undo === undefined ? "" : ` · undone by ${undo}`
      const only = worlds.length === 1 ? ` · ${worlds[0] === "real" ? "among processes" : "in virtual time"} only` : ""
      this.print(`${`${name} ${takes.map((word) => word.toUpperCase()).join(" ")}`.padEnd(34)} ${does}${undone}${only}`)
    }
  }
}
