/** From a map of fields, whichever notation it came in, to an event of a history. */
import type { EventKind, HistoryEvent } from "./history.ts"
import { UnreadableHistory } from "./trouble.ts"
import { isList, isMap, numberOf, show, type Value, wordOf } from "./value.ts"

const KINDS: ReadonlySet<string> = new Set(["invoke", "ok", "fail", "info"])
const KNOWN: ReadonlySet<string> = new Set(["type", "process", "f", "value", "key", "time", "error", "final?", "final"])

/** Throws `UnreadableHistory` for what is no event. */
export function eventOf(value: Value, line: number): HistoryEvent {
  if (!isMap(value)) throw new UnreadableHistory(line, show(value), "a map such as {:process 0, :type :invoke, :f :read, :value nil}")
  const fields = new Map<string, Value>()
  const more = new Map<Value, Value>()
  for (const [key, held] of value) {
    const name = wordOf(key)
    if (name !== undefined && KNOWN.has(name)) fields.set(name, held)
    else more.set(key, held)
  }
  const type = wordOf(fields.get("type"))
  if (type === undefined || !KINDS.has(type))
    throw new UnreadableHistory(line, `type ${show(fields.get("type"))}`, ":type to be :invoke, :ok, :fail or :info")
  const time = numberOf(fields.get("time"))
  const key = fields.get("key")
  const error = fields.get("error")
  const isFinal = fields.get("final?") === true || fields.get("final") === true
  return {
    type: type as EventKind,
    process: processOf(fields.get("process"), line),
    f: functionOf(fields.get("f"), fields.get("value")),
    value: fields.get("value") ?? null,
    line,
    ...(key === undefined ? {} : { key }),
    ...(time === undefined ? {} : { time }),
    ...(error === undefined || error === null ? {} : { error }),
    ...(isFinal ? { isFinal } : {}),
    ...(more.size === 0 ? {} : { more }),
  }
}

function processOf(value: Value | undefined, line: number): number | string {
  if (typeof value === "number") return value
  const word = wordOf(value)
  if (word !== undefined && word !== "") return /^\d+$/.test(word) ? Number(word) : word
  // Somebody of whom nothing else is known.
  if (value === undefined || value === null) return `client-${line}`
  return show(value)
}

/** A nemesis may have no function, or one that is not a word; of what has none and holds a list of lists, everybody knows that it is a transaction. */
function functionOf(value: Value | undefined, held: Value | undefined): string {
  if (value === undefined && isList(held) && held.length > 0 && held.every(isList)) return "txn"
  return wordOf(value) ?? (isList(value) ? value.map((each) => functionOf(each, undefined)).join(" ") : show(value))
}
