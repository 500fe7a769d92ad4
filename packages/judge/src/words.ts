/** How a judge speaks: short names, short hashes, seconds. */
import { MICROS_PER_SECOND, type Micros } from "@watercooler/kernel"

/** `bigload-2` is `b2` for short. Any other name stays. */
export function shortName(name: string): string {
  const match = /^(bigload|bigcrap|shit|wall)-(\d+)$/.exec(name)
  return match?.[1] ? `${match[1].charAt(0)}${match[2]}` : name
}

export const shortNames = (names: Iterable<string>): string => [...names].map(shortName).join(", ")

export const shortHash = (hash: string): string => (hash.length > 8 ? `${hash.slice(0, 4)}…` : hash)

export const seconds = (t: Micros): string => `${(t / MICROS_PER_SECOND).toFixed(3)} s`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
