/** Histories as text again: EDN, an event a line, as Jepsen's own tools read them; or JSON, an object a line. */
import type { HistoryEvent } from "./history.ts"
import { isKeyword, isList, isMap, type Value } from "./value.ts"

export function writeEdn(events: readonly HistoryEvent[]): string {
  return events
    .map(
      (event) =>
        `{${fieldsOf(event)
          .map(([name, value]) => `:${name} ${value}`)
          .join(", ")}}\n`,
    )
    .join("")
}

function fieldsOf(event: HistoryEvent): readonly (readonly [string, string])[] {
  const { type, process, f, value, key, time, error, isFinal, more } = event
  return [
    ["type", `:${type}`],
    ["process", typeof process === "number" ? String(process) : `:${process}`],
    ["f", /^[^\s:"(){}[\]]+$/.test(f) ? `:${f}` : edn(f)],
    ...(key === undefined ? [] : [["key", edn(key)] as const]),
    ["value", edn(value)],
    ...(time === undefined ? [] : [["time", String(time)] as const]),
    ...(error === undefined ? [] : [["error", edn(error)] as const]),
    ...(isFinal ? [["final?", "true"] as const] : []),
    ...[...(more ?? [])].map(([name, held]) => [String(name).replace(/^:/, ""), edn(held)] as const),
  ]
}

export function edn(value: Value): string {
  if (value === null) return "nil"
  if (isKeyword(value)) return value
  if (typeof value === "string") return ednString(value)
  if (isMap(value)) return `{${[...value].map(([key, held]) => `${edn(key)} ${edn(held)}`).join(", ")}}`
  if (isList(value)) return `[${value.map(edn).join(" ")}]`
  if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? "##NaN" : value > 0 ? "##Inf" : "##-Inf"
  return typeof value === "bigint" ? `${value}N` : numeral(value)
}

/** A double that looks like an integer no double can hold is marked as one, so that it is read as what it is. */
function numeral(value: number | boolean): string {
  const text = String(value)
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(value) ? `${text}.0` : text
}

const ednString = (text: string): string =>
  `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t").replace(/\r/g, "\\r")}"`

/** Maps whose keys are no strings become objects whose members are named as these keys are written in EDN. */
export function writeJson(events: readonly HistoryEvent[]): string {
  return events.map((event) => `${jsonEvent(event)}\n`).join("")
}

function jsonEvent({ type, process, f, value, key, time, error, isFinal, more }: HistoryEvent): string {
  const fields: readonly (readonly [string, string])[] = [
    ["type", JSON.stringify(type)],
    ["process", JSON.stringify(process)],
    ["f", JSON.stringify(f)],
    ...(key === undefined ? [] : [["key", json(key)] as const]),
    ["value", json(value)],
    ...(time === undefined ? [] : [["time", String(time)] as const]),
    ...(error === undefined ? [] : [["error", json(error)] as const]),
    ...(isFinal ? [["final", "true"] as const] : []),
    ...[...(more ?? [])].map(([name, held]) => [String(name).replace(/^:/, ""), json(held)] as const),
  ]
  return `{${fields.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(", ")}}`
}

/** Bigints are written as the integers they are; what JSON lacks, infinities, as strings. */
export function json(value: Value): string {
  if (typeof value === "bigint") return String(value)
  if (typeof value === "number" && !Number.isFinite(value)) return JSON.stringify(edn(value))
  if (isMap(value))
    return `{${[...value].map(([key, held]) => `${JSON.stringify(typeof key === "string" ? key : edn(key))}: ${json(held)}`).join(", ")}}`
  if (isList(value)) return `[${value.map(json).join(", ")}]`
  return typeof value === "number" ? numeral(value) : JSON.stringify(value)
}
