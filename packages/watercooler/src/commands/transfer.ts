/** `watercooler transfer FROM TO AMOUNT`: one node pays another. */
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Transfer extends OfficeCommand {
  static override summary = "Let one node pay another."
  static override description = "The node signs the transfer with its own key, mines it into a block and tells its peers: all heads move."
  static override examples = ["<%= config.bin %> transfer b1 b2 5"]
  static override args = {
    from: Args.string({ description: "who pays: bigload-1, or b1 for short", required: true }),
    to: Args.string({ description: "who is paid: a node, or an address of 64 hexadecimal digits", required: true }),
    amount: Args.string({ description: "whole coins", required: true }),
  }
  static override flags = { run: runFlag, json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Transfer)
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    if (!/^[1-9]\d{0,14}$/.test(args.amount))
      throw new BadInput({
        saw: args.amount,
        expected: "a whole number of coins, 1 or more",
        instead: `transfer ${args.from} ${args.to} 5`,
      })
    const office = connect(findOffice(flags.run))
    const view = await office.view()
    const from = whom(args.from, view)
    const to = /^[0-9a-f]{64}$/.test(args.to) ? args.to : whom(args.to, view)
    const { status, body } = await office.post("/transfer", { from, to, amount: Number(args.amount) })
    if (status >= 300) {
      const why = String(body.detail ?? body.error ?? body.because ?? status)
      throw new BadInput({
        saw: `transfer ${from} ${to} ${args.amount}: ${why}`,
        expected: "a transfer that the node takes",
        instead: "watercooler ps",
      })
    }
    this.print(
      flags.json ? body : `${from} pays ${to} ${args.amount}: transfer ${String(body.id ?? "").slice(0, 16)} is signed and being mined`,
    )
  }
}
