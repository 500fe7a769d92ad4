/** `watercooler faults`: the words for faults, how each is written, and the world in which it works. */
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Faults extends OfficeCommand {
  static override summary = "List the faults, how each is written in a scenario, what undoes it, and in which world it works."
  static override description =
    "Each works in both worlds, unless it is marked. Beside it stands its moment: `{at: 5s, for: 2s, fire: b1}`."
  static override examples = ["<%= config.bin %> faults", "<%= config.bin %> faults --json"]
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Faults)
    const { vocabulary } = await import("@watercooler/boss/faults")
    const { faultExample } = await import("../scenario/schema/examples.ts")
    const faults = vocabulary.map((fault) => ({ ...fault, example: faultExample(fault.name) }))
    if (flags.json) return this.print(faults)
    const { wrap } = await import("../terminal/cut.ts")
    const width = process.stdout.columns || 80
    for (const { name, undo, does, worlds, example } of faults) {
      const undone = undo === undefined ? "" : ` Undone by ${undo}.`
      const only = worlds.length === 1 ? ` ${worlds[0] === "real" ? "Among processes" : "In virtual time"} only.` : ""
      this.print([example ?? name, ...wrap(`${does}${undone}${only}`, width - 4).map((line) => `    ${line}`)].join("\n"))
    }
  }
}
