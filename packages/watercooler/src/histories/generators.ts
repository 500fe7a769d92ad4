/** Workloads as seeded generators. Each draw hangs on the number of its operation, so one that is left out changes no other. */
import type { Value } from "@watercooler/judge/histories"
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Asked, Generator } from "./client.ts"

export interface GeneratorOptions {
  readonly seed: string
  /** Objects in use at a time. */
  readonly keyCount: number
  /** After so many writes an object is replaced by a new one. */
  readonly writesPerKeyMax: number
  /** Micro-operations of a transaction. */
  readonly txnLengthMin: number
  readonly txnLengthMax: number
}

export const generatorDefaults: Omit<GeneratorOptions, "seed"> = { keyCount: 5, writesPerKeyMax: 16, txnLengthMin: 1, txnLengthMax: 4 }

type Draw = (limit: number) => number

const drawer = (seed: string, number: number): Draw => {
  const chance = expand(saltOf(seed, "operation", number))
  return (limit) => below(chance, limit)
}

const VALUES = 5
const READ: Asked = { f: "read", value: null }
const LAST_READ: Asked = { ...READ, isFinal: true }

/** Keys come into use one after the other, and go when they have been written to often enough. */
function keyOf(number: number, draw: Draw, { keyCount, writesPerKeyMax }: GeneratorOptions): number {
  return Math.floor(number / (2 * writesPerKeyMax)) + draw(keyCount)
}

const generators = {
  register: (options) => registers(options, ["read", "write"]),
  "cas-register": (options) => registers(options, ["read", "write", "cas"]),
  set: ({ seed }) => ({
    ask: (number) => (drawer(seed, number)(2) === 0 ? READ : { f: "add", value: number }),
    finals: [LAST_READ],
  }),
  counter: ({ seed }) => counter(seed, (draw) => draw(5)),
  "pn-counter": ({ seed }) => counter(seed, (draw) => draw(11) - 5),
  queue: ({ seed }) => ({
    ask: (number) => (drawer(seed, number)(2) === 0 ? { f: "dequeue", value: null } : { f: "enqueue", value: number }),
    finals: [{ f: "drain", value: null, isFinal: true }],
  }),
  bank: ({ seed, keyCount }) => ({
    ask(number) {
      const draw = drawer(seed, number)
      if (draw(2) === 0) return READ
      const from = draw(Math.max(2, keyCount))
      const to = (from + 1 + draw(Math.max(2, keyCount) - 1)) % Math.max(2, keyCount)
      return {
        f: "transfer",
        value: new Map<Value, Value>([
          [":from", from],
          [":to", to],
          [":amount", 1 + draw(5)],
        ]),
      }
    },
    finals: [LAST_READ],
  }),
  append: (options) => transactions(options, "append"),
  "rw-register": (options) => transactions(options, "w"),
  "unique-ids": () => ({ ask: () => ({ f: "generate", value: null }), finals: [] }),
} as const satisfies Readonly<Record<string, (options: GeneratorOptions) => Generator>>

export type GeneratorName = keyof typeof generators
export const generatorNames = Object.keys(generators) as readonly GeneratorName[]

export function generatorOf(name: GeneratorName, options: GeneratorOptions): Generator {
  return generators[name](options)
}

function registers(options: GeneratorOptions, functions: readonly string[]): Generator {
  return {
    ask(number) {
      const draw = drawer(options.seed, number)
      const key = keyOf(number, draw, options)
      const f = functions[draw(functions.length)] as string
      return { f, key, value: f === "read" ? null : f === "write" ? draw(VALUES) : [draw(VALUES), draw(VALUES)] }
    },
    finals: [],
  }
}

function counter(seed: string, delta: (draw: Draw) => number): Generator {
  return {
    ask(number) {
      const draw = drawer(seed, number)
      return draw(2) === 0 ? READ : { f: "increment", value: delta(draw) }
    },
    finals: [LAST_READ],
  }
}

/** What is written is the number of its operation and its place in it, which nobody else writes. */
function transactions(options: GeneratorOptions, write: "append" | "w"): Generator {
  const { seed, txnLengthMin, txnLengthMax } = options
  return {
    ask(number) {
      const draw = drawer(seed, number)
      const length = txnLengthMin + draw(txnLengthMax - txnLengthMin + 1)
      const value = Array.from({ length }, (_, at): Value => {
        const key = keyOf(number, draw, options)
        return draw(2) === 0 ? ["r", key, null] : [write, key, number * txnLengthMax + at + 1]
      })
      return { f: "txn", value }
    },
    finals: [],
  }
}
