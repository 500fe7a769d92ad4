/** Histories made by playing: clients at a correct object, now and then with something that is not so. And a checker so simple that it must be right. */
import { below, expand, saltOf } from "@watercooler/kernel"
import { type History, type HistoryEvent, historyOf } from "../../src/histories/index.ts"
import type { Call, Model, Reader } from "../../src/models/model.ts"

export interface Play<State> {
  readonly seed: number
  readonly clients: number
  readonly operations: number
  /** Of a hundred operations, so many end unknown, whether they happened or not. */
  readonly unknownPercent: number
  /** Of a hundred answers, so many are not what the object said. */
  readonly liesPercent: number
  readonly start: State
  /** What somebody might do; `draw(n)` is from 0 to n − 1. `unique` is a number that nobody else has. */
  ask(draw: (limit: number) => number, unique: number): { readonly f: string; readonly value: HistoryEvent["value"] }
  /** What it does: the state afterwards, the value that comes back, and whether it succeeds. */
  act(
    state: State,
    f: string,
    value: HistoryEvent["value"],
  ): { readonly state: State; readonly value: HistoryEvent["value"]; readonly isOk: boolean }
  /** An answer that may be wrong. */
  lie(draw: (limit: number) => number): HistoryEvent["value"]
}

interface Open {
  readonly f: string
  readonly asked: HistoryEvent["value"]
  answer: { readonly value: HistoryEvent["value"]; readonly isOk: boolean } | undefined
}

export function play<State>({ seed, clients, operations, unknownPercent, liesPercent, start, ask, act, lie }: Play<State>): History {
  const chance = expand(saltOf("play", seed))
  const draw = (limit: number) => below(chance, limit)
  const events: HistoryEvent[] = []
  const open = new Map<number, Open>()
  const processes = Array.from({ length: clients }, (_, client) => client)
  let state = start
  let begun = 0
  const happen = (each: Open) => {
    if (each.answer !== undefined) return
    const after = act(state, each.f, each.asked)
    state = after.state
    each.answer = after
  }
  const add = (type: HistoryEvent["type"], process: number, f: string, value: HistoryEvent["value"]) =>
    events.push({ type, process, f, value, line: events.length + 1 })
  while (begun < operations || open.size > 0) {
    const client = draw(clients)
    const process = processes[client] as number
    const each = open.get(process)
    if (each === undefined) {
      if (begun === operations) continue
      const { f, value } = ask(draw, ++begun)
      open.set(process, { f, asked: value, answer: undefined })
      add("invoke", process, f, value)
    } else if (draw(2) === 0) happen(each)
    else {
      open.delete(process)
      if (draw(100) < unknownPercent) {
        add("info", process, each.f, each.asked)
        processes[client] = process + clients
        continue
      }
      happen(each)
      const { value, isOk } = each.answer as NonNullable<Open["answer"]>
      add(
        isOk ? "ok" : "fail",
        process,
        each.f,
        each.f === "read" || each.f === "get" ? (draw(100) < liesPercent ? lie(draw) : value) : each.asked,
      )
    }
  }
  return historyOf(events)
}

/** Tries every order. */
export function isLinearizable<State>({ operations }: History, model: Model<State>, reader: Reader): boolean {
  const all = operations.flatMap((operation) => {
    const reading = model.read(operation, reader)
    if (reading.kind === "unknown") throw new Error(`the model does not know ${operation.f}`)
    return "call" in reading ? [{ operation, call: reading.call as Call, isSure: reading.kind === "must" }] : []
  })
  const goesOn = (left: typeof all, state: State): boolean => {
    if (left.every(({ isSure }) => !isSure)) return true
    const firstReturn = Math.min(...left.map(({ operation, isSure }) => (isSure ? operation.returnedAt : Number.POSITIVE_INFINITY)))
    return left.some((each) => {
      if (each.operation.calledAt > firstReturn) return false
      const after = model.step(state, each.call)
      return (
        after !== undefined &&
        goesOn(
          left.filter((other) => other !== each),
          after,
        )
      )
    })
  }
  return goesOn(all, model.initial)
}
