/** Is a history linearizable? Keys are searched side by side, so that one that is hopeless does not keep another from being refuted. */
import type { History, Operation } from "../histories/history.ts"
import { byKey } from "../histories/independent.ts"
import type { Opinion, Trial } from "../histories/opinion.ts"
import { show, type Value } from "../histories/value.ts"
import type { Call, Model, Reader, Span } from "../models/model.ts"
import { plural } from "../words.ts"
import { drawProblem } from "./draw.ts"
import { explain } from "./explain.ts"
import { type Problem, problemOf } from "./problem.ts"
import { Search, type SearchState } from "./search.ts"
import { States } from "./states.ts"

export interface LinearizabilityOptions extends Reader {
  /** Bytes of all searches together. */
  readonly bytesMax: number
  /** Steps of all searches together; each is about a microsecond. */
  readonly stepsMax: number
}

export const linearizabilityDefaults: LinearizabilityOptions = {
  failedCas: "ignored",
  // With what the engine needs beside it, a process of one gibibyte.
  bytesMax: 384 * 1_048_576,
  stepsMax: Number.POSITIVE_INFINITY,
}

/** A history holds something that its model does not know. */
export class UnknownOperation extends Error {
  readonly operation: Operation
  readonly expected: string

  constructor(operation: Operation, expected: string) {
    super(`line ${operation.line}: ${operation.f} ${show(operation.input)}; expected ${expected}`)
    this.name = "UnknownOperation"
    this.operation = operation
    this.expected = expected
  }
}

interface Part<State> {
  readonly key: Value | undefined
  readonly model: Model<State>
  readonly problem: Problem
  readonly states: States<State>
  readonly search: Search<State>
  state: SearchState
  isOutOfMemory: boolean
}

/** The first turn of every search; each round doubles it. */
const FIRST_TURN = 4_096

/** Throws `UnknownOperation`. */
export function linearizability<State>(
  history: History,
  model: Model<State>,
  options: LinearizabilityOptions = linearizabilityDefaults,
): Trial {
  let bytesLeft = options.bytesMax
  const reserve = (bytes: number): boolean => {
    if (bytes > bytesLeft) return false
    bytesLeft -= bytes
    return true
  }
  const parts = byKey(history).map(({ key, operations }): Part<State> => {
    const problem = problemOf(operations, model, options)
    if ("operation" in problem) throw new UnknownOperation(problem.operation, problem.expected)
    const quicker = specialised(model, problem, problem.calls, [...problem.codeOfMust, ...problem.codeOfMay])
    const states = new States(quicker, problem.calls)
    return { key, model: quicker, problem, states, search: new Search(problem, states, reserve), state: "going", isOutOfMemory: false }
  })
  parts.sort((a, b) => a.problem.musts.length + a.problem.mays.length - b.problem.musts.length - b.problem.mays.length)
  let open = parts
  let [turn, at, stepsLeft] = [FIRST_TURN, 0, options.stepsMax]

  const release = (part: Part<State>) => {
    bytesLeft += part.search.bytes
    part.search.release()
  }

  /** The largest of those who hold memory makes room for the others. */
  const makeRoom = () => {
    const largest = open.reduce((most, part) => (part.search.bytes > most.search.bytes ? part : most))
    largest.isOutOfMemory = true
    open = open.filter((part) => part !== largest)
    release(largest)
  }

  const say = (answer: Opinion["answer"], detail: string, more: Partial<Opinion> = {}): Opinion => ({
    model: model.name,
    answer,
    detail,
    anomalies: [],
    drawing: [],
    remarks: history.remarks,
    ...more,
    figures: {
      operations: history.operations.length,
      keys: parts.length,
      steps: parts.reduce((sum, { search }) => sum + search.steps, 0),
      configurations: parts.reduce((sum, { search }) => sum + search.entries, 0),
      ...more.figures,
    },
  })

  const violated = ({ key, model, problem, states, search }: Part<State>): Opinion => {
    const furthest = search.furthest()
    const explanation = explain(problem, states, furthest, model, key)
    const anomaly = { name: "not-linearizable", count: 1, detail: explanation.reason, isViolation: true }
    const more = { anomalies: [anomaly], drawing: [...drawProblem(problem, furthest, model), "", ...explanation.lines] }
    return say("violated", `not linearizable: ${explanation.reason}`, more)
  }

  const decided = (): Opinion => {
    const lost = parts.filter(({ isOutOfMemory }) => isOutOfMemory)
    if (lost.length > 0) return undecided(`${plural(lost.length, "key")} needed more memory than ${megabytes(options.bytesMax)} MiB`)
    const musts = parts.reduce((sum, { problem }) => sum + problem.musts.length, 0)
    if (musts === 0) return say("inconclusive", "Nothing succeeded: every operation failed, or nobody knows what became of it.")
    if (!parts.some(({ problem }) => problem.musts.some(({ call }) => call.output !== undefined || observesByEffect(call))))
      return say("inconclusive", "Nothing was read: writes alone go together in any order.")
    if (
      parts.every(({ model, problem }) => sawOnlyTheBeginning(model, problem)) &&
      history.operations.some((each) => wouldChange(model, each, options))
    )
      return say("inconclusive", "No write succeeded, and whoever read saw what was there at the beginning.")
    return say("passed", `linearizable: ${plural(musts, "operation")}${parts.length > 1 ? ` on ${plural(parts.length, "key")}` : ""}.`)
  }

  const undecided = (why: string): Opinion => {
    const unknown = parts.filter(({ state }) => state !== "linearizable")
    const keys =
      parts.length > 1
        ? ` Not decided: ${unknown
            .slice(0, 5)
            .map(({ key }) => show(key))
            .join(", ")}${unknown.length > 5 ? ", …" : ""}; of the other ${parts.length - unknown.length} keys each is linearizable.`
        : ""
    return say("undecided", `${why}.${keys}`)
  }

  return {
    advance(steps) {
      for (let left = steps; left > 0; ) {
        if (open.length === 0) return decided()
        if (stepsLeft <= 0) return undecided(`More than ${options.stepsMax} steps would be needed`)
        if (at >= open.length) [at, turn] = [0, turn * 2]
        const part = open[at] as Part<State>
        const before = part.search.steps
        part.state = part.search.run(Math.min(turn, left, stepsLeft))
        const used = Math.max(1, part.search.steps - before)
        left -= used
        stepsLeft -= used
        if (part.state === "impossible") return violated(part)
        if (part.state === "starved") makeRoom()
        else if (part.state === "linearizable") {
          release(part)
          open = open.filter((each) => each !== part)
        } else at++
      }
      return open.length === 0 ? decided() : undefined
    },
    giveUp: undecided,
  }
}

