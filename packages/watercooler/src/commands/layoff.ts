/** `watercooler layoff NODE`. */
import { ActCommand, actFlags, nodeArg } from "./act.ts"

export default class Layoff extends ActCommand {
  static override summary = "Ask a node to leave (SIGTERM)."
  static override description = "It finishes what it does, tells its peers, and goes. Who does not go in time is fired."
  static override examples = ["<%= config.bin %> layoff b2"]
  static override args = { node: nodeArg }
  static override flags = actFlags

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Layoff)
    await this.act("layoff", { ...flags, run: flags.run, node: args.node })
  }
}
