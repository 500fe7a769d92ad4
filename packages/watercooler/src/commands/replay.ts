/** `watercooler replay RUN`: a run again, exactly. */
import { Args } from "@oclif/core"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Replay extends OfficeCommand {
  static override summary = "Run a simulated run again, exactly; or tell each node of a real run again what it was told."
  static override description =
    `Of a simulated run, the fingerprint and every line of the journal are compared; where the build has changed, it says where the two part. A real run is replayed node by node, from the inputs that each of them recorded.

Exit codes: 0 the same, 1 not, 2 bad input.`
  static override examples = ["<%= config.bin %> replay .watercooler/runs/20260101-120000-abcd"]
  static override args = { run: Args.string({ description: "the folder of a run", required: true }) }
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Replay)
    const { replay } = await import("../terminal/replaying.ts")
    process.exitCode = await replay(args.run, flags)
  }
}
