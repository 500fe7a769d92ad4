/** Checks that a value from outside has the shape the protocol gives it (section 1). Unknown fields are left behind. */
import { isHex32, isHex64 } from "@watercooler/kernel"
import type { Allocation, Block, Genesis, Transaction } from "./types.ts"

/** What was wrong with a value: where, what was seen, what was expected. */
export interface Malformed {
  readonly code: "malformed"
  readonly field: string
  readonly seen: string
  readonly expected: string
}

export type Shaped<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly malformed: Malformed }

type Fields = Readonly<Record<string, unknown>>

/** Collects the first thing that is wrong, so that a shape reads as a list of its fields. */
export class Reader {
  malformed: Malformed | undefined
  readonly #fields: Fields
  readonly #at: string

  constructor(value: unknown, at: string) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
    this.#fields = isObject ? (value as Fields) : {}
    this.#at = at
    if (!isObject) this.malformed = { code: "malformed", field: at, seen: describe(value), expected: "an object" }
  }

  /** Own properties only: what a prototype carries was not sent. */
  get(field: string): unknown {
    return Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined
  }

  integer(field: string, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.get(field)
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max && !Object.is(value, -0)) return value
    this.#wrong(field, value, `an integer from ${min} to ${max}`)
    return min
  }

  hex32(field: string): string {
    const value = this.get(field)
    if (isHex32(value)) return value
    this.#wrong(field, value, "64 lower-case hexadecimal digits")
    return ""
  }

  hex64(field: string): string {
    const value = this.get(field)
    if (isHex64(value)) return value
    this.#wrong(field, value, "128 lower-case hexadecimal digits")
    return ""
  }

  word(field: string, pattern: RegExp, expected: string): string {
    const value = this.get(field)
    if (typeof value === "string" && pattern.test(value)) return value
    this.#wrong(field, value, expected)
    return ""
  }

  nested<T>(field: string, shape: (value: unknown, at: string) => Shaped<T>): T | undefined {
    const shaped = shape(this.get(field), `${this.#at}.${field}`)
    if (shaped.ok) return shaped.value
    this.malformed ??= shaped.malformed
    return undefined
  }

  list<T>(field: string, max: number, shape: (value: unknown, at: string) => Shaped<T>): T[] {
    const value = this.get(field)
    if (!Array.isArray(value) || value.length > max) {
      this.#wrong(field, value, `a list of at most ${max}`)
      return []
    }
    const items: T[] = []
    for (let i = 0; i < value.length && this.malformed === undefined; i++) {
      const shaped = shape(value[i], `${this.#at}.${field}[${i}]`)
      if (shaped.ok) items.push(shaped.value)
      else this.malformed = shaped.malformed
    }
    return items
  }

  done<T>(value: T): Shaped<T> {
    return this.malformed === undefined ? { ok: true, value } : { ok: false, malformed: this.malformed }
  }

  #wrong(field: string, value: unknown, expected: string): void {
    this.malformed ??= { code: "malformed", field: `${this.#at}.${field}`, seen: describe(value), expected }
  }
}

/** A value from outside, short enough for a message. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

export function describeMalformed(malformed: Malformed): string {
  return `${malformed.field} is ${malformed.seen}, expected ${malformed.expected}`
}

export function shapeTransaction(value: unknown, at = "transaction"): Shaped<Transaction> {
  const read = new Reader(value, at)
  return read.done({
    from: read.hex32("from"),
    to: read.hex32("to"),
    amount: read.integer("amount", 1),
    nonce: read.integer("nonce", 0),
    signature: read.hex64("signature"),
  })
}

export function shapeBlock(value: unknown, at = "block"): Shaped<Block> {
  const read = new Reader(value, at)
  const block = {
    number: read.integer("number", 1),
    previousHash: read.hex32("previousHash"),
    transaction: read.nested("transaction", shapeTransaction) as Transaction,
    miner: read.hex32("miner"),
    timestamp: read.integer("timestamp", 0),
    difficulty: read.integer("difficulty", 0, 255),
    nonce: read.integer("nonce", 0),
    hash: read.hex32("hash"),
  }
  return read.done(block)
}

function shapeAllocation(value: unknown, at: string): Shaped<Allocation> {
  const read = new Reader(value, at)
  return read.done({ address: read.hex32("address"), amount: read.integer("amount", 1) })
}

export function shapeGenesis(value: unknown, at = "genesis"): Shaped<Genesis> {
  const read = new Reader(value, at)
  const genesis = {
    name: read.word("name", /^[a-z0-9-]{1,64}$/, "1 to 64 of a-z 0-9 -"),
    difficulty: read.integer("difficulty", 0, 255),
    subsidy: read.integer("subsidy", 0, 1_000_000),
    timestamp: read.integer("timestamp", 0),
    allocations: read.list("allocations", 100_000, shapeAllocation),
  }
  const addresses = new Set(genesis.allocations.map(({ address }) => address))
  const supply = genesis.allocations.reduce((sum, { amount }) => sum + amount, 0)
  if (addresses.size !== genesis.allocations.length || !Number.isSafeInteger(supply)) {
    read.malformed ??= {
      code: "malformed",
      field: `${at}.allocations`,
      seen: `${genesis.allocations.length} allocations to ${addresses.size} addresses, ${supply} coins`,
      expected: "distinct addresses and at most 2^53 - 1 coins",
    }
  }
  return read.done(genesis)
}
