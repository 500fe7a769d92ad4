/** `watercooler ps`: who works in the running office. */
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Ps extends OfficeCommand {
  static override summary = "Who works in the running office, with which head."
  static override description =
    "Finds the office that is open on this machine, from any folder, and lists its nodes. With --json, everything the office knows."
  static override examples = ["<%= config.bin %> ps", "<%= config.bin %> ps --json"]
  static override flags = { run: runFlag, json: jsonFlag }

  async run(): Promise<void> {
    const { flags } = await this.parse(Ps)
    const { connect, findOffice } = await import("../client/office-client.ts")
    const view = await connect(findOffice(flags.run)).view()
    if (flags.json) return this.print(view)
    const { openOffices } = await import("../office/registry.ts")
    const { nodeTable } = await import("../terminal/nodes.ts")
    const { colourFor } = await import("../terminal/colour.ts")
    this.print(`${view.run}  ${view.phase}${view.sauronUrl === null ? "" : `  Sauron ${view.sauronUrl}`}\n`)
    this.print(nodeTable(view, process.stdout.columns || 160, colourFor(process.stdout)).join("\n"))
    const others = openOffices().filter(({ run }) => run !== view.run)
    for (const { dir, run } of others) this.print(`\nalso open: --run ${run}, in ${dir}`)
  }
}
