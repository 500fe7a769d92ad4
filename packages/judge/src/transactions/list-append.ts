/**
 * Lists that grow: a read of a list tells the order in which everything in it was appended (Kingsbury and Alvaro, "Elle", 2020). What single
 * transactions show is found here, and the dependencies between them are put into the graph.
 */
import { canonical, isList, show, type Value } from "../histories/value.ts"
import type { Findings } from "./findings.ts"
import { type Graph, RW, WR, WW } from "./graph.ts"
import { nameOf, shown, type Txn } from "./txn.ts"

interface Append {
  readonly txn: Txn
  /** It is the last one of its transaction to this list. */
  isFinal: boolean
  readonly value: Value
}

interface Read {
  readonly txn: Txn
  /** What was there before the transaction appended anything itself. */
  readonly names: readonly string[]
}

interface List {
  readonly key: string
  readonly appends: Map<string, Append>
  readonly reads: Read[]
  longest: Read | undefined
}

export interface Inferred {
  readonly reads: number
  readonly keys: number
  /** Something was appended twice, so its reads cannot be told apart. */
  readonly ambiguous: readonly string[]
}

export function inferFromLists(txns: readonly Txn[], graph: Graph, findings: Findings): Inferred {
  const lists = new Map<string, List>()
  const ambiguous: string[] = []
  const listOf = (key: string): List => {
    const known = lists.get(key)
    if (known !== undefined) return known
    const list: List = { key, appends: new Map(), reads: [], longest: undefined }
    lists.set(key, list)
    return list
  }
  for (const txn of txns) noteAppends(txn, listOf, ambiguous)
  let reads = 0
  for (const txn of txns) if (txn.outcome === "ok") reads += noteReads(txn, listOf, findings)
  for (const list of lists.values()) {
    findIncompatible(list, findings)
    link(list, graph, findings)
  }
  findLostUpdates(lists.values(), findings)
  return { reads, keys: lists.size, ambiguous }
}

function noteAppends(txn: Txn, listOf: (key: string) => List, ambiguous: string[]): void {
  const last = new Map<string, Append>()
  for (const { kind, key, value } of txn.microOps) {
    if (kind === "read") continue
    const { appends } = listOf(key)
    const name = canonical(value)
    const append: Append = { txn, isFinal: true, value }
    const earlier = last.get(key)
    if (earlier !== undefined) earlier.isFinal = false
    last.set(key, append)
    const known = appends.get(name)
    if (known === undefined || known.txn.outcome === "fail") appends.set(name, append)
    else if (txn.outcome !== "fail")
      ambiguous.push(`${show(value)} was appended to ${shown(key)} by ${nameOf(known.txn)} and again by ${nameOf(txn)}`)
  }
}

/** Reads of one transaction, and whether it agrees with itself. */
function noteReads(txn: Txn, listOf: (key: string) => List, findings: Findings): number {
  /** Key → what it must be by now, if it has been read; and what was appended by this transaction. */
  const expected = new Map<string, readonly string[]>()
  const own = new Map<string, readonly string[]>()
  const written = new Set(txn.microOps.filter(({ kind }) => kind === "write").map(({ key }) => key))
  let reads = 0
  for (const { kind, key, value } of txn.microOps) {
    if (kind === "write") {
      const name = canonical(value)
      own.set(key, [...(own.get(key) ?? []), name])
      const before = expected.get(key)
      if (before !== undefined) expected.set(key, [...before, name])
      continue
    }
    reads++
    const names = namesIn(value)
    const tail = own.get(key) ?? []
    const before = expected.get(key)
    const told = () => `${nameOf(txn)} reads ${shown(key)} as ${show(value)}`
    if (before !== undefined && !isSame(before, names))
      findings.add("internal", () => `${told()}, where it should see [${before.map(shown).join(" ")}] by itself.`)
    else if (before === undefined && tail.length > 0 && !isSame(tail, names.slice(-tail.length)))
      findings.add("internal", () => `${told()}, without what it has just appended: [${tail.map(shown).join(" ")}].`)
    const list = listOf(key)
    const seen = isKnown(names, list)
    if (!seen && new Set(names).size < names.length) findings.add("duplicate-elements", () => `${told()}, in which something stands twice.`)
    const external =
      before === undefined && isSame(tail, names.slice(names.length - tail.length)) ? names.slice(0, names.length - tail.length) : undefined
    if (external !== undefined) noteRead({ txn, names: external }, list, findings, seen && !written.has(key))
    expected.set(key, names)
  }
  return reads
}

/** It is how the longest list began that somebody has read, all of which has been looked at. */
function isKnown(names: readonly string[], { longest }: List): boolean {
  const known = longest?.names ?? []
  if (names.length > known.length) return false
  for (let at = 0; at < names.length; at++) if (names[at] !== known[at]) return false
  return true
}

