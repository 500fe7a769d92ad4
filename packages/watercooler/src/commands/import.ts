/** `watercooler import RUN`: a real run as a scenario for the simulator. */
import { Args, Flags } from "@oclif/core"
import { jsonFlag, OfficeCommand } from "./base.ts"

const OUT = "imported.yaml"

export default class Import extends OfficeCommand {
  static override summary = "Write what happened in a real run as a scenario for the simulator."
  static override description =
    `Who took part, every fault that took effect at the moment when it did, every transfer, how long messages and blocks took: as a scenario file, which virtual time can repeat, try with many seeds, and shrink. It may show what the real run showed. It does not have to: between those moments the simulator draws its own luck. Never overwrites a file.`
  static override examples = [
    "<%= config.bin %> import .watercooler/runs/20260101-120000-abcd",
    "<%= config.bin %> import my-run --out what-happened.yaml",
  ]
  static override args = { run: Args.string({ description: "the folder of a real run that has ended", required: true }) }
  static override flags = {
    out: Flags.string({ description: `where to write the scenario (${OUT})`, helpValue: "FILE" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Import)
    const { importRun } = await import("../import/import.ts")
    const { importedDocument, importedReport } = await import("../import/words.ts")
    const imported = importRun(args.run, flags.out ?? OUT)
    this.print(flags.json ? importedDocument(imported) : importedReport(imported).join("\n"))
  }
}
