/**
 * The search for a linearization: Wing and Gong's (1993), with Lowe's cache (2017).
 *
 * Depth first: take one of the operations that could come next, and go on; where nothing can come next, go back. What keeps it small:
 * an answer that fits the state is taken at once, because taking it earlier can harm nobody; of equal calls only the one
 * that returns first is tried; what may have happened is tried last, and only if it changes something; what was seen to lead nowhere is not tried again.
 */
import { ANY, type Problem } from "./problem.ts"
import { Seen } from "./seen.ts"
import { IMPOSSIBLE, type States } from "./states.ts"

export type SearchState = "going" | "linearizable" | "impossible" | "starved"

/** Memory for a search that asks; false if there is none left. */
export type Reserve = (bytes: number) => boolean

/** How far it came, wherever it got stuck furthest. */
export interface Furthest {
  /** How many of the musts, in the order of their returns, could be explained. */
  readonly low: number
  /** Numbers of operations in an order that explains them: musts as they are, a may number m as −1 − m. */
  readonly order: readonly number[]
  /** States in which number `low` was due and impossible. A few of them. */
  readonly states: readonly number[]
}

const STATES_KEPT = 8

export class Search<State> {
  readonly #problem: Problem
  readonly #states: States<State>
  readonly #seen: Seen
  readonly #reserve: Reserve
  #held = 0
  /** Slot → the last must that took it and has been called by now. */
  readonly #holder: Int32Array
  readonly #done: Int32Array
  readonly #open: Int32Array
  readonly #isTaken: Uint8Array
  #low = 0
  #state = 0
  /** What has been taken, in order. */
  #trail: Int32Array
  #taken = 0
  /** Candidates of all frames, one behind the other; and of each frame: where its own begin, which is next, and what was so before. */
  #candidates: Int32Array
  #frames: Int32Array
  #depth = 0
  /** Code → the visit in which it was last a candidate. */
  readonly #offered: Int32Array
  /** State, as `Problem.wants` numbers it → the visit in which somebody last asked for it. */
  readonly #wanted: Int32Array
  #visit = 0
  #furthestLow = -1
  #furthestOrder: readonly number[] | undefined
  #furthestStates: number[] = []
  #isNew = true
  steps = 0

  constructor(problem: Problem, states: States<State>, reserve: Reserve) {
    this.#problem = problem
    this.#states = states
    this.#reserve = reserve
    const openWords = (low: number) => ((problem.maysBefore[low] as number) + 31) >>> 5
    const words = (problem.slots + 31) >>> 5
    this.#seen = new Seen(words, openWords)
    this.#holder = new Int32Array(problem.slots).fill(-1)
    this.#done = new Int32Array(words)
    this.#open = new Int32Array((problem.mays.length + 31) >>> 5)
    this.#isTaken = new Uint8Array(problem.musts.length)
    this.#trail = new Int32Array(problem.musts.length + problem.mays.length)
    this.#candidates = new Int32Array(256)
    this.#frames = new Int32Array(FRAME * 64)
    this.#offered = new Int32Array(problem.calls.length)
    this.#wanted = new Int32Array(2 * problem.wants.length)
    if (problem.musts.length > 0) this.#call(0)
  }

  get entries(): number {
    return this.#seen.count
  }

  get bytes(): number {
    return this.#held
  }

