/** A key-value store, seen one key at a time: get, put, append and delete of strings; read, write and cas. A key that was never put holds "". */
import { canonical, show, type Value } from "../histories/value.ts"
import { chainsOf } from "./kv-chains.ts"
import { type Call, effect, type Model, observation } from "./model.ts"
import { aimOfRegister, observes, readRegister, stepRegister } from "./register.ts"

const ABSENT = ""

export const kv: Model<Value> = {
  name: "kv",
  claim: "Every key by itself behaves as if everything happened one at a time: gets return what puts and appends have made of it.",
  initial: ABSENT,
  key: (state) => (typeof state === "string" ? `"${state}` : canonical(state)),
  read(operation, reader) {
    switch (operation.f) {
      case "get":
        return observation(operation, { f: "read", input: null, output: operation.output ?? ABSENT })
      case "put":
      case "set":
        return effect(operation, { f: "write", input: operation.input ?? ABSENT })
      case "append":
        return effect(operation, { f: "append", input: operation.input })
      case "delete":
      case "del":
        return effect(operation, { f: "write", input: ABSENT })
      default: {
        const reading = readRegister(operation, reader, true)
        if (reading === undefined) return { kind: "unknown", expected: "get, put, append, delete, read, write or cas" }
        return "call" in reading ? { ...reading, call: presentIn(reading.call) } : reading
      }
    }
  },
  isIdle: observes,
  // What is appended to depends on all that was there.
  aim: (call) => (call.f === "append" ? { wants: "any", makes: undefined } : aimOfRegister(call)),
  step: (state, call) => (call.f === "append" ? appended(state, call.input) : stepRegister(state, call)),
  describe({ f, input, output }) {
    if (f === "read") return `get → ${show(output)}`
    if (f === "write") return `put ${show(input)}`
    if (f === "append") return `append ${show(input)}`
    const [from, to] = input as readonly [Value, Value]
    return `cas ${show(from)} → ${show(to)}${output === undefined ? "" : " refused"}`
  },
  specialise: (calls, spanOf) => chainsOf(kv, calls, spanOf) as Model<unknown> | undefined,
  describeState: (state) => `the key holds ${show(state)}`,
}

/** Nil and "" are the same: nothing. */
function presentIn({ f, input, output }: Call): Call {
  const absent = (value: Value): Value => value ?? ABSENT
  if (f === "read") return { f, input, output: absent(output ?? null) }
  if (f === "write") return { f, input: absent(input) }
  const [from, to] = input as readonly [Value, Value]
  return { f, input: [absent(from), absent(to)], ...(output === undefined ? {} : { output }) }
}

function appended(state: Value, more: Value): Value | undefined {
  if (Array.isArray(state)) return [...state, more]
  return `${state === null ? "" : String(state)}${more === null ? "" : String(more)}`
}
