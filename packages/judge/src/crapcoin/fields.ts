/** The encodings of section 1 of the protocol page, as tests on values that came from outside. */
import type { Json } from "@watercooler/kernel"

export type Fields = { readonly [key: string]: Json | undefined }

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function isHex(value: Json | undefined, digits: number): value is string {
  return typeof value === "string" && value.length === digits && /^[0-9a-f]*$/.test(value)
}

/** Decimal, no sign, at most 2^53 − 1. */
export function isCount(value: Json | undefined, min = 0, max = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max
}
