/** A history from text, in whichever notation: EDN or JSON as Jepsen writes them, or Jepsen's log. */
import { EdnReader } from "./edn.ts"
import { errorRemarks } from "./errors.ts"
import { eventOf } from "./fields.ts"
import type { History, HistoryEvent } from "./history.ts"
import { readJson } from "./json.ts"
import { looksLikeLog, readLog } from "./log.ts"
import { isClient, pair } from "./pairing.ts"
import { type ReadLimits, readLimits, UnreadableHistory } from "./trouble.ts"
import { isList, isMap, type Value, wordOf } from "./value.ts"

export const notations = ["edn", "json", "log"] as const
export type Notation = (typeof notations)[number]

/** Throws `UnreadableHistory`, with the line. `notation` is told by the text if it is left out. */
export function readHistory(
  text: string,
  notation: Notation = notationOf(text),
  limits: ReadLimits = readLimits,
): History & { readonly notation: Notation } {
  if (text.length > limits.charactersMax)
    throw new UnreadableHistory(0, `${text.length} characters`, `a history of at most ${limits.charactersMax}`)
  let isTagged = false
  const onTuple = () => {
    isTagged = true
  }
  const events =
    notation === "json" ? readJson(text, limits) : notation === "log" ? readLog(text, limits.depthMax) : readEdn(text, limits, onTuple)
  if (events.length > limits.eventsMax) throw new UnreadableHistory(0, `${events.length} events`, `at most ${limits.eventsMax}`)
  return { ...historyOf(events, isTagged), notation }
}

/** From events that somebody has already, a workload for instance. */
export function historyOf(events: readonly HistoryEvent[], isTagged = false): History {
  const { operations, remarks } = pair(events)
  return { events, operations, remarks: [...remarks, ...errorRemarks(operations)], hasTuples: isTagged || looksLikeTuples(events) }
}

export function notationOf(text: string): Notation {
  const start = text
    .slice(0, 4_096)
    .replace(/^\ufeff/, "")
    .trimStart()
  if (/^[[{]\s*(\{\s*)?"/.test(start) && /^[[{]\s*(\{\s*)?"(?:[^"\\]|\\.)*"\s*:/.test(start)) return "json"
  if (/^\[\s*\]\s*$/.test(start)) return "json"
  if (/^[[({#;]/.test(start)) return "edn"
  return looksLikeLog(text) ? "log" : "edn"
}

function readEdn(text: string, limits: ReadLimits, onTuple: () => void): readonly HistoryEvent[] {
  const reader = new EdnReader(text, limits.depthMax, (tag, value) => readTag(tag, value, onTuple))
  const events: HistoryEvent[] = []
  while (reader.hasNext()) {
    // A file may be one vector of events, which is read event by event so that each keeps its line.
    const close = reader.enter()
    if (close === undefined) addEvents(reader, events)
    else {
      while (reader.hasNext() && !reader.leaves(close)) addEvents(reader, events)
    }
    if (events.length > limits.eventsMax)
      throw new UnreadableHistory(reader.line, `more than ${limits.eventsMax} events`, "a shorter history")
  }
  return events
}

function addEvents(reader: EdnReader, events: HistoryEvent[]): void {
  const { line } = reader
  const value = reader.next()
  if (isMap(value)) {
    // A whole test, as Jepsen stores it, has its history as one member.
    for (const [key, held] of value) {
      if (wordOf(key) !== "history" || !isList(held)) continue
      for (const each of held) events.push(eventOf(each, line))
      return
    }
  }
  events.push(eventOf(value, line))
}

function readTag(tag: string, value: Value, onTuple: () => void): Value {
  if (/independent.*[tT]uple/.test(tag)) onTuple()
  // `#object[clojure.lang.MapEntry …]` and their like print what they hold last.
  return value
}

const KEYED: ReadonlySet<string> = new Set(["read", "write", "cas", "add", "get", "put", "append", "acquire", "release", "r", "w"])

/**
 * Jepsen's independent workloads write `[key value]` wherever a value would stand. Nothing says so in plain EDN; but then a read is already
 * invoked with such a pair, `[3 nil]`, while elsewhere it is invoked with nil.
 */
function looksLikeTuples(events: readonly HistoryEvent[]): boolean {
  let reads = 0
  for (const event of events) {
    if (event.type !== "invoke" || !isClient(event.process) || event.key !== undefined || !KEYED.has(event.f)) continue
    const { value } = event
    if (!isList(value) || value.length !== 2) return false
    if (event.f === "read" || event.f === "r" || event.f === "get") {
      if (value[1] !== null) return false
      reads++
    } else if (event.f === "cas" && !isList(value[1])) return false
  }
  return reads > 0
}
