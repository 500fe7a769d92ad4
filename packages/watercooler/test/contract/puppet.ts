/**
 * A node program on strings: it does whatever it is ordered to, and notes whatever it is told. So that one story can be played in any world, even where the
 * program is another process.
 */
import type { AskOptions, Blueprint, Decoded, Input, Job, Json, NodeProgram, Note, Out, RawReply } from "@watercooler/kernel"

/** One effect as an order; answers to `recall` and `random` are noted. */
export type Order =
  | readonly ["ask", id: string, to: string, request: Request, ...options: readonly AskOptions[]]
  | readonly ["tell", to: readonly string[], request: Request]
  | readonly ["raw-tell", to: readonly string[], route: string, body: string]
  | readonly ["timer", name: string, afterMs: number]
  | readonly ["cancel-timer", name: string]
  | readonly ["persist", record: Json]
  | readonly ["snapshot", state: Json]
  | readonly ["recall", position: number]
  | readonly ["work", name: string, job: string, order: Json]
  | readonly ["cancel-work", name: string]
  | readonly ["close", session: string]
  | readonly ["note", word: string]
  | readonly ["random", count: number]
  /** What to tell whom when it is asked to leave. */
  | readonly ["goodbye", to: string, request: Request]

export type Request =
  | { readonly kind: "do"; readonly orders: readonly Order[] }
  | { readonly kind: "echo"; readonly word: Json }
  | { readonly kind: "stream"; readonly parts: number }
  /** Answered after so long; never, when left out. */
  | { readonly kind: "later"; readonly afterMs?: number }
  | { readonly kind: "raw"; readonly raw: RawReply }
  /** Answered twice. */
  | { readonly kind: "twice" }
export type Answer = { readonly [word: string]: Json }

type Told = Input<Request, Answer>
type Asks = Out<Request, Answer>

export const MS = 1_000

export class Puppet implements NodeProgram<Request, Answer> {
  readonly #late = new Map<string, number>()
  #goodbye: Extract<Order, readonly ["goodbye", ...unknown[]]> | undefined

  step(input: Told, out: Asks): void {
    out.note(told(input))
    if (input.kind === "request") this.#answer(input.id, input.request, out)
    else if (input.kind === "garbage" && input.instead.of === "request") out.reply(input.instead.id, { refused: input.because })
    else if (input.kind === "leaving" && this.#goodbye !== undefined) out.tell([this.#goodbye[1]], this.#goodbye[2])
    else if (input.kind === "timer") {
      const id = this.#late.get(input.name)
      if (id !== undefined) out.reply(id, { late: true })
    }
  }

  #answer(id: number, request: Request, out: Asks): void {
    switch (request.kind) {
      case "do":
        for (const order of request.orders) {
          if (order[0] === "goodbye") this.#goodbye = order
          else obey(order, out)
        }
        return out.reply(id, { done: request.orders.length })
      case "echo":
        return out.reply(id, { word: request.word })
      case "stream":
        for (let part = 1; part <= request.parts; part++) out.reply(id, { part, text: "zwölf\n" }, { more: part < request.parts })
        return
      case "later":
        if (request.afterMs === undefined) return
        this.#late.set(`late ${id}`, id)
        return out.timer(`late ${id}`, request.afterMs * MS)
      case "raw":
        return out.rawReply(id, request.raw)
      case "twice":
        out.reply(id, { first: true })
        return out.reply(id, { second: true })
    }
  }
}

function obey(order: Exclude<Order, readonly ["goodbye", ...unknown[]]>, out: Asks): void {
  switch (order[0]) {
    case "ask":
      return out.ask(order[1], order[2], order[3], order[4])
    case "tell":
      return out.tell(order[1], order[2])
    case "raw-tell":
      return out.rawTell(order[1], { route: order[2], contentType: "text/html", body: order[3] })
    case "timer":
      return out.timer(order[1], order[2] * MS)
    case "cancel-timer":
      return out.cancelTimer(order[1])
    case "persist":
      return out.note({ note: "persisted", position: out.persist(order[1]) })
    case "snapshot":
      return out.snapshot(order[1])
    case "recall":
      return out.note({ note: "recalled", record: out.recall(order[1]) ?? "nothing" })
    case "work":
      return out.work(order[1], order[2], order[3])
    case "cancel-work":
      return out.cancelWork(order[1])
    case "close":
      return out.close(order[1])
    case "note":
      return out.note({ note: "ordered", word: order[1] })
    case "random":
      return out.note({ note: "random", numbers: Array.from({ length: order[1] }, () => out.random()) })
  }
}

/** An input as a note: without what is chance, and with the records of a boot. */
function told({ salt: _salt, ...input }: Told): Note {
  const plain = input.kind === "boot" ? { ...input, snapshot: input.snapshot ?? "none", records: [...input.records] } : input
  return { note: "told", ...(JSON.parse(JSON.stringify(plain)) as object) }
}

export const jobs: Readonly<Record<string, Job>> = {
  /** Counts up to its order in slices. */
  count: (order, start) => {
    const next = Number(start ?? 0) + 1
    return next >= Number(order) ? { done: next } : { next }
  },
}

const json = { "content-type": "application/json" }

export const puppet: Blueprint<object, Request, Answer> = {
  network: "puppets",
  parseConfig: () => ({ ok: true, value: {} }),
  create: () => new Puppet(),
  jobs,
  http: {
    routes: ["POST /puppet"],
    routeOf: (_method, url) => url,
    encodeRequest: (request) => ({ method: "POST", url: "/puppet", headers: json, body: JSON.stringify(request) }),
    decodeRequest: ({ url, body }) =>
      url === "/puppet" ? parse<Request>(body, "kind") : { ok: false, because: "no such route", status: 404 },
    encodeAnswer: (answer) => ({ status: 200, headers: json, body: JSON.stringify(answer) }),
    decodeAnswer: ({ body }) => parse<Answer>(body),
    refusal: (because, status) => ({ status, headers: json, body: JSON.stringify({ refused: because }) }),
  },
}

function parse<T>(body: string, needs?: string): Decoded<T> {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== "object" || value === null) return { ok: false, because: "not an object" }
    return needs === undefined || needs in value ? { ok: true, value: value as T } : { ok: false, because: `no ${needs}` }
  } catch {
    return { ok: false, because: "not JSON" }
  }
}
