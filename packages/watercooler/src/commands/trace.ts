/** `watercooler trace RUN`: who told whom what, and when. */
import { writeFileSync } from "node:fs"
import { extname } from "node:path"
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { demandWritable } from "../input/writable.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

const formats = ["svg", "html", "mermaid", "shiviz", "otlp"] as const
type Format = (typeof formats)[number]
const FORMAT_OF: Readonly<Record<string, Format>> = { ".svg": "svg", ".html": "html", ".mmd": "mermaid", ".log": "shiviz", ".json": "otlp" }

/** More messages than these are drawn only when somebody asks for them. */
const MESSAGES_MAX = 2_000

export default class Trace extends OfficeCommand {
  static override summary = "Draw who told whom what, and when: a space-time diagram of a recorded run."
  static override description =
    `A lane for each node, an arrow for each message, faults as bands, lost messages as broken arrows. Without --from and --to, the two seconds before the violation, or the whole of a run in which nothing was violated. Nothing is left out in silence: a stretch with more than ${MESSAGES_MAX} messages is refused, unless --all is given.

SVG and HTML for people, Mermaid for Markdown, ShiViz for its vector clocks, OTLP/JSON for tracing backends.`
  static override examples = [
    "<%= config.bin %> trace .watercooler/runs/20260101-120000-abcd --from 8s --to 9s --out split.svg",
    "<%= config.bin %> trace my-run --nodes b1,b2 --format mermaid",
  ]
  static override args = { run: Args.string({ description: "the folder of a run, or its name", required: true }) }
  static override flags = {
    from: Flags.string({ description: "where it begins, in seconds of the run: 8s", helpValue: "DURATION" }),
    to: Flags.string({ description: "where it ends: 9s", helpValue: "DURATION" }),
    nodes: Flags.string({ description: "only messages from or to these: b1,b2", helpValue: "NODES" }),
    format: Flags.string({ description: `one of ${formats.join(", ")} (as the file is called; svg)`, helpValue: "FORMAT" }),
    out: Flags.string({ description: "where to write it; standard output when left out", helpValue: "FILE" }),
    all: Flags.boolean({ description: "however many messages there are", default: false }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Trace)
    const format = formatOf(flags.format, flags.out)
    if (flags.out !== undefined) demandWritable("--out", flags.out, "trace.svg")
    const { findRecorded } = await import("../viewing/recorded.ts")
    const { openTrace } = await import("../trace/open.ts")
    const recorded = findRecorded(args.run, "trace")
    const { picture, startedUs } = openTrace(recorded, { from: flags.from, to: flags.to, nodes: flags.nodes })
    const count = picture.messages.length
    if (count > MESSAGES_MAX && !flags.all) {
      const middle = Math.floor((picture.fromUs + picture.toUs) / 2_000)
      throw new BadInput({
        saw: `${count} messages from ${picture.fromUs / 1e6} to ${picture.toUs / 1e6} s`,
        expected: `at most ${MESSAGES_MAX}, which can still be read, or --all`,
        instead: `--from ${middle}ms --to ${middle + 500}ms`,
      })
    }
    const drawn = await draw(format, picture, startedUs)
    if (flags.out === undefined) return this.print(drawn.trimEnd())
    writeFileSync(flags.out, drawn)
    const facts = { file: flags.out, format, messages: count, fromMs: picture.fromUs / 1_000, toMs: picture.toUs / 1_000 }
    this.print(
      flags.json
        ? facts
        : `${flags.out} is written: ${count} messages on ${picture.lanes.length} lanes, ${picture.fromUs / 1e6} to ${picture.toUs / 1e6} s.`,
    )
  }
}

function formatOf(wanted: string | undefined, out: string | undefined): Format {
  const format = wanted ?? FORMAT_OF[extname(out ?? "").toLowerCase()] ?? (out === undefined ? "svg" : undefined)
  const known = formats.find((each) => each === format)
  if (known !== undefined) return known
  throw new BadInput({
    saw: wanted === undefined ? `--out ${out}` : `--format ${wanted}`,
    expected: `one of ${formats.join(", ")}${wanted === undefined ? `, or a file that ends in ${Object.keys(FORMAT_OF).join(", ")}` : ""}`,
    instead: "--format svg",
  })
}

async function draw(format: Format, picture: import("../trace/space-time.ts").SpaceTime, startedUs: number): Promise<string> {
  switch (format) {
    case "svg":
      return (await import("../trace/svg.ts")).svgOf(picture)
    case "html":
      return (await import("../trace/html.ts")).htmlOf(picture)
    case "mermaid":
      return (await import("../trace/mermaid.ts")).mermaidOf(picture)
    case "shiviz":
      return (await import("../trace/shiviz.ts")).shivizOf(picture)
    case "otlp":
      return (await import("../trace/otlp.ts")).otlpOf(picture, startedUs)
  }
}
