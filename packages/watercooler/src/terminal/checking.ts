/** `watercooler check`, as it is seen: the answer and its reason first, then what it looks like. */
import { writeFileSync } from "node:fs"
import { type HistoryAnswer, type Opinion, readHistory, writeEdn, writeJson } from "@watercooler/judge/histories"
import type { ChalkInstance } from "chalk"
import { BrokenHistory, type Checked, type CheckRequest, checkFile } from "../histories/check.ts"
import { type Found, historyFiles, readText } from "../histories/files.ts"
import { BadInput } from "../input/complaint.ts"
import { colourFor } from "./colour.ts"
import { plural } from "./words.ts"

export const marks: Readonly<Record<HistoryAnswer, string>> = { passed: "✓", violated: "✗", inconclusive: "?", undecided: "?" }

const EXITS: Readonly<Record<HistoryAnswer, number>> = { passed: 0, violated: 1, inconclusive: 3, undecided: 3 }

export interface Shown {
  readonly json: boolean
  /** Where to write the history in the other notation. */
  readonly exportTo: string | undefined
}

/** The exit code: 1 if any was violated, 3 if any was not decided, else 0. */
export function checkHistories(paths: readonly string[], request: CheckRequest, { json, exportTo }: Shown): number {
  const files = historyFiles(paths)
  if (exportTo !== undefined) exportHistory(files, request, exportTo)
  const isMany = files.length > 1
  const stream = json ? process.stderr : process.stdout
  const chalk = colourFor(stream)
  const all: Checked[] = []
  const others: BadInput[] = []
  for (const { file, isNamed } of files) {
    const checked = attempt(file, isNamed, request, others)
    if (checked === undefined) {
      const other = others.at(-1)
      const saw = other?.complaints[0]?.saw ?? file
      stream.write(`${other instanceof BrokenHistory ? chalk.yellow(`? damaged  ${saw}`) : chalk.dim(`· no history  ${saw}`)}\n`)
      continue
    }
    all.push(checked)
    const lines = isMany ? [oneLine(checked, chalk)] : report(checked, chalk)
    stream.write(`${lines.join("\n")}\n`)
  }
  const [other] = others
  if (all.length === 0 && other !== undefined) throw other
  // A history that was cut off might have been the one that is violated.
  const damaged = others.flatMap((each) => (each instanceof BrokenHistory ? [each.complaints[0]?.saw ?? ""] : []))
  if (isMany) stream.write(`\n${summary(all, damaged.length)}\n`)
  const documents = [...all.map(plain), ...damaged.map((detail) => ({ answer: "inconclusive", detail: `damaged: ${detail}` }))]
  if (json) process.stdout.write(`${JSON.stringify(isMany ? documents : documents[0])}\n`)
  return exitOf([...all.map(({ opinion }) => opinion.answer), ...damaged.map(() => "inconclusive" as const)])
}

/** Undefined for what lies in a folder and is no history; whoever named a file wants to know. */
function attempt(file: string, isNamed: boolean, request: CheckRequest, others: BadInput[]): Checked | undefined {
  try {
    return checkFile(file, request)
  } catch (error) {
    if (isNamed || !(error instanceof BadInput)) throw error
    others.push(error)
    return undefined
  }
}

export function exitOf(answers: readonly HistoryAnswer[]): number {
  if (answers.includes("violated")) return 1
  return Math.max(0, ...answers.map((answer) => EXITS[answer]))
}

function report({ opinion, file, events, isModelGuessed, checkMs }: Checked, chalk: ChalkInstance): readonly string[] {
  const model = `${opinion.model}${isModelGuessed ? ", told by its functions" : ""}`
  return [
    ...opinionLines(opinion, chalk),
    "",
    `  history  ${file}`,
    `  model    ${model}`,
    `  ${events} events · ${figures(opinion)} · ${(checkMs / 1000).toFixed(3)} s`,
  ]
}

export function opinionLines(opinion: Opinion, chalk: ChalkInstance): readonly string[] {
  const paint = { passed: chalk.green, violated: chalk.red, inconclusive: chalk.yellow, undecided: chalk.yellow }[opinion.answer]
  const found = opinion.anomalies.map(
    ({ name, count, detail, isViolation }) =>
      `  ${isViolation ? chalk.red("✗") : chalk.dim("·")} ${name}${count > 1 ? ` (${count})` : ""}  ${chalk.dim(detail)}`,
  )
  const { drawing } = opinion
  return [
    paint(`${marks[opinion.answer]} ${opinion.answer}: ${opinion.detail}`),
    ...(found.length > 0 ? ["", ...found] : []),
    ...(drawing.length > 0 ? ["", ...drawing.map((line) => `  ${line}`)] : []),
    ...opinion.remarks.map((remark) => `  ${chalk.dim(remark)}`),
  ]
}

const figures = ({ figures }: Opinion): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(" · ")

function oneLine({ file, opinion, checkMs }: Checked, chalk: ChalkInstance): string {
  const paint = { passed: chalk.green, violated: chalk.red, inconclusive: chalk.yellow, undecided: chalk.yellow }[opinion.answer]
  return `${paint(`${marks[opinion.answer]} ${opinion.answer}`)}  ${file}  ${opinion.model}  ${checkMs.toFixed(1)} ms  ${chalk.dim(opinion.detail.slice(0, 120))}`
}

function summary(all: readonly Checked[], damaged: number): string {
  const count = (answer: HistoryAnswer) => all.filter(({ opinion }) => opinion.answer === answer).length
  const answers = (["passed", "violated", "inconclusive", "undecided"] as const).filter((answer) => count(answer) > 0)
  const checkMs = all.reduce((sum, each) => sum + each.checkMs, 0)
  const readMs = all.reduce((sum, each) => sum + each.readMs, 0)
  const counts = [...answers.map((answer) => `${count(answer)} ${answer}`), ...(damaged > 0 ? [`${damaged} damaged`] : [])]
  return `${plural(all.length + damaged, "history", "histories")}: ${counts.join(", ")} · checked in ${(checkMs / 1000).toFixed(3)} s, read in ${(readMs / 1000).toFixed(3)} s`
}

const plain = ({ file, opinion, events, notation, readMs, checkMs }: Checked) => ({
  file,
  ...opinion,
  events,
  notation,
  readMs: Math.round(readMs * 1000) / 1000,
  checkMs: Math.round(checkMs * 1000) / 1000,
})

function exportHistory(files: readonly Found[], { notation }: CheckRequest, to: string): void {
  const file = files[0]?.file
  if (files.length !== 1 || file === undefined)
    throw new BadInput({
      saw: `--export with ${files.length} histories`,
      expected: "one history",
      instead: "watercooler check HISTORY --export FILE",
    })
  const { events } = readHistory(readText(file), notation)
  writeFileSync(to, /\.(json|jsonl|ndjson)$/.test(to) ? writeJson(events) : writeEdn(events))
}
