/** `watercooler resume NODE`. */
import { ActCommand, actFlags, nodeArg } from "./act.ts"

export default class Resume extends ActCommand {
  static override summary = "Let a paused node go on (SIGCONT)."
  static override description = "It goes on where it stood; the clock has not waited for it."
  static override examples = ["<%= config.bin %> resume b2"]
  static override args = { node: nodeArg }
  static override flags = actFlags

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Resume)
    await this.act("resume", { ...flags, run: flags.run, node: args.node })
  }
}
