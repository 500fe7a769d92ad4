/** Transactions: lists of reads and writes, `[[:r 1 [5]] [:append 1 6]]`, as Jepsen and Elle write them. */
import type { History, Operation } from "../histories/history.ts"
import { canonical, isList, show, type Value, wordOf } from "../histories/value.ts"

export interface MicroOp {
  readonly kind: "read" | "write"
  /** By the text of both, so that they can be looked up. */
  readonly key: string
  readonly value: Value
}

export interface Txn {
  readonly id: number
  readonly operation: Operation
  /** ok: committed. info: perhaps. fail: aborted. */
  readonly outcome: Operation["outcome"]
  /** As it came back if it committed, as it was asked for otherwise; reads of others than the committed are left out. */
  readonly microOps: readonly MicroOp[]
}

export interface NotTransactional {
  readonly operation: Operation
  readonly saw: string
}

const WRITES: Readonly<Record<"list-append" | "rw-register", ReadonlySet<string>>> = {
  "list-append": new Set(["append", "a"]),
  "rw-register": new Set(["w", "write"]),
}

export type Dialect = keyof typeof WRITES

/** What is no transaction and no client's is passed over; a transaction of another dialect is returned instead. */
export function transactionsOf(history: History, dialect: Dialect): readonly Txn[] | NotTransactional {
  const txns: Txn[] = []
  for (const operation of history.operations) {
    const value = operation.outcome === "ok" ? (operation.output ?? operation.input) : operation.input
    if (!isList(value)) continue
    const microOps: MicroOp[] = []
    for (const each of value) {
      const microOp = microOpOf(each, dialect)
      if (microOp === undefined) return { operation, saw: show(each) }
      if (microOp.kind === "write" || operation.outcome === "ok") microOps.push(microOp)
    }
    txns.push({ id: txns.length, operation, outcome: operation.outcome, microOps })
  }
  return txns
}

function microOpOf(value: Value, dialect: Dialect): MicroOp | undefined {
  if (!isList(value) || value.length < 2) return undefined
  const f = wordOf(value[0]) ?? ""
  const [, key = null, held = null] = value
  if (f === "r" || f === "read") return { kind: "read", key: canonical(key), value: held }
  return WRITES[dialect].has(f) ? { kind: "write", key: canonical(key), value: held } : undefined
}

/** A key or a value as it is called in a sentence: keywords without what marks them. */
export const shown = (name: string | undefined): string =>
  name === undefined ? "nothing" : name.startsWith('":') ? name.slice(2, -1) : name

/** How a sentence calls it: `T3 (process 2, line 17)`. */
export const nameOf = ({ id, operation }: Txn): string =>
  `T${id} (process ${operation.process}, line ${operation.returnLine ?? operation.line})`

export function textOf({ microOps, operation }: Txn, dialect: Dialect): string {
  const words = microOps.map(
    ({ kind, key, value }) => `${kind === "read" ? "r" : dialect === "list-append" ? "append" : "w"} ${shown(key)} ${show(value, 40)}`,
  )
  return `[${words.join(", ")}] by process ${operation.process}, line ${operation.returnLine ?? operation.line}`
}
