/** A run as one file: the page, its style, and the journal packed into it. It needs no server and asks nobody for anything. */
import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { JournalEvent } from "@watercooler/kernel"
import type { ClosingEvent } from "@watercooler/sauron"
import { readJournal } from "../office/journal.ts"
import { packageRoot } from "../office/package-root.ts"
import { againOf, closingOf, type RecordedRun, verdictOf } from "./recorded.ts"

/** More lines than these make a page that nobody waits for; of requests, only some are kept then. */
export const LINES_MAX = 250_000

export interface Report {
  readonly file: string
  readonly bytes: number
  readonly events: number
  /** One in so many requests is in it. */
  readonly oneIn: number
}

export function writeReport(run: RecordedRun, file: string, linesMax = LINES_MAX): Report {
  const journal = readJournal(run.journal)
  const oneIn = thinning(journal, linesMax)
  const { text, events } = linesOf(journal, oneIn, closingOf(run))
  const remarks =
    oneIn === 1 ? [] : [`Of the requests of this long run, one in ${oneIn} is in the report; watercooler watch shows them all.`]
  const hello = { mode: "report", again: againOf(run, verdictOf(run)), desk: false, remarks }
  const html = documentOf(run.run, hello, gzipSync(text, { level: 9 }), events)
  writeFileSync(file, html)
  return { file, bytes: Buffer.byteLength(html), events, oneIn }
}

const isTraffic = ({ type }: JournalEvent): boolean => type === "request" || type === "answer"

/** One in how many requests fits. What nodes noted and what befell them is kept whole. */
function thinning(journal: Iterable<JournalEvent>, linesMax: number): number {
  let [traffic, rest] = [0, 0]
  for (const event of journal) {
    if (isTraffic(event)) traffic++
    else rest++
  }
  return traffic + rest <= linesMax ? 1 : Math.max(1, Math.ceil(traffic / Math.max(linesMax / 4, linesMax - rest)))
}

/** A request and its answer share their causal id, so both are kept or neither is. */
function linesOf(
  journal: Iterable<JournalEvent>,
  oneIn: number,
  closing: readonly ClosingEvent[],
): { readonly text: string; readonly events: number } {
  const lines: string[] = []
  let [t, isJudged] = [0, false]
  for (const event of journal) {
    t = Math.max(t, event.t)
    isJudged ||= event.type === "verdict"
    if (!isTraffic(event)) lines.push(JSON.stringify(event))
    else if (oneIn === 1 || Number.parseInt((event as { readonly trace: string }).trace.slice(0, 8) || "0", 16) % oneIn === 0)
      lines.push(JSON.stringify(event, withoutLinks))
  }
  if (!isJudged) for (const event of closing) lines.push(JSON.stringify({ t, node: "watercooler", seq: 0, ...event }))
  return { text: `${lines.join("\n")}\n`, events: lines.length }
}

/** What the page never shows of a request. */
const withoutLinks = (key: string, value: unknown): unknown => (key === "link" || key === "now" ? undefined : value)

function documentOf(run: string, hello: object, packed: Buffer, events: number): string {
  const web = (name: string) => readFileSync(join(packageRoot(), "dist", "web", name), "utf8")
  // Neither can hold what would end its element early; the page's own texts are ours, and checked by a test.
  const script = web("report.js").replaceAll("</script", "<\\/script")
  const style = web("page.css").replaceAll("</style", "<\\/style")
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(run)} · Watercooler</title>
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(web("eye.svg")).toString("base64")}">
<style>${style}</style>
</head>
<body>
<div id="page"><p class="before">Unpacking the run…</p></div>
<script type="application/gzip" id="recording" data-events="${events}" data-hello="${escaped(JSON.stringify(hello))}">${packed.toString("base64")}</script>
<script type="module">${script}</script>
</body>
</html>
`
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
