/** `watercooler pause NODE`. */
import { ActCommand, actFlags, nodeArg } from "./act.ts"

export default class Pause extends ActCommand {
  static override summary = "Stop a node in its tracks (SIGSTOP)."
  static override description = "Its port accepts connections and nobody answers."
  static override examples = ["<%= config.bin %> pause b2"]
  static override args = { node: nodeArg }
  static override flags = actFlags

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Pause)
    await this.act("pause", { ...flags, run: flags.run, node: args.node })
  }
}
