/** Reading values that strangers sent: each reader says where it looked, what it saw and what it expected. */
import { Refusal, shown } from "./refusal.ts"

export function wrong(at: string, seen: unknown, expected: string): Refusal {
  return new Refusal({
    status: 400,
    error: "malformed",
    detail: `${at || "The body"} is ${shown(seen)}; expected ${expected}.`,
    at,
    seen: shown(seen),
    expected,
  })
}

export type Fields = { readonly [key: string]: unknown }

export function fieldsOf(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(at, value, "an object")
  return value as Fields
}

export function textOf(value: unknown, at: string, charsMax: number): string {
  if (typeof value !== "string") throw wrong(at, value, "a text")
  if (value.length > charsMax) throw wrong(at, value, `at most ${charsMax} characters, not ${value.length}`)
  return value
}

/** A name that is shown and used as a label. */
export function nameOf(value: unknown, at: string): string {
  if (typeof value === "string" && value.length > 0 && value.length <= 64) return value
  throw wrong(at, value, "a name of 1 to 64 characters")
}

export function integerOf(value: unknown, at: string, min: number, max: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
  throw wrong(at, value, `an integer from ${min} to ${max}`)
}

/** Cut, not refused: the reporter's excerpt may be longer than ours. */
export function excerptAt(value: unknown, at: string, charsMax: number): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== "string") throw wrong(at, value, "a text")
  // A slice would keep the whole of a long body alive.
  return value.length <= charsMax ? value : Buffer.from(value.slice(0, charsMax)).toString()
}
