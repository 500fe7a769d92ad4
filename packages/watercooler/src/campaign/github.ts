/**
 * What a run says to GitHub Actions, where it finds itself there: an annotation on the scenario's line, and a section of the job's summary with the last two
 * seconds before the violation as a diagram. Elsewhere nothing.
 */
import { appendFileSync, existsSync } from "node:fs"
import { join } from "node:path"
import { readJournal } from "../office/journal.ts"
import { mermaidOf } from "../trace/mermaid.ts"
import { spaceTimeOf } from "../trace/space-time.ts"
import type { Try } from "./flake.ts"

/** What a summary needs of a run. */
export interface Told extends Try {
  readonly claim?: string
}

const BEFORE_US = 2_000_000
/** Beyond so many lines nobody reads a diagram, and GitHub draws none. */
const LINES_MAX = 120

export function isGithub(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.GITHUB_ACTIONS === "true"
}

/** One line on standard error that GitHub takes for an annotation. `file`: the scenario, if there is one. */
export function annotate(file: string | undefined, { asExpected, detail, seed, verdict }: Try, env: NodeJS.ProcessEnv = process.env): void {
  if (asExpected || !isGithub(env)) return
  const kind = verdict === "inconclusive" ? "warning" : "error"
  const place = file === undefined ? "" : `file=${property(file)},line=1,`
  process.stderr.write(`::${kind} ${place}title=${property(`${verdict}, seed ${seed}`)}::${message(detail)}\n`)
}

/** Adds a run to the summary of the job. */
export function summarise(told: Told, env: NodeJS.ProcessEnv = process.env): void {
  const file = env.GITHUB_STEP_SUMMARY
  if (!isGithub(env) || file === undefined || file === "") return
  appendFileSync(file, `${markdownOf(told)}\n`)
}

export function markdownOf(told: Told): string {
  const { asExpected, checks, claim, detail, dir, seed, verdict } = told
  const marks = { passed: "✅", violated: "❌", inconclusive: "❔" } as const
  return [
    `### ${asExpected ? "✅" : "❌"} ${verdict}, seed ${plain(seed)}`,
    "",
    ...(claim === undefined ? [] : [`> ${plain(claim)}`, ""]),
    plain(detail),
    "",
    "| | check | |",
    "|---|---|---|",
    ...checks.map((check) => `| ${marks[check.result]} | ${check.name} | ${plain(check.detail)} |`),
    "",
    ...(asExpected || dir === null ? [] : diagramOf(dir, told)),
    ...(dir === null ? [] : [`Again: \`watercooler replay ${dir}\``]),
    "",
  ].join("\n")
}

function diagramOf(dir: string, { checks }: Told): readonly string[] {
  const journal = join(dir, "journal.ndjson")
  if (!existsSync(journal)) return []
  const moments = checks.flatMap((check) => {
    const at = (check as { readonly firstBad?: { readonly t?: number } }).firstBad?.t
    return check.result === "violated" && at !== undefined ? [at] : []
  })
  if (moments.length === 0) return []
  const toUs = Math.min(...moments)
  const fromUs = Math.max(0, toUs - BEFORE_US)
  const lines = mermaidOf(spaceTimeOf(readJournal(journal), { fromUs, toUs: toUs + 1, nodes: undefined })).split("\n")
  const heads = lines.filter((line) => line === "sequenceDiagram" || line.startsWith("  participant"))
  const rest = lines.slice(heads.length)
  const shown = rest.slice(-(LINES_MAX - heads.length))
  const left = rest.length - shown.length
  return [
    `The last two seconds before it, from ${(fromUs / 1e6).toFixed(3)} to ${(toUs / 1e6).toFixed(3)} s${left > 0 ? `; ${left} lines before these are left out` : ""}:`,
    "",
    "```mermaid",
    ...heads,
    ...shown,
    "```",
    "",
  ]
}

/** As the workflow commands want it: no line ends, no percent signs, no separators. */
function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}

/** Words from a run, in a table of Markdown: no markup of their own. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/\s+/g, " ")
}
