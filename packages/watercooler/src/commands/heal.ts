/** `watercooler heal [FAULT]`. */
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export default class Heal extends OfficeCommand {
  static override summary = "End a fault that lasts, or all of them."
  static override examples = ["<%= config.bin %> heal", "<%= config.bin %> heal operator-1"]
  static override args = { fault: Args.string({ description: "which, as `cut` and `slow` have called it; all when left out" }) }
  static override flags = { run: runFlag, json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Heal)
    const { connect, findOffice } = await import("../client/office-client.ts")
    const { status, body } = await connect(findOffice(flags.run)).post("/heal", args.fault === undefined ? {} : { fault: args.fault })
    if (status !== 200)
      throw new BadInput({
        saw: `heal ${args.fault ?? ""}: ${String(body.because)}`,
        expected: "a fault that lasts",
        instead: "watercooler heal",
      })
    const healed = body.healed as readonly string[]
    this.print(flags.json ? { healed } : healed.length === 0 ? "nothing lasted" : `healed ${healed.join(", ")}`)
  }
}
