/** A queue that gives out in the order in which it took in. */
import { canonical, show, type Value } from "../histories/value.ts"
import { effect, type Model, type Reading } from "./model.ts"

/** A dequeue whose answer nobody knows. */
const UNKNOWN_HEAD = "unknown-head"

export const fifoQueue: Model<readonly Value[]> = {
  name: "fifo-queue",
  claim: "Elements come out in the order in which they went in, each once.",
  initial: [],
  key: canonical,
  isIdle: ({ f, output }) => f === "dequeue" && output === null,
  read(operation): Reading {
    if (operation.f === "enqueue") return effect(operation, { f: "enqueue", input: operation.input })
    if (operation.f !== "dequeue") return { kind: "unknown", expected: "enqueue or dequeue" }
    if (operation.outcome === "ok") return { kind: "must", call: { f: "dequeue", input: null, output: operation.output ?? null } }
    return effect(operation, { f: UNKNOWN_HEAD, input: null })
  },
  step(state, { f, input, output }) {
    if (f === "enqueue") return [...state, input]
    const [head, ...rest] = state
    if (f === UNKNOWN_HEAD) return head === undefined ? undefined : rest
    if (output === null) return state.length === 0 ? state : undefined
    return head !== undefined && canonical(head) === canonical(output ?? null) ? rest : undefined
  },
  describe: ({ f, input, output }) =>
    f === "enqueue" ? `enqueue ${show(input)}` : `dequeue${output === undefined ? "" : ` → ${show(output)}`}`,
  describeState: (state) => (state.length === 0 ? "the queue is empty" : `the queue begins with ${show(state[0])}`),
}
