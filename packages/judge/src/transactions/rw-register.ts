/**
 * Registers that are overwritten: a read tells which write it saw, and little of the order of writes. That is inferred: nothing was there before
 * the first write, whoever reads and then writes has replaced what it read, and, where one may assume so, what a process or the clock tells.
 */
import { canonical, show, type Value } from "../histories/value.ts"
import type { Findings } from "./findings.ts"
import { componentsOf, Graph, RW, WR, WW } from "./graph.ts"
import type { Inferred } from "./list-append.ts"
import { nameOf, shown, type Txn } from "./txn.ts"

export interface RegisterOptions {
  /** Each key by itself is linearizable: what ended before something else began is older. */
  readonly linearizableKeys: boolean
  /** Each key by itself is sequential: a process sees no older version than the one it has seen. */
  readonly sequentialKeys: boolean
}

/** The version before every write. */
const INITIAL = "nil"

interface Write {
  readonly txn: Txn
  isFinal: boolean
}

/** What a transaction had to do with a key, seen from outside: the first thing it read, and the last it wrote. */
interface Touch {
  readonly txn: Txn
  read?: string
  write?: string
}

interface Register {
  readonly key: string
  readonly writes: Map<string, Write>
  readonly touches: Touch[]
}

export function inferFromRegisters(txns: readonly Txn[], graph: Graph, findings: Findings, options: RegisterOptions): Inferred {
  const registers = new Map<string, Register>()
  const ambiguous: string[] = []
  const registerOf = (key: string): Register => {
    const known = registers.get(key)
    if (known !== undefined) return known
    const register: Register = { key, writes: new Map(), touches: [] }
    registers.set(key, register)
    return register
  }
  let reads = 0
  for (const txn of txns) noteWrites(txn, registerOf, ambiguous)
  for (const txn of txns) if (txn.outcome !== "fail") reads += noteTouches(txn, registerOf, findings)
  for (const register of registers.values()) {
    link(register, graph, findings, options)
    findLostUpdates(register, findings)
  }
  return { reads, keys: registers.size, ambiguous }
}

function noteWrites(txn: Txn, registerOf: (key: string) => Register, ambiguous: string[]): void {
  const last = new Map<string, Write>()
  for (const { kind, key, value } of txn.microOps) {
    if (kind === "read") continue
    const { writes } = registerOf(key)
    const name = nameOfVersion(value)
    const write: Write = { txn, isFinal: true }
    const earlier = last.get(key)
    if (earlier !== undefined) earlier.isFinal = false
    last.set(key, write)
    const known = writes.get(name)
    if (known === undefined || known.txn.outcome === "fail") writes.set(name, write)
    else if (txn.outcome !== "fail" && known.txn !== txn)
      ambiguous.push(`${show(value)} was written to ${shown(key)} by ${nameOf(known.txn)} and again by ${nameOf(txn)}`)
  }
}

function noteTouches(txn: Txn, registerOf: (key: string) => Register, findings: Findings): number {
  const touches = new Map<string, Touch>()
  const current = new Map<string, string>()
  let reads = 0
  for (const { kind, key, value } of txn.microOps) {
    const name = nameOfVersion(value)
    const touch = touches.get(key) ?? { txn }
    touches.set(key, touch)
    if (kind === "write") {
      touch.write = name
      current.set(key, name)
      continue
    }
    reads++
    const before = current.get(key)
    if (before !== undefined && before !== name)
      findings.add(
        "internal",
        () => `${nameOf(txn)} reads ${shown(key)} as ${shown(name)}, where it should see ${shown(before)} by itself.`,
      )
    if (before === undefined) touch.read = name
    current.set(key, name)
    noteRead(txn, registerOf(key), name, findings)
  }
  for (const [key, touch] of touches) registerOf(key).touches.push(touch)
  return reads
}

function noteRead(txn: Txn, { key, writes }: Register, name: string, findings: Findings): void {
  if (name === INITIAL) return
  const write = writes.get(name)
  if (write === undefined)
    findings.add("garbage-read", () => `${nameOf(txn)} reads ${shown(key)} as ${shown(name)}, which nobody ever wrote.`)
  else if (write.txn.outcome === "fail")
    findings.add(
      "G1a",
      () => `${nameOf(txn)} reads ${shown(key)} as ${shown(name)}, which ${nameOf(write.txn)} had written, and that was aborted.`,
    )
  else if (write.txn !== txn && !write.isFinal)
    findings.add("G1b", () => `${nameOf(txn)} reads ${shown(key)} as ${shown(name)}, which ${nameOf(write.txn)} replaced itself.`)
}

