/** `watercooler misdeeds`: what bad actors can do, and what honest nodes must do about it. */
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Misdeeds extends OfficeCommand {
  static override summary = "List the misdeeds, and what honest nodes must do about each."
  static override examples = ["<%= config.bin %> misdeeds", "<%= config.bin %> -x 5 -y 1 --misdeeds overspend --auto"]
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Misdeeds)
    const { catalogue } = await import("../office/assignment.ts")
    const known = await catalogue()
    if (flags.json) return this.print(known.map(({ name, kind, does, honestNodesMust }) => ({ name, kind, does, honestNodesMust })))
    for (const { name, kind, does, honestNodesMust } of known)
      this.print(`${name}  (${kind})\n  ${does}\n  Honest nodes must ${honestNodesMust}\n`)
  }
}
