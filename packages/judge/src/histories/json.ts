/** Histories as JSON: one array, or one object a line. */
import { integerOf } from "./edn.ts"
import { eventOf } from "./fields.ts"
import type { HistoryEvent } from "./history.ts"
import { type ReadLimits, UnreadableHistory } from "./trouble.ts"
import { isMap, type Value } from "./value.ts"

type Json = null | boolean | number | string | bigint | readonly Json[] | { readonly [key: string]: Json }

/** `[{"process": 0, "type": "invoke", …}, …]`, the same as the member `history` or `events` of an object, or one such object a line. */
export function readJson(text: string, limits: ReadLimits): readonly HistoryEvent[] {
  const whole = text.trimStart()
  if (whole.startsWith("{")) {
    const lines = readLines(text, limits)
    if (lines !== undefined) return lines
  }
  const value = fromJson(parse(text, 1), limits.depthMax, 1)
  const list = isMap(value) ? (value.get("history") ?? value.get("events") ?? [value]) : value
  if (!Array.isArray(list)) throw new UnreadableHistory(1, "JSON that is no list", "a list of events, or an event a line")
  const lineOf = lineFinder(text)
  return list.map((each: Value, at: number) => eventOf(each, lineOf(at)))
}

/** Undefined if the first line is not a whole event: then the text is one document that is spread over lines. */
function readLines(text: string, limits: ReadLimits): readonly HistoryEvent[] | undefined {
  const events: HistoryEvent[] = []
  let line = 0
  for (const words of text.split("\n")) {
    line++
    if (words.trim() === "") continue
    let parsed: Json
    try {
      parsed = parse(words, line)
    } catch (error) {
      if (events.length === 0) return undefined
      throw error
    }
    const value = fromJson(parsed, limits.depthMax, line)
    if (events.length === 0 && isMap(value) && (value.has("history") || value.has("events"))) return undefined
    events.push(eventOf(value, line))
  }
  return events
}

function parse(text: string, line: number): Json {
  try {
    // Only a long run of digits can lose anything, and a reviver makes parsing several times slower.
    return /\d{16}/.test(text) ? JSON.parse(text, exact) : JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    const at = /position (\d+)/.exec(message)?.[1]
    const where = at === undefined ? line : line + newlinesIn(text.slice(0, Number(at)))
    throw new UnreadableHistory(where, `what is not JSON (${message})`, "JSON")
  }
}

/** Integers that a double cannot hold become bigints; the source text is given by engines since 2024. */
function exact(this: unknown, _key: string, value: Json, context?: { readonly source?: string }): Json {
  const source = context?.source
  return typeof value === "number" && source !== undefined && /^-?\d{16,}$/.test(source) ? integerOf(source) : value
}

function fromJson(json: Json, depth: number, line: number): Value {
  if (json === null || typeof json !== "object") return json
  if (depth === 0) throw new UnreadableHistory(line, "values nested too deep", "a history, which is flat")
  if (Array.isArray(json)) return json.map((each) => fromJson(each, depth - 1, line))
  return new Map(Object.entries(json).map(([key, held]) => [key, fromJson(held, depth - 1, line)]))
}

/** In a document with an event a line, which is how everybody writes them, an event's line follows from its place. */
function lineFinder(text: string): (at: number) => number {
  const lines = text.split("\n")
  const starts = lines.flatMap((line, at) => (/^\s*(\[\s*)?,?\s*\{/.test(line) && /\}\s*,?\s*\]?\s*$/.test(line) ? [at + 1] : []))
  return (at) => starts[at] ?? at + 1
}

function newlinesIn(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) count++
  return count
}