/** Whatever succeeded was a read, and saw nothing that was ever written. */
function sawOnlyTheBeginning<State>(model: Model<State>, { musts }: Problem): boolean {
  return musts.every(({ call }) => call.output !== undefined && model.step(model.initial, call) !== undefined)
}

/** What changes the state, and succeeds only in some states. */
const observesByEffect = ({ f }: Call): boolean => f === "cas" || f === "acquire" || f === "release"

/** Whether an operation would have changed something if it had succeeded. */
function wouldChange<State>(model: Model<State>, operation: Operation, reader: Reader): boolean {
  const reading = model.read({ ...operation, outcome: "ok" }, reader)
  return reading.kind === "must" && !model.isIdle(reading.call)
}

/** Seen from here both are models of some state; nobody but the model looks into it. */
function specialised<State>(model: Model<State>, { musts, mays }: Problem, calls: readonly Call[], codes: readonly number[]): Model<State> {
  if (model.specialise === undefined) return model
  const spans = new Map<Call, Span>()
  ;[...musts, ...mays].forEach(({ operation }, at) => {
    const call = calls[codes[at] as number] as Call
    const { times, firstReturn, lastCall } = spans.get(call) ?? NEVER
    const returnedAt = at < musts.length ? operation.returnedAt : Number.POSITIVE_INFINITY
    spans.set(call, { times: times + 1, firstReturn: Math.min(firstReturn, returnedAt), lastCall: Math.max(lastCall, operation.calledAt) })
  })
  return (model.specialise(calls, (call) => spans.get(call) ?? NEVER) as Model<State> | undefined) ?? model
}

const NEVER: Span = { times: 0, firstReturn: Number.POSITIVE_INFINITY, lastCall: Number.NEGATIVE_INFINITY }

const megabytes = (bytes: number): number => Math.floor(bytes / 1_048_576)
