/** Workloads of one object: echo, ids, sets, counters. */
import {
  type CheckOptions,
  checkFinalCounter,
  checkHistory,
  type History,
  type HistoryModel,
  isList,
  numberOf,
  type Opinion,
} from "@watercooler/judge/histories"
import { decide } from "../../histories/check.ts"
import type { Asked, Completion } from "../../histories/client.ts"
import { generatorOf } from "../../histories/generators.ts"
import type { Body } from "../protocol.ts"
import { demand, field, jsonFrom, listField, Malformed, type Workload } from "./workload.ts"

const READ: ReadonlySet<string> = new Set(["read"])

const checkAs =
  (model: HistoryModel, more: Partial<CheckOptions> = {}) =>
  (history: History, options: CheckOptions, waitMs: number): Opinion =>
    decide(checkHistory(history, model, { ...options, ...more }), waitMs)

export const echo: Workload = {
  name: "echo",
  claim: "Nodes send back what they are sent.",
  generator: ({ seed }) => ({ ask: (number) => ({ f: "echo", value: `Please echo ${seed.length + number}` }), finals: [] }),
  dialogue: () => ({
    request: ({ value }) => ({ type: "echo", echo: jsonFrom(value) }),
    completion: (_, reply) => ({ type: "ok", value: field(demand(reply, "echo_ok"), "echo") }),
  }),
  harmless: new Set(["echo"]),
  finals: "nodes",
  check(history) {
    const wrong = history.operations.filter(
      ({ outcome, input, output }) => outcome === "ok" && JSON.stringify(jsonFrom(input)) !== JSON.stringify(jsonFrom(output ?? null)),
    )
    const echoed = history.operations.filter(({ outcome }) => outcome === "ok").length
    const [first] = wrong
    const detail =
      first === undefined
        ? ""
        : `${JSON.stringify(first.input)} was answered with ${JSON.stringify(jsonFrom(first.output ?? null))}, line ${first.returnLine}.`
    const answer = wrong.length > 0 ? "violated" : echoed > 0 ? "passed" : "inconclusive"
    return {
      model: "echo",
      answer,
      detail: answer === "violated" ? detail : answer === "passed" ? `${echoed} messages came back as they were.` : "Nothing was echoed.",
      anomalies: wrong.length > 0 ? [{ name: "wrong-echo", count: wrong.length, detail, isViolation: true }] : [],
      drawing: [],
      remarks: history.remarks,
      figures: { echoed },
    }
  },
}

export const uniqueIds: Workload = {
  name: "unique-ids",
  claim: "No id is given out twice.",
  generator: (options) => generatorOf("unique-ids", options),
  dialogue: () => ({
    request: () => ({ type: "generate" }),
    completion: (_, reply) => ({ type: "ok", value: field(demand(reply, "generate_ok"), "id") }),
  }),
  harmless: new Set(),
  finals: "nodes",
  check: checkAs("unique-ids"),
}

function set(name: string, add: { readonly f: string; readonly member: string }, list: string, more: Partial<Workload> = {}): Workload {
  return {
    name,
    claim: "Everything that was acknowledged is in the end on every node, and nothing that nobody added.",
    generator(options) {
      const { ask, finals } = generatorOf("set", options)
      return { ask: (number) => renamed(ask(number), "add", add.f), finals }
    },
    dialogue: () => ({
      request: ({ f, value }) => (f === "read" ? { type: "read" } : { type: add.f, [add.member]: jsonFrom(value) }),
      completion: ({ f }, reply) =>
        f === "read" ? { type: "ok", value: listField(demand(reply, "read_ok"), list) } : done(reply, `${add.f}_ok`),
    }),
    harmless: READ,
    finals: "nodes",
    check: checkAs("set", { isEventual: true }),
    ...more,
  }
}

const renamed = (asked: Asked, from: string, to: string): Asked => (asked.f === from ? { ...asked, f: to } : asked)

export const broadcast = set("broadcast", { f: "broadcast", member: "message" }, "messages", { hasTopology: true })
export const gSet = set("g-set", { f: "add", member: "element" }, "value")

function counter(name: "g-counter" | "pn-counter"): Workload {
  return {
    name,
    claim: "In the end every node has the sum of everything that was acknowledged.",
    generator(options) {
      const { ask, finals } = generatorOf(name === "g-counter" ? "counter" : "pn-counter", options)
      return { ask: (number) => renamed(ask(number), "increment", "add"), finals }
    },
    dialogue: () => ({
      request: ({ f, value }) => (f === "read" ? { type: "read" } : { type: "add", delta: jsonFrom(value) }),
      completion({ f }, reply) {
        if (f !== "read") return done(reply, "add_ok")
        const value = field(demand(reply, "read_ok"), "value")
        if (numberOf(value) === undefined) throw new Malformed('a read_ok whose "value" is no number')
        return { type: "ok", value }
      },
    }),
    harmless: READ,
    finals: "nodes",
    check: (history) => checkFinalCounter(history, name),
  }
}

export const gCounter = counter("g-counter")
export const pnCounter = counter("pn-counter")

export const linKv: Workload = {
  name: "lin-kv",
  claim: "Every key is a linearizable register with compare-and-set.",
  generator: (options) => generatorOf("cas-register", options),
  dialogue: () => ({
    request({ f, key = null, value }): Body {
      if (f === "read") return { type: "read", key: jsonFrom(key) }
      if (f === "write") return { type: "write", key: jsonFrom(key), value: jsonFrom(value) }
      const [from, to] = value as readonly [number, number]
      return { type: "cas", key: jsonFrom(key), from, to }
    },
    completion({ f }, reply) {
      // Nobody has written there yet.
      if (f === "read" && reply.type === "error" && reply.code === 20) return { type: "ok", value: null }
      return f === "read" ? { type: "ok", value: field(demand(reply, "read_ok"), "value") } : done(reply, `${f}_ok`)
    },
  }),
  harmless: READ,
  finals: "nodes",
  check: checkAs("cas-register"),
}

function transactions(name: "txn-list-append" | "txn-rw-register", model: "list-append" | "rw-register"): Workload {
  return {
    name,
    claim: "Transactions have the consistency that is claimed: --consistency-models.",
    generator: (options) => generatorOf(model === "list-append" ? "append" : "rw-register", options),
    dialogue: () => ({
      request: ({ value }) => ({ type: "txn", txn: jsonFrom(value) }),
      completion: (_, reply) => ({ type: "ok", value: txnIn(reply) }),
    }),
    harmless: new Set(),
    finals: "nodes",
    check: checkAs(model),
  }
}

function txnIn(reply: Body) {
  const txn = listField(demand(reply, "txn_ok"), "txn")
  if (!txn.every((each) => isList(each) && each.length === 3)) throw new Malformed('a txn_ok whose "txn" is no list of [f, key, value]')
  return txn
}

export const txnListAppend = transactions("txn-list-append", "list-append")
export const txnRwRegister = transactions("txn-rw-register", "rw-register")

function done(reply: Body, type: string): Completion {
  demand(reply, type)
  return { type: "ok" }
}
