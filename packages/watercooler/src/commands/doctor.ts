/** `watercooler doctor`: whether this machine can run an office. */
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Doctor extends OfficeCommand {
  static override summary = "Check whether this machine can run an office, and how well."
  static override description =
    "Every line says what was found and, where something is missing, what that means. Exit code 4 when an office cannot run here."
  static override examples = ["<%= config.bin %> doctor"]
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor)
    const { examine } = await import("../office/doctor.ts")
    const findings = await examine()
    const marks = { good: "✓", worse: "?", bad: "✗" }
    if (flags.json) this.print(findings)
    else for (const { what, is, detail } of findings) this.print(`${marks[is]} ${what.padEnd(14)} ${detail}`)
    if (findings.some((finding) => finding.is === "bad")) process.exitCode = 4
  }
}
