/** What a page may ask over its line. A question that no page of ours asks is answered with nothing; rates and sizes are bounded. */
import type { Socket } from "socket.io"
import { Rate } from "../aggregator/guard.ts"
import type { Questions, RequestFilter, RowsQuestion } from "../recording/protocol.ts"

export const VIEWERS_MAX = 50
const ROWS_MAX = 500
const MESSAGES_MAX = 6_000
/** Scrubbing asks as often as it is answered, which is a few dozen times a second. */
const QUESTIONS_PER_SECOND = 200

export type Answering = {
  readonly [K in keyof Questions]?: (question: Questions[K]["question"]) => Questions[K]["answer"] | Promise<Questions[K]["answer"]>
}

export function answering(socket: Socket, answers: Answering): void {
  const rate = new Rate(QUESTIONS_PER_SECOND)
  const on = <K extends keyof Questions>(topic: K, read: (fields: Fields) => Questions[K]["question"]) => {
    const answer = answers[topic]
    if (answer === undefined) return
    socket.on(topic as string, (question: unknown, done: unknown) => {
      if (typeof done !== "function" || !rate.allows(socket.id)) return
      const answered = answer(read(isFields(question) ? question : {}))
      if (answered instanceof Promise) void answered.then((later) => done(later))
      else done(answered)
    })
  }
  on("seek", ({ t }) => ({ t: number(t, 0, Number.MAX_SAFE_INTEGER) }))
  on("requests", readRows)
  on("detail", ({ n }) => ({ n: number(n, 0, Number.MAX_SAFE_INTEGER) }))
  on("messages", ({ from, to, max, node }) => ({
    from: number(from, 0, Number.MAX_SAFE_INTEGER),
    to: number(to, 0, Number.MAX_SAFE_INTEGER),
    max: number(max, 1, MESSAGES_MAX),
    ...(typeof node === "string" && node !== "" ? { node: node.slice(0, 256) } : {}),
  }))
}

type Fields = { readonly [key: string]: unknown }

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function readRows({ filter, before, after, limit }: Fields): RowsQuestion {
  return {
    filter: readFilter(isFields(filter) ? filter : {}),
    limit: number(limit ?? 100, 1, ROWS_MAX),
    ...(before === undefined ? {} : { before: number(before, 0, Number.MAX_SAFE_INTEGER) }),
    ...(after === undefined ? {} : { after: number(after, -1, Number.MAX_SAFE_INTEGER) }),
  }
}

function readFilter({ node, route, status, text }: Fields): RequestFilter {
  const of = (value: unknown) => (typeof value === "string" && value !== "" ? value.slice(0, 256) : undefined)
  return { node: of(node), route: of(route), status: of(status), text: of(text) }
}

function number(value: unknown, min: number, max: number): number {
  const found = typeof value === "number" && Number.isFinite(value) ? Math.floor(value) : min
  return Math.min(max, Math.max(min, found))
}
