/** Faults as tests word them. */
import { type LinkFault, type NodeFault, parseAnyFault } from "@watercooler/boss/faults"
import type { Json } from "@watercooler/kernel"
import { isLasting } from "../office/lasting.ts"
import { named } from "../office/names.ts"
import type { CutOptions, SlowOptions, TestOffice } from "./handle.ts"
import { msOf } from "./options.ts"

/** Full names for short ones. @throws Error if nobody is called so. */
export function fullName(word: string, names: readonly string[]): string {
  const name = named(word, names)
  if (name === undefined) throw new Error(`nobody here is called ${word}; there are ${names.join(", ")}`)
  return name
}

/** @throws Error with a sentence for words that are no fault that lasts. */
export function lastingFault(words: object, names: readonly string[]): LinkFault | NodeFault {
  const all = words as { readonly node?: string; readonly from?: readonly string[]; readonly to?: readonly string[] }
  const side = (end: readonly string[]): readonly string[] => {
    if (!Array.isArray(end)) throw new Error(`a side is a list of names, ["b1", "b2"], not ${JSON.stringify(end)}`)
    return end.map((name) => fullName(name, names))
  }
  const full: { readonly from?: readonly string[]; readonly to?: readonly string[] } = {
    ...words,
    ...(all.node === undefined ? {} : { node: fullName(all.node, names) }),
    ...(all.from === undefined ? {} : { from: side(all.from) }),
    ...(all.to === undefined ? {} : { to: side(all.to) }),
  }
  const both = full.from?.find((name) => full.to?.includes(name))
  if (both !== undefined) throw new Error(`${both} is on both sides`)
  const parsed = parseAnyFault(full as Json)
  if (!parsed.ok) throw new Error(parsed.because)
  if (!isLasting(parsed.value))
    throw new Error(`${parsed.value.kind} does not last: it is done to a node, office.node(…).${parsed.value.kind}()`)
  return parsed.value
}

export function cutWords(
  from: readonly string[],
  to: readonly string[] | undefined,
  { oneWay = false }: CutOptions,
  office: TestOffice,
): object {
  return { kind: "cut", from, to: to ?? others(from, office), ...(oneWay ? {} : { both: true }) }
}

export function slowWords(from: readonly string[], to: readonly string[], { jitter = 0, latency, oneWay = false }: SlowOptions): object {
  return { kind: "latency", from, to, us: msOf(latency) * 1_000, jitterUs: msOf(jitter) * 1_000, ...(oneWay ? {} : { both: true }) }
}

function others(from: readonly string[], { nodes }: TestOffice): readonly string[] {
  const names = nodes.map(({ name }) => name)
  if (!Array.isArray(from)) throw new Error(`a side is a list of names, ["b1", "b2"], not ${JSON.stringify(from)}`)
  const near = from.map((word) => fullName(word, names))
  return names.filter((name) => !near.includes(name))
}
