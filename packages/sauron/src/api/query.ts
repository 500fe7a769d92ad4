/** Reading a query string: bounded numbers, known status forms, and a clear word where it does not fit. */
import { excerptAt, wrong } from "../aggregator/read.ts"
import type { ReportFilter } from "../aggregator/store.ts"

export type Query = Record<string, unknown>

export function integerIn(query: Query, name: string, fallback: number, min: number, max: number): number {
  const value = query[name]
  if (value === undefined || value === "") return fallback
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw wrong(name, value, `an integer from ${min} to ${max}`)
}

export function filterFrom(query: Query): ReportFilter {
  const { status } = query
  if (status !== undefined && status !== "" && !(typeof status === "string" && /^([0-9]{1,3}|[1-5]xx)$/.test(status)))
    throw wrong("status", status, "a status, 404, or a class of them, 4xx")
  const text = (name: string) => excerptAt(query[name], name, 256) || undefined
  return { node: text("node"), route: text("route"), status: text("status"), text: text("text") }
}

/** Unknown parameters are mistakes of whoever asks: `?nodes=` would otherwise silently filter nothing. */
export function onlyKnown(query: Query, known: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) throw wrong(`?${name}`, query[name], `only ${known.length === 0 ? "no parameters" : known.join(", ")} here`)
  }
}