/** `isKnown`: of what is in it, all but the end has been looked at. */
function noteRead(read: Read, list: List, findings: Findings, isKnown: boolean): void {
  const { txn, names } = read
  list.reads.push(read)
  if (names.length > (list.longest?.names.length ?? 0)) list.longest = read
  for (let at = isKnown ? Math.max(0, names.length - 1) : 0; at < names.length; at++) {
    const name = names[at] as string
    const append = list.appends.get(name)
    if (append === undefined)
      findings.add("garbage-read", () => `${nameOf(txn)} reads ${shown(name)} in ${shown(list.key)}, which nobody ever appended.`)
    else if (append.txn.outcome === "fail")
      findings.add(
        "G1a",
        () => `${nameOf(txn)} reads ${name} in ${list.key}, which ${nameOf(append.txn)} had appended, and that was aborted.`,
      )
    else if (append.txn === txn)
      findings.add("future-read", () => `${nameOf(txn)} reads ${shown(name)} in ${shown(list.key)}, which it appends itself, later.`)
    else if (at === names.length - 1 && !append.isFinal)
      findings.add(
        "G1b",
        () =>
          `${nameOf(txn)} reads ${shown(list.key)} as it was in the middle of ${nameOf(append.txn)}: ${shown(name)} was not the last that was appended.`,
      )
  }
}

function findIncompatible(list: List, findings: Findings): void {
  const longest = list.longest
  if (longest === undefined) return
  for (const { txn, names } of list.reads) {
    if (names.every((name, at) => longest.names[at] === name)) continue
    findings.add(
      "incompatible-order",
      () =>
        `${nameOf(txn)} reads ${shown(list.key)} as [${names.map(shown).join(" ")}], ${nameOf(longest.txn)} as [${longest.names.map(shown).join(" ")}]: neither grew into the other.`,
    )
  }
}

/** The order of versions is that of the longest read; what was committed and is not in it came later. */
function link({ key, appends, reads, longest }: List, graph: Graph, findings: Findings): void {
  const order = longest?.names ?? []
  const place = new Map(order.map((name, at) => [name, at]))
  if (place.size < order.length) return
  const writers = order.map((name) => appends.get(name)?.txn)
  let aborted: Txn | undefined
  writers.forEach((writer, at) => {
    if (writer?.outcome === "fail") aborted = writer
    else if (writer !== undefined && aborted !== undefined) {
      const dirty = aborted
      findings.add(
        "dirty-update",
        () => `${nameOf(writer)} appended ${order[at]} to ${key} behind what ${nameOf(dirty)} had appended, and that was aborted.`,
      )
      aborted = undefined
    }
    const before = writers[at - 1]
    if (at > 0 && before !== undefined && writer !== undefined && writer.outcome !== "fail" && before.outcome !== "fail")
      graph.add(before.id, writer.id, WW, { key, value: order[at - 1] as string, next: order[at] as string })
  })
  const later = [...appends].filter(([name, { txn }]) => txn.outcome === "ok" && !place.has(name))
  const lastWriter = writers.at(-1)
  for (const [name, { txn }] of later) {
    if (lastWriter !== undefined && lastWriter.outcome !== "fail")
      graph.add(lastWriter.id, txn.id, WW, { key, value: order.at(-1) as string, next: name })
  }
  for (const { txn, names } of reads) {
    const last = names.at(-1)
    const isOnLine = names.every((name, at) => order[at] === name)
    const writer = last === undefined ? undefined : appends.get(last)?.txn
    if (writer !== undefined && writer.outcome !== "fail")
      graph.add(writer.id, txn.id, WR, { key, value: last as string, next: last as string })
    if (!isOnLine) continue
    const next = order[names.length]
    const nextWriters = next === undefined ? later : [[next, { txn: writers[names.length] }] as const]
    for (const [name, { txn: overwriter }] of nextWriters)
      if (overwriter !== undefined && overwriter.outcome !== "fail")
        graph.add(txn.id, overwriter.id, RW, { key, value: last ?? "nil", next: name })
  }
}

/** Two that read the same and then both appended: one of them did not see the other. */
function findLostUpdates(lists: Iterable<List>, findings: Findings): void {
  for (const { key, reads, appends } of lists) {
    const writers = new Set([...appends.values()].filter(({ txn }) => txn.outcome === "ok").map(({ txn }) => txn))
    const readers = new Map<string, Set<Txn>>()
    for (const { txn, names } of reads) {
      if (!writers.has(txn)) continue
      const version = names.join(" ")
      readers.set(version, (readers.get(version) ?? new Set<Txn>()).add(txn))
    }
    for (const [version, both] of readers) {
      if (both.size < 2) continue
      const names = [...both].map(nameOf)
      findings.add(
        "lost-update",
        () => `${names.slice(0, 4).join(" and ")} all read ${shown(key)} as [${shown(version)}] and appended to it.`,
      )
    }
  }
}

const namesIn = (value: Value): readonly string[] => (isList(value) ? value.map(canonical) : [])

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, at) => name === b[at])