/** Versions and what is known of their order, and then who depends on whom. */
function link({ key, writes, touches }: Register, graph: Graph, findings: Findings, options: RegisterOptions): void {
  const followers = followersOf(touches, options)
  const versions = [...new Set([INITIAL, ...followers.keys(), ...[...followers.values()].flatMap((next) => [...next])])]
  if (hasCycle(versions, followers)) {
    findings.add("cyclic-versions", () => `${shown(key)} would have to take its values in a circle: ${versions.slice(0, 8).join(", ")}.`)
    return
  }
  const writerOf = (name: string): Txn | undefined => {
    const txn = writes.get(name)?.txn
    return txn?.outcome === "fail" ? undefined : txn
  }
  const readers = new Map<string, Txn[]>()
  for (const { txn, read } of touches) {
    if (read === undefined) continue
    readers.set(read, [...(readers.get(read) ?? []), txn])
    const writer = writerOf(read)
    if (writer !== undefined) graph.add(writer.id, txn.id, WR, { key, value: read, next: read })
  }
  const hasElder = new Set([...followers].filter(([from]) => from !== INITIAL).flatMap(([, next]) => [...next]))
  // Nothing comes before the first write; of the writes those are meant that no other is known to precede.
  const firsts = [...writes]
    .filter(([name, { txn }]) => name !== INITIAL && !hasElder.has(name) && txn.outcome !== "fail")
    .map(([name]) => name)
  for (const [value, nexts] of [...followers, [INITIAL, firsts] as const]) {
    const writer = writerOf(value)
    for (const next of nexts) {
      const overwriter = writerOf(next)
      if (overwriter === undefined) continue
      const because = { key, value, next }
      if (writer !== undefined) graph.add(writer.id, overwriter.id, WW, because)
      for (const reader of readers.get(value) ?? []) graph.add(reader.id, overwriter.id, RW, because)
    }
  }
}

/** Version → versions that are known to come later, as directly as is known. */
function followersOf(touches: readonly Touch[], options: RegisterOptions): ReadonlyMap<string, ReadonlySet<string>> {
  const followers = new Map<string, Set<string>>()
  const follows = (earlier: string, later: string) => {
    if (earlier !== later && later !== INITIAL) followers.set(earlier, (followers.get(earlier) ?? new Set()).add(later))
    else if (earlier !== later) followers.set(earlier, (followers.get(earlier) ?? new Set()).add(INITIAL))
  }
  for (const { read, write, txn } of touches) if (read !== undefined && write !== undefined && txn.outcome === "ok") follows(read, write)
  if (options.sequentialKeys) {
    const last = new Map<number | string, Touch>()
    for (const touch of touches) {
      const before = last.get(touch.txn.operation.process)
      if (before !== undefined) follows((before.write ?? before.read) as string, (touch.read ?? touch.write) as string)
      last.set(touch.txn.operation.process, touch)
    }
  }
  if (options.linearizableKeys) {
    followClock(touches, follows)
  }
  return followers
}

/** Whoever ended before another began is older. Of these only those are told between whose end and that beginning nobody else both began and ended. */
function followClock(touches: readonly Touch[], follows: (earlier: string, later: string) => void): void {
  const byEnd = touches.filter(({ txn }) => txn.outcome === "ok").sort((a, b) => a.txn.operation.returnedAt - b.txn.operation.returnedAt)
  const byCall = [...touches].sort((a, b) => a.txn.operation.calledAt - b.txn.operation.calledAt)
  /** Those that have ended and precede nobody yet who has ended too. */
  let front: Touch[] = []
  let ended = 0
  for (const touch of byCall) {
    for (; ended < byEnd.length && (byEnd[ended] as Touch).txn.operation.returnedAt < touch.txn.operation.calledAt; ended++) {
      const next = byEnd[ended] as Touch
      front = [...front.filter(({ txn }) => txn.operation.returnedAt > next.txn.operation.calledAt), next]
    }
    for (const before of front) follows((before.write ?? before.read) as string, (touch.read ?? touch.write) as string)
  }
}

function hasCycle(versions: readonly string[], followers: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  // What was there before every write cannot come back.
  for (const nexts of followers.values()) if (nexts.has(INITIAL)) return true
  const number = new Map(versions.map((name, at) => [name, at]))
  const graph = new Graph(versions.length)
  for (const [from, nexts] of followers) for (const next of nexts) graph.add(number.get(from) as number, number.get(next) as number, WW)
  return componentsOf(graph, WW).length > 0
}

function findLostUpdates({ key, touches }: Register, findings: Findings): void {
  const readers = new Map<string, Txn[]>()
  for (const { txn, read, write } of touches) {
    if (read === undefined || write === undefined || txn.outcome !== "ok") continue
    readers.set(read, [...(readers.get(read) ?? []), txn])
  }
  for (const [version, both] of readers) {
    if (both.length > 1)
      findings.add(
        "lost-update",
        () => `${both.slice(0, 4).map(nameOf).join(" and ")} all read ${shown(key)} as ${shown(version)} and wrote to it.`,
      )
  }
}

const nameOfVersion = (value: Value): string => (value === null ? INITIAL : canonical(value))
