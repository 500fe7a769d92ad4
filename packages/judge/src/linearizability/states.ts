/** States of a model by number, and what calls make of them, computed once each. */
import type { Call, Model } from "../models/model.ts"

const UNKNOWN = -2
/** What a state costs beside its text: an entry of a map and the state itself. A guess on the safe side. */
const STATE_BYTES = 200
/** The first so many transitions are looked up in a table, a row for each state; those of further states in a hash table. */
const TABLE_MAX = 1 << 21

/** A call is impossible in this state. */
export const IMPOSSIBLE = -1

export class States<State> {
  readonly #model: Model<State>
  readonly #calls: readonly Call[]
  readonly #numbers = new Map<string, number>()
  readonly #states: State[] = []
  /** Rows of as many cells as there are calls. */
  #table: Int32Array
  readonly #tableStates: number
  /** Of three: state, call, next state. */
  #hashed = new Int32Array(0)
  #hashedCount = 0
  #textBytes = 0

  constructor(model: Model<State>, calls: readonly Call[]) {
    this.#model = model
    this.#calls = calls
    this.#tableStates = Math.floor(TABLE_MAX / Math.max(1, calls.length))
    this.#table = new Int32Array(Math.min(this.#tableStates, 8) * calls.length).fill(UNKNOWN)
    this.#number(model.initial)
  }

  get bytes(): number {
    return this.#textBytes + this.#table.byteLength + this.#hashed.byteLength
  }

  get count(): number {
    return this.#states.length
  }

  stateOf(number: number): State {
    return this.#states[number] as State
  }

  /** The number of the state after this call, or `IMPOSSIBLE`. The initial state is 0. */
  after(state: number, code: number): number {
    if (state >= this.#tableStates) return this.#afterHashed(state, code)
    const at = state * this.#calls.length + code
    const known = this.#table[at] as number
    if (known !== UNKNOWN) return known
    const next = this.#step(state, code)
    this.#table[at] = next
    return next
  }

  #number(state: State): number {
    const key = this.#model.key(state)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#states.length
    this.#numbers.set(key, number)
    this.#states.push(state)
    this.#textBytes += STATE_BYTES + 2 * key.length
    const cells = (number + 1) * this.#calls.length
    if (number < this.#tableStates && cells > this.#table.length) {
      const larger = new Int32Array(Math.min(this.#tableStates * this.#calls.length, 2 * cells)).fill(UNKNOWN, this.#table.length)
      larger.set(this.#table)
      this.#table = larger
    }
    return number
  }

  #afterHashed(state: number, code: number): number {
    if (2 * this.#hashedCount * 3 >= this.#hashed.length) this.#rehash()
    const hashed = this.#hashed
    const at = this.#place(state, code)
    if (hashed[at] === state + 1) return hashed[at + 2] as number
    const next = this.#step(state, code)
    hashed[at] = state + 1
    hashed[at + 1] = code
    hashed[at + 2] = next
    this.#hashedCount++
    return next
  }

  /** Where it is, or where it would be: the first cell of three. States are kept plus one, so that 0 is nobody. */
  #place(state: number, code: number): number {
    const hashed = this.#hashed
    const places = hashed.length / 3
    let at = (Math.imul(state, 0x9e3779b1) ^ Math.imul(code + 1, 0x85ebca6b)) >>> 0
    at = (at ^ (at >>> 15)) & (places - 1)
    while (hashed[at * 3] !== 0 && (hashed[at * 3] !== state + 1 || hashed[at * 3 + 1] !== code)) at = (at + 1) & (places - 1)
    return at * 3
  }

  #rehash(): void {
    const old = this.#hashed
    this.#hashed = new Int32Array(Math.max(3 << 12, old.length * 2))
    for (let i = 0; i < old.length; i += 3) {
      if (old[i] === 0) continue
      const at = this.#place((old[i] as number) - 1, old[i + 1] as number)
      this.#hashed.set(old.subarray(i, i + 3), at)
    }
  }

  #step(state: number, code: number): number {
    const next = this.#model.step(this.#states[state] as State, this.#calls[code] as Call)
    return next === undefined ? IMPOSSIBLE : this.#number(next)
  }
}
