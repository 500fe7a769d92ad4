/** A history and a model, made into numbers: what the search works with. */
import type { Operation } from "../histories/history.ts"
import { canonical } from "../histories/value.ts"
import type { Call, Model, Reader } from "../models/model.ts"

export interface Step {
  readonly operation: Operation
  readonly call: Call
}

/**
 * Operations that must have happened stand in the order in which they returned. While the first `low` of them are behind us, the search
 * can go on with whatever was called before number `low` returned. Each of them has a slot, the smallest that was free when it was called; at no
 * time do two share one, so that a set of them is a few bits, however long the history.
 */
export interface Problem {
  /** Must have happened, by return. */
  readonly musts: readonly Step[]
  /** May have happened, by call. */
  readonly mays: readonly Step[]
  /** Different calls, by number; equal calls have one number. */
  readonly calls: readonly Call[]
  readonly codeOfMust: Int32Array
  readonly codeOfMay: Int32Array
  readonly slotOf: Int32Array
  readonly slots: number
  /** Who held the slot before; −1 for nobody. */
  readonly before: Int32Array
  /** Musts called between the return of `low − 1` and that of `low`: `called[calledFrom[low]]` up to before `called[calledFrom[low + 1]]`. */
  readonly called: Int32Array
  readonly calledFrom: Int32Array
  /** How many of the mays have been called before `low` returned. */
  readonly maysBefore: Int32Array
  /** 1 for calls that can as well happen at once wherever they leave the state as it is. */
  readonly isIdle: Uint8Array
  /** Which state a call asks for, and which it leaves, as numbers; `ANY` if it depends on the state in another way, `NONE` if on none. Empty where the model does not tell. */
  readonly wants: Int32Array
  readonly makes: Int32Array
  /** The one with the same code before it, or −1: of equals the first goes first. */
  readonly twinOf: Int32Array
}

export interface Unknown {
  readonly operation: Operation
  readonly expected: string
}

/** Undefined operations, those that the model does not know, are returned instead. */
export function problemOf<State>(operations: readonly Operation[], model: Model<State>, reader: Reader): Problem | Unknown {
  const musts: Step[] = []
  const mays: Step[] = []
  for (const operation of operations) {
    const reading = model.read(operation, reader)
    if (reading.kind === "unknown") return { operation, expected: reading.expected }
    if (reading.kind === "must") musts.push({ operation, call: reading.call })
    else if (reading.kind === "may") mays.push({ operation, call: reading.call })
  }
  musts.sort((a, b) => a.operation.returnedAt - b.operation.returnedAt)
  mays.sort((a, b) => a.operation.calledAt - b.operation.calledAt)
  return { musts, mays, ...coded(musts, mays, model), ...placed(musts), maysBefore: maysBefore(musts, mays) }
}

type Codes = Pick<Problem, "calls" | "codeOfMust" | "codeOfMay" | "twinOf" | "isIdle" | "wants" | "makes">

function coded<State>(musts: readonly Step[], mays: readonly Step[], model: Model<State>): Codes {
  const calls: Call[] = []
  const codes = new Map<string, number>()
  const codeOf = ({ call }: Step): number => {
    const words = `${call.f} ${canonical(call.input)} ${call.output === undefined ? "" : canonical(call.output)}`
    const known = codes.get(words)
    if (known !== undefined) return known
    codes.set(words, calls.length)
    calls.push(call)
    return calls.length - 1
  }
  const codeOfMust = Int32Array.from(musts, codeOf)
  const codeOfMay = Int32Array.from(mays, codeOf)
  const last = new Int32Array(calls.length).fill(-1)
  const twinOf = codeOfMay.map((code, at) => {
    const twin = last[code] as number
    last[code] = at
    return twin
  })
  const isIdle = Uint8Array.from(calls, (call) => (model.isIdle(call) ? 1 : 0))
  return { calls, codeOfMust, codeOfMay, twinOf, isIdle, ...aimed(calls, model) }
}

export const NONE = -1
export const ANY = -2

function aimed<State>(calls: readonly Call[], model: Model<State>): Pick<Problem, "wants" | "makes"> {
  const wants = new Int32Array(model.aim === undefined ? 0 : calls.length).fill(NONE)
  const makes = new Int32Array(wants.length).fill(NONE)
  const numbers = new Map<string, number>()
  const numberOf = (key: string | undefined): number => {
    if (key === undefined || key === "any") return key === undefined ? NONE : ANY
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    return numbers.get(key) as number
  }
  calls.forEach((call, code) => {
    const aim = model.aim?.(call)
    if (aim === undefined) return
    wants[code] = numberOf(aim.wants)
    makes[code] = numberOf(aim.makes)
  })
  return { wants, makes }
}

function placed(musts: readonly Step[]): Pick<Problem, "slotOf" | "slots" | "before" | "called" | "calledFrom"> {
  const count = musts.length
  const byCall = Int32Array.from(musts, (_, at) => at).sort((a, b) => callOf(musts, a) - callOf(musts, b))
  const slotOf = new Int32Array(count)
  const before = new Int32Array(count)
  const calledFrom = new Int32Array(count + 1)
  const free: number[] = []
  const holder: number[] = []
  let [returned, next] = [0, 0]
  for (let low = 0; low < count; low++) {
    calledFrom[low] = next
    const returnedAt = (musts[low] as Step).operation.returnedAt
    for (; next < count && callOf(musts, byCall[next] as number) < returnedAt; next++) {
      const at = byCall[next] as number
      // Everybody who returned before this call has left.
      for (; returned < low; returned++) free.push(slotOf[returned] as number)
      const slot = free.pop() ?? holder.length
      slotOf[at] = slot
      before[at] = holder[slot] ?? -1
      holder[slot] = at
    }
  }
  calledFrom[count] = next
  return { slotOf, slots: holder.length, before, called: byCall, calledFrom }
}

const callOf = (musts: readonly Step[], at: number): number => (musts[at] as Step).operation.calledAt

function maysBefore(musts: readonly Step[], mays: readonly Step[]): Int32Array {
  let next = 0
  return Int32Array.from(musts, ({ operation }) => {
    while (next < mays.length && (mays[next] as Step).operation.calledAt < operation.returnedAt) next++
    return next
  })
}
