/** The checks of histories, by the name of what the history is claimed to be of. */
import { checkBank } from "../checkers/bank.ts"
import { checkCounter } from "../checkers/counter.ts"
import { checkKafka } from "../checkers/kafka.ts"
import { perKey } from "../checkers/per-key.ts"
import { checkFinalCounter } from "../checkers/pn-counter.ts"
import { checkSet } from "../checkers/set-full.ts"
import { checkTotalQueue } from "../checkers/total-queue.ts"
import { checkUniqueIds } from "../checkers/unique-ids.ts"
import { type LinearizabilityOptions, linearizability, linearizabilityDefaults, UnknownOperation } from "../linearizability/check.ts"
import { fifoQueue } from "../models/fifo-queue.ts"
import { kv } from "../models/kv.ts"
import type { Model } from "../models/model.ts"
import { mutex } from "../models/mutex.ts"
import { casRegister, register } from "../models/register.ts"
import { checkTransactions, type TransactionOptions, transactionDefaults } from "../transactions/check.ts"
import type { Dialect } from "../transactions/txn.ts"
import type { History } from "./history.ts"
import { type Opinion, settled, type Trial } from "./opinion.ts"
import { isClient } from "./pairing.ts"
import { isList, type Value, wordOf } from "./value.ts"

export interface CheckOptions extends LinearizabilityOptions, TransactionOptions {
  /** What a register holds in the beginning. */
  readonly initial: Value
  /** Sets: reads may lack for a while what they have shown before. Undefined: if the elements are broadcast. */
  readonly isEventual: boolean | undefined
  /** Banks: what all accounts hold together; undefined: what the first read shows. */
  readonly total: number | undefined
  /** Banks: accounts may be overdrawn. */
  readonly mayOwe: boolean
}

export const checkDefaults: CheckOptions = {
  ...linearizabilityDefaults,
  ...transactionDefaults,
  initial: null,
  isEventual: undefined,
  total: undefined,
  mayOwe: false,
}

type Check = (history: History, options: CheckOptions) => Trial

/** Names and claims, as `watercooler check --help` and the reference show them. */
export const historyModels = {
  "cas-register": "registers with compare-and-set are linearizable, each key by itself",
  register: "registers are linearizable, each key by itself",
  kv: "a key-value store with get, put, append, delete, cas is linearizable, each key by itself",
  set: "nothing added to a set is lost, and reads show nothing stale, twice, or never added",
  counter: "every read of a counter lies between what must and what can have been added",
  "pn-counter": "the last reads of a counter are the sum of what was added and taken away",
  queue: "everything put into a queue comes out, once",
  "fifo-queue": "a queue is linearizable, first in, first out",
  "unique-ids": "no id is given out twice",
  bank: "every read of all accounts shows the same total and no debt",
  mutex: "a lock is held by one at a time",
  kafka: "logs of messages lose nothing, and are polled in order",
  "list-append": "transactions that read and append to lists have the consistency that is claimed",
  "rw-register": "transactions that read and write registers have the consistency that is claimed",
} as const
export type HistoryModel = keyof typeof historyModels

const linearizable =
  (model: Model<never>): Check =>
  (history, options) =>
    linearizability(history, model, options)

const CHECKS: Readonly<Record<HistoryModel, Check>> = {
  "cas-register": (history, options) => linearizability(history, casRegister(options.initial), options),
  register: (history, options) => linearizability(history, register(options.initial), options),
  kv: linearizable(kv as Model<never>),
  mutex: linearizable(mutex as Model<never>),
  "fifo-queue": linearizable(fifoQueue as Model<never>),
  set: (history, options) => settled(perKey(history, (one) => checkSet(one, options))),
  counter: (history) => settled(perKey(history, checkCounter)),
  "pn-counter": (history) => settled(perKey(history, (one) => checkFinalCounter(one))),
  queue: (history) => settled(perKey(history, checkTotalQueue)),
  "unique-ids": (history) => settled(checkUniqueIds(history)),
  bank: (history, options) => settled(perKey(history, (one) => checkBank(one, options))),
  kafka: (history) => settled(checkKafka(history)),
  "list-append": (history, options) => transactional(history, "list-append", options),
  "rw-register": (history, options) => transactional(history, "rw-register", options),
}

/** Throws `UnknownOperation` for a history of something else. */
export function checkHistory(history: History, model: HistoryModel, options: CheckOptions = checkDefaults): Trial {
  if (history.operations.length === 0) return settled(nothing(model))
  return CHECKS[model](history, options)
}

function nothing(model: HistoryModel): Opinion {
  return {
    model,
    answer: "inconclusive",
    detail: "No client did anything.",
    anomalies: [],
    drawing: [],
    remarks: [],
    figures: { operations: 0 },
  }
}

function transactional(history: History, dialect: Dialect, options: CheckOptions): Trial {
  const opinion = checkTransactions(history, dialect, options)
  if (!("saw" in opinion)) return settled(opinion)
  const words = dialect === "list-append" ? "[:r key list] or [:append key value]" : "[:r key value] or [:w key value]"
  throw new UnknownOperation(opinion.operation, words)
}

/** What a history is probably of, by its functions; undefined if they do not tell. */
export function modelOf(history: History): HistoryModel | undefined {
  const functions = new Set(history.events.filter(({ process }) => isClient(process)).map(({ f }) => f))
  const has = (...names: readonly string[]) => names.some((name) => functions.has(name))
  if (has("send", "poll")) return "kafka"
  if (has("txn")) return dialectOf(history)
  if (has("transfer")) return "bank"
  if (has("get", "put", "append", "delete")) return "kv"
  if (has("cas")) return "cas-register"
  if (has("write", "w")) return "register"
  if (has("enqueue", "dequeue", "drain")) return "queue"
  if (has("acquire", "release", "lock", "unlock")) return "mutex"
  if (has("generate")) return "unique-ids"
  if (has("broadcast", "insert")) return "set"
  if (has("increment", "decrement", "inc", "dec")) return "counter"
  if (has("add")) {
    if (history.operations.some(({ f, output }) => f === "read" && isList(output))) return "set"
    // Who marks the last reads means that those before them may be wrong.
    return history.events.some(({ isFinal }) => isFinal) ? "pn-counter" : "counter"
  }
  return undefined
}

function dialectOf({ events }: History): HistoryModel | undefined {
  for (const { value } of events) {
    if (!isList(value)) continue
    for (const microOp of value) {
      const f = isList(microOp) ? wordOf(microOp[0]) : undefined
      if (f === "append") return "list-append"
      if (f === "w" || f === "write") return "rw-register"
    }
  }
  return undefined
}