  /** Goes on for at most so many steps. `starved` until memory can be had, or `release`. */
  run(stepsMax: number): SearchState {
    const count = this.#problem.musts.length
    for (let left = stepsMax; left > 0; left--) {
      if (this.#isNew) {
        this.#advance()
        if (this.#low === count) return "linearizable"
        if (!this.#mayGrow()) return "starved"
        this.steps++
        this.#isNew = false
        this.#takeWhatFits()
        if (this.#low === count) return "linearizable"
        if (this.#seen.add(this.#low, this.#state, this.#done, this.#open)) this.#pushFrame()
      }
      if (!this.#next()) return "impossible"
    }
    return "going"
  }

  furthest(): Furthest {
    return { low: this.#furthestLow, order: this.#furthestOrder ?? [], states: this.#furthestStates }
  }

  release(): void {
    this.#seen.release()
    this.#held = 0
  }

  /** Takes the next candidate of the innermost frame that has one; false when there is none left anywhere. */
  #next(): boolean {
    while (this.#depth > 0) {
      const frame = (this.#depth - 1) * FRAME
      const frames = this.#frames
      const next = frames[frame + NEXT] as number
      if (next < (frames[frame + END] as number)) {
        frames[frame + NEXT] = next + 1
        this.#return(frames[frame + LOW] as number, frames[frame + STATE] as number, frames[frame + TAKEN] as number)
        this.#take(this.#candidates[next] as number)
        this.#isNew = true
        return true
      }
      this.#depth--
    }
    return false
  }

  /** Everything that is done and returned next is behind us. */
  #advance(): void {
    const { slotOf, musts } = this.#problem
    while (this.#low < musts.length && this.#isTaken[this.#low] === 1) {
      clear(this.#done, slotOf[this.#low] as number)
      this.#low++
      if (this.#low < musts.length) this.#call(this.#low)
    }
    if (this.#low > this.#furthestLow) {
      this.#furthestLow = this.#low
      this.#furthestOrder = undefined
      this.#furthestStates = []
    }
  }

  #call(low: number): void {
    const { called, calledFrom, slotOf } = this.#problem
    const end = calledFrom[low + 1] as number
    for (let i = calledFrom[low] as number; i < end; i++) this.#holder[slotOf[called[i] as number] as number] = called[i] as number
  }

  #uncall(low: number): void {
    const { called, calledFrom, slotOf, before } = this.#problem
    const from = calledFrom[low] as number
    for (let i = (calledFrom[low + 1] as number) - 1; i >= from; i--) {
      const must = called[i] as number
      this.#holder[slotOf[must] as number] = before[must] as number
    }
  }

  /** Back to how it was when the frame was made. What was taken since goes first: slots change hands, and a bit must not be taken for that of a successor. */
  #return(low: number, state: number, taken: number): void {
    const { slotOf, musts } = this.#problem
    while (this.#taken > taken) {
      const last = this.#trail[--this.#taken] as number
      if (last < 0) clear(this.#open, -1 - last)
      else {
        this.#isTaken[last] = 0
        if (last >= this.#low) clear(this.#done, slotOf[last] as number)
      }
    }
    while (this.#low > low) {
      if (this.#low < musts.length) this.#uncall(this.#low)
      this.#low--
      if (this.#isTaken[this.#low] === 1) set(this.#done, slotOf[this.#low] as number)
    }
    this.#state = state
  }

  #take(which: number): void {
    const { slotOf, codeOfMust, codeOfMay } = this.#problem
    if (which >= 0) {
      this.#state = this.#states.after(this.#state, codeOfMust[which] as number)
      this.#isTaken[which] = 1
      set(this.#done, slotOf[which] as number)
    } else {
      const may = -1 - which
      this.#state = this.#states.after(this.#state, codeOfMay[may] as number)
      set(this.#open, may)
    }
    this.#trail[this.#taken++] = which
  }

  /** Answers that fit and change nothing need no choice. */
  #takeWhatFits(): void {
    const { codeOfMust, slots, isIdle } = this.#problem
    for (let slot = 0; slot < slots; slot++) {
      const must = this.#pendingIn(slot)
      if (must < 0) continue
      const code = codeOfMust[must] as number
      if (isIdle[code] === 0 || this.#states.after(this.#state, code) !== this.#state) continue
      this.#take(must)
      if (must !== this.#low) continue
      this.#advance()
      if (this.#low === this.#problem.musts.length) return
      // Others have been called by now.
      slot = -1
    }
  }

  #pendingIn(slot: number): number {
    const must = this.#holder[slot] as number
    return must >= this.#low && this.#isTaken[must] === 0 ? must : -1
  }

  #pushFrame(): void {
    const { codeOfMust, codeOfMay, slots, mays, maysBefore, twinOf } = this.#problem
    const from = this.#depth === 0 ? 0 : (this.#frames[(this.#depth - 1) * FRAME + END] as number)
    let end = from
    this.#visit++
    this.#room(from + slots + mays.length)
    const candidates = this.#candidates
    for (let slot = 0; slot < slots; slot++) {
      const must = this.#pendingIn(slot)
      if (must < 0 || this.#states.after(this.#state, codeOfMust[must] as number) === IMPOSSIBLE) continue
      let at = end++
      for (; at > from && (candidates[at - 1] as number) > must; at--) candidates[at] = candidates[at - 1] as number
      candidates[at] = must
    }
    end = this.#withoutTwins(from, end)
    const open = maysBefore[this.#low] as number
    const isOpenToAll = this.#note(open)
    for (let may = 0; may < open; may++) {
      const twin = twinOf[may] as number
      if (isSet(this.#open, may) || (twin >= 0 && !isSet(this.#open, twin))) continue
      const code = codeOfMay[may] as number
      if (this.#offered[code] === this.#visit) continue
      const made = isOpenToAll ? ANY : (this.#problem.makes[code] as number)
      if (made >= 0 && this.#wanted[made] !== this.#visit) continue
      const next = this.#states.after(this.#state, code)
      if (next !== IMPOSSIBLE && next !== this.#state) candidates[end++] = -1 - may
    }
    if (this.#low === this.#furthestLow) this.#rememberFurthest()
    if (end === from) return
    const frame = this.#depth++ * FRAME
    if (frame + FRAME > this.#frames.length) this.#frames = grown(this.#frames)
    this.#frames[frame + NEXT] = from
    this.#frames[frame + END] = end
    this.#frames[frame + LOW] = this.#low
    this.#frames[frame + STATE] = this.#state
    this.#frames[frame + TAKEN] = this.#taken
  }

  /**
   * Notes which states are asked for by what could come next. What may have happened and leaves a state that nobody asks for would be replaced before anybody saw it: it
   * need not be tried. True if somebody depends on the state in another way, or nothing is known of that.
   */
  #note(open: number): boolean {
    const { wants, codeOfMust, codeOfMay, slots } = this.#problem
    if (wants.length === 0) return true
    let isOpenToAll = false
    const note = (want: number) => {
      if (want === ANY) isOpenToAll = true
      else if (want >= 0) this.#wanted[want] = this.#visit
    }
    for (let slot = 0; slot < slots; slot++) {
      const must = this.#pendingIn(slot)
      if (must >= 0) note(wants[codeOfMust[must] as number] as number)
    }
    for (let may = 0; may < open; may++) if (!isSet(this.#open, may)) note(wants[codeOfMay[may] as number] as number)
    return isOpenToAll
  }

  /** Of equal calls the one that returns first stays. */
  #withoutTwins(from: number, end: number): number {
    let kept = from
    for (let i = from; i < end; i++) {
      const must = this.#candidates[i] as number
      const code = this.#problem.codeOfMust[must] as number
      if (this.#offered[code] === this.#visit) continue
      this.#offered[code] = this.#visit
      this.#candidates[kept++] = must
    }
    return kept
  }

  #rememberFurthest(): void {
    const due = this.#states.after(this.#state, this.#problem.codeOfMust[this.#low] as number)
    if (due !== IMPOSSIBLE) return
    this.#furthestOrder ??= Array.from(this.#trail.subarray(0, this.#taken))
    if (this.#furthestStates.length < STATES_KEPT && !this.#furthestStates.includes(this.#state)) this.#furthestStates.push(this.#state)
  }

  #room(size: number): void {
    if (size <= this.#candidates.length) return
    const larger = new Int32Array(Math.max(size, this.#candidates.length * 2))
    larger.set(this.#candidates)
    this.#candidates = larger
  }

  /** Asks for memory before it is needed. */
  #mayGrow(): boolean {
    const bytes = this.#seen.bytes + this.#seen.wanted(this.#low) + this.#states.bytes + 4 * (this.#candidates.length + this.#frames.length)
    if (bytes <= this.#held) return true
    const more = Math.max(bytes - this.#held, 1 << 16)
    if (!this.#reserve(more)) return false
    this.#held += more
    return true
  }
}

const FRAME = 5
const [NEXT, END, LOW, STATE, TAKEN] = [0, 1, 2, 3, 4] as const

function set(bits: Int32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31))
}

function clear(bits: Int32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) & ~(1 << (at & 31))
}

function isSet(bits: Int32Array, at: number): boolean {
  return ((bits[at >>> 5] as number) & (1 << (at & 31))) !== 0
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
