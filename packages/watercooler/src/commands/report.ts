/** `watercooler report RUN`: a recorded run as one HTML file. */
import { existsSync } from "node:fs"
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { demandWritable } from "../input/writable.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

const OUT = "report.html"

export default class Report extends OfficeCommand {
  static override summary = "Write a recorded run as one HTML file that works everywhere, also from a disk."
  static override description =
    "The same page as in `watch`, with the run packed into it: no server, no network access, nothing to install. Of a very long run it holds everything that nodes noted and everything that befell them, and some of the requests; the page says how many. Never overwrites a file."
  static override examples = [
    "<%= config.bin %> report .watercooler/runs/20260101-120000-abcd",
    { description: "As an artefact of a build", command: "<%= config.bin %> report my-run --out artifacts/run.html" },
  ]
  static override args = { run: Args.string({ description: "the folder of a run, or its name", required: true }) }
  static override flags = {
    out: Flags.string({ description: `where to write it (${OUT})`, default: OUT, helpValue: "FILE" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Report)
    const { findRecorded } = await import("../viewing/recorded.ts")
    const run = findRecorded(args.run, "report")
    if (existsSync(flags.out))
      throw new BadInput({
        saw: `--out ${flags.out}: there is such a file`,
        expected: "a file that is not there yet",
        instead: "--out another.html",
      })
    demandWritable("--out", flags.out, "another.html")
    const { writeReport } = await import("../viewing/report.ts")
    const report = writeReport(run, flags.out)
    this.print(
      flags.json
        ? { run: run.run, ...report }
        : `${report.file} is written: ${Math.ceil(report.bytes / 1_024)} KiB, ${report.events} events${report.oneIn === 1 ? "" : `, one in ${report.oneIn} of the requests`}.`,
    )
  }
}
