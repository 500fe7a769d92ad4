/** `watercooler fire NODE`. */
import { ActCommand, actFlags, nodeArg } from "./act.ts"

export default class Fire extends ActCommand {
  static override summary = "End a node without warning (SIGKILL)."
  static override description = "Nothing is flushed and nobody is told, as when a machine loses power. Its disk stays."
  static override examples = ["<%= config.bin %> fire b2"]
  static override args = { node: nodeArg }
  static override flags = actFlags

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Fire)
    await this.act("fire", { ...flags, run: flags.run, node: args.node })
  }
}
