/** From the text of a file to a plain value, within limits, with every place remembered. */
import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml"
import { complaintAt, type ScenarioComplaint } from "./complain.ts"
import type { Objection } from "./objection.ts"
import { Source } from "./source.ts"

export const FILE_BYTES_MAX = 1_048_576
/** So many values may be made by aliases; a few lines of them can stand for millions. */
const ALIASED_MAX = 1_000
/** Values in a file, with all that aliases stand for. Ten thousand faults are a tenth of it. */
const VALUES_MAX = 1_000_000
/** Levels of nesting. A scenario needs six. */
const DEPTH_MAX = 64

export type ReadYaml =
  | { readonly ok: true; readonly value: unknown; readonly source: Source }
  | { readonly ok: false; readonly complaints: readonly ScenarioComplaint[] }

export function readYaml(text: string, file: string): ReadYaml {
  const bytes = Buffer.byteLength(text)
  if (bytes > FILE_BYTES_MAX)
    return refused(file, `a file of ${bytes} bytes`, `at most ${FILE_BYTES_MAX} bytes`, "say it with `every`, or with a range")
  if (isTooDeep(text)) return refused(file, "values nested too deep", `at most ${DEPTH_MAX} levels`, "a scenario needs six")
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, merge: true, uniqueKeys: true, strict: true })
  const source = new Source(file, text, counter, document)
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) return { ok: false, complaints: wrong.map((error) => unreadable(error, source)) }
  return toValue(document, source)
}

function toValue(document: Document, source: Source): ReadYaml {
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASED_MAX })
    if (isTooMuch(value)) return tooMuch(source.file)
    return { ok: true, value, source }
  } catch (error) {
    // What the library throws for an alias of nothing, an alias of itself, or too many of them.
    if (!(error instanceof ReferenceError)) throw error
    return /excessive/i.test(error.message) ? tooMuch(source.file) : refused(source.file, error.message, ...BAD_ALIAS)
  }
}

/** An alias costs nothing until somebody walks through what it stands for; one that stands for itself has no end. */
function isTooMuch(root: unknown): boolean {
  const open: unknown[] = [root]
  for (let values = 0; open.length > 0; values++) {
    if (values > VALUES_MAX) return true
    const value = open.pop()
    if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) open.push(inner)
  }
  return false
}

function tooMuch(file: string): ReadYaml {
  return refused(file, "aliases that stand for too much", "aliases of something short that was said before", "write it out, or use `every`")
}

/** Counted in the text, before anything walks into it: a step inwards is an opening bracket, a dash, or more indentation. */
function isTooDeep(text: string): boolean {
  let flow = 0
  for (const line of text.split("\n")) {
    const indent = /^[ \t]*((- |\? )[ \t]*)*/.exec(line)?.[0].length ?? 0
    if (indent > DEPTH_MAX * 4) return true
    for (const letter of line) {
      if (letter === "[" || letter === "{") flow++
      else if (letter === "]" || letter === "}") flow = Math.max(0, flow - 1)
      if (flow > DEPTH_MAX) return true
    }
  }
  return false
}

function refused(file: string, seen: string, expected: string, instead: string): ReadYaml {
  const complaint = { saw: `${file}  ${seen}`, expected, instead, file, path: [], line: undefined, column: undefined }
  return { ok: false, complaints: [complaint] }
}

const BAD_ALIAS = ["the name of something that was said before with &", "write it out"] as const
/** What is said about text that is no YAML, by the library's code. */
const ADVICE: Readonly<Record<string, readonly [expected: string, instead: string]>> = {
  DUPLICATE_KEY: ["each key once", "put both into one, or remove one of them"],
  TAB_AS_INDENT: ["spaces before the first letter of a line", "two spaces for each level"],
  BAD_INDENT: ["what belongs together at the same depth", "indent with two spaces for each level"],
  MULTIPLE_DOCS: ["one scenario in a file", "remove the `---`, or make two files"],
  TAG_RESOLVE_FAILED: ["plain values, without tags", "remove the word that begins with !"],
  BAD_ALIAS,
  MISSING_CHAR: ["a quote or bracket that is closed again", "close it"],
  UNRESOLVED_ALIAS: BAD_ALIAS,
}
/** What is seen, where the library speaks to programmers. */
const SEEN: Readonly<Record<string, string>> = { MULTIPLE_DOCS: "a second document in the file" }
const OTHERWISE = ["YAML, one `key: value` a line", "quotes around text that holds a colon, a # or a bracket"] as const

function unreadable(error: YAMLError, source: Source): ScenarioComplaint {
  const [from, to] = error.pos
  const isOpen = /end with a [\]}]/.test(error.message)
  const [expected, instead] = ADVICE[isOpen ? "MISSING_CHAR" : error.code] ?? OTHERWISE
  const seen = SEEN[error.code] ?? (error.message.split(/ at line |\n/)[0] ?? error.code).replace(/:$/, "")
  const objection: Objection = { path: [], seen: seen.charAt(0).toLowerCase() + seen.slice(1), expected, instead }
  return complaintAt(source.file, source.span(from, to), source.lines, objection)
}
