/** What operations carry: plain data, as it is read from EDN or JSON. Keywords are strings that begin with a colon. */

/** A keyword `:x` is the string ":x"; sets, lists and vectors are arrays; maps are `Map`; integers beyond 2^53 are bigints. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | ReadonlyMap<Value, Value>

/** One text for each value, and different texts for different values: what maps are keyed by. The order of a map's entries does not matter. */
export function canonical(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value === "bigint") return `${value}`
  if (value === null || typeof value !== "object") return Object.is(value, -0) ? "0" : String(value)
  if (isMap(value)) {
    const entries = [...value].map(([key, held]) => `${canonical(key)} ${canonical(held)}`).sort()
    return `{${entries.join(", ")}}`
  }
  return `[${value.map(canonical).join(" ")}]`
}

/** A value as a person reads it: `3`, `"a"`, `[1 2]`, `nil`. */
export function show(value: Value | undefined, lengthMax = 60): string {
  const text = value === undefined || value === null ? "nil" : isKeyword(value) ? value.slice(1) : canonical(value)
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`
}

export const isMap = (value: Value | undefined): value is ReadonlyMap<Value, Value> => value instanceof Map

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

export const isKeyword = (value: Value | undefined): value is string => typeof value === "string" && /^:[^\s:"]+$/.test(value)

/** The bare word of a keyword or of a string: `:read` and `"read"` are the same function to us. */
export function wordOf(value: Value | undefined): string | undefined {
  if (typeof value !== "string") return undefined
  return value.startsWith(":") ? value.slice(1) : value
}

/** A number for arithmetic; undefined for what is none. Bigints beyond 2^53 are refused rather than rounded. */
export function numberOf(value: Value | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined
}
