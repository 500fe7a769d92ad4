/** How a judge speaks: short names, short hashes, seconds. */
import { MICROS_PER_SECOND, type Micros, shortName } from "@watercooler/kernel"

export const shortNames = (names: Iterable<string>): string => [...names].map(shortName).join(", ")

export const shortHash = (hash: string): string => (hash.length > 8 ? `${hash.slice(0, 4)}…` : hash)

export const seconds = (t: Micros): string => `${(t / MICROS_PER_SECOND).toFixed(3)} s`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
