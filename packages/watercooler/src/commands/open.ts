/** `watercooler open [NODE]`: shows Sauron, or a node's explorer, in the browser. */
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Open extends OfficeCommand {
  static override summary = "Open Sauron, or a node's explorer, in the browser."
  static override description = "Prints the address; on a terminal also opens it."
  static override examples = ["<%= config.bin %> open", "<%= config.bin %> open b1"]
  static override args = { node: Args.string({ description: "whose explorer: bigload-1, or b1 for short" }) }
  static override flags = { run: runFlag, json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Open)
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    const view = await connect(findOffice(flags.run)).view()
    const node = args.node === undefined ? undefined : whom(args.node, view)
    const url = node === undefined ? view.sauronUrl : view.nodes.find(({ name }) => name === node)?.url
    if (url === null || url === undefined)
      throw new BadInput({ saw: "open: this office has no Sauron", expected: "an office with --sauron", instead: "watercooler open b1" })
    this.print(flags.json ? { url } : url)
    if (!process.stdout.isTTY || flags.json) return
    const { showInBrowser } = await import("../terminal/browser.ts")
    await showInBrowser(url)
  }
}
