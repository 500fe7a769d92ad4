/** Where two JSON values are not the same, part by part. */
import type { Json } from "@watercooler/kernel"

export interface Difference {
  /** `fact.height`. */
  readonly at: string
  /** Undefined where there is nothing. */
  readonly was: Json | undefined
  readonly is: Json | undefined
}

/** In the order of the first value, then what only the second has. */
export function differences(then: Json | undefined, now: Json | undefined, at = ""): readonly Difference[] {
  if (!isNested(then) || !isNested(now))
    return JSON.stringify(then) === JSON.stringify(now) ? [] : [{ at: at || "(the whole line)", was: then, is: now }]
  const [ones, others] = [then as Readonly<Record<string, Json>>, now as Readonly<Record<string, Json>>]
  const names = new Set([...Object.keys(ones), ...Object.keys(others)])
  return [...names].flatMap((name) => differences(ones[name], others[name], at === "" ? name : `${at}.${name}`))
}

const isNested = (value: Json | undefined): boolean => typeof value === "object" && value !== null
