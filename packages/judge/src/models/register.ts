/** A register, and a register with compare-and-set. */
import type { Operation } from "../histories/history.ts"
import { canonical, isList, isMap, show, type Value } from "../histories/value.ts"
import { type Aim, type Call, effect, leaveOut, type Model, observation, type Reader, type Reading } from "./model.ts"

/** The call of a cas that was refused because of what it saw. */
const REFUSED = "refused"

export function register(initial: Value = null): Model<Value> {
  return registerCalled("register", "Reads return what was last written, as if everything happened one at a time.", initial, false)
}

export function casRegister(initial: Value = null): Model<Value> {
  const claim =
    "Reads return what was last written, and a compare-and-set writes only if it finds what it names, as if everything happened one at a time."
  return registerCalled("cas-register", claim, initial, true)
}

function registerCalled(name: string, claim: string, initial: Value, hasCas: boolean): Model<Value> {
  const expected = hasCas ? "read, write or cas with [from to]" : "read or write"
  return {
    name,
    claim,
    initial,
    key: canonical,
    read: (operation, reader) => readRegister(operation, reader, hasCas) ?? { kind: "unknown", expected },
    step: stepRegister,
    isIdle: observes,
    aim: aimOfRegister,
    describe: describeRegister,
    describeState: (state) => `the register holds ${show(state)}`,
  }
}

export function readRegister(operation: Operation, reader: Reader, hasCas: boolean): Reading | undefined {
  switch (operation.f) {
    case "read":
    case "r":
      return observation(operation, { f: "read", input: null, output: operation.output ?? null })
    case "write":
    case "w":
      return effect(operation, { f: "write", input: operation.input })
    case "cas": {
      const pair = hasCas ? casOf(operation.input) : undefined
      if (pair === undefined) return undefined
      if (operation.outcome !== "fail") return effect(operation, { f: "cas", input: pair })
      return reader.failedCas === "observed" ? { kind: "must", call: { f: "cas", input: pair, output: REFUSED } } : leaveOut
    }
    default:
      return undefined
  }
}

/** `[from to]`, or a map with both. */
export function casOf(input: Value): readonly [Value, Value] | undefined {
  if (isList(input) && input.length === 2) return [input[0] as Value, input[1] as Value]
  if (!isMap(input)) return undefined
  const from = input.get("from") ?? input.get(":from") ?? input.get("old")
  const to = input.get("to") ?? input.get(":to") ?? input.get("new")
  return from === undefined || to === undefined ? undefined : [from, to]
}

export function stepRegister(state: Value, { f, input, output }: Call): Value | undefined {
  if (f === "write") return input
  if (f === "read") return same(state, output ?? null) ? state : undefined
  const [from, to] = input as readonly [Value, Value]
  if (output === REFUSED) return same(state, from) ? undefined : state
  return same(state, from) ? to : undefined
}

/** Keys are those of `canonical`, in quotation marks of their own so that none is called "any". */
export function aimOfRegister({ f, input, output }: Call): Aim {
  if (f === "write") return { wants: undefined, makes: `=${canonical(input)}` }
  if (f === "read") return { wants: `=${canonical(output ?? null)}`, makes: undefined }
  if (output === REFUSED) return { wants: "any", makes: undefined }
  const [from, to] = input as readonly [Value, Value]
  return { wants: `=${canonical(from)}`, makes: `=${canonical(to)}` }
}

/** Reads, and what was refused. */
export const observes = ({ f, output }: Call): boolean => f === "read" || output !== undefined

const same = (a: Value, b: Value): boolean => a === b || (typeof a === "object" && typeof b === "object" && canonical(a) === canonical(b))

export function describeRegister({ f, input, output }: Call): string {
  if (f === "write") return `write ${show(input)}`
  if (f === "read") return `read → ${show(output)}`
  const [from, to] = input as readonly [Value, Value]
  return `cas ${show(from)} → ${show(to)}${output === REFUSED ? " refused" : ""}`
}
