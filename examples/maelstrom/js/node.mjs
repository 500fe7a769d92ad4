// The least that a node needs: messages from standard input, messages to standard output, and replies to those who asked.
import { createInterface } from "node:readline"

const handlers = new Map()
const waiting = new Map()
let lastId = 0

/** Who we are and who else there is; known once init has come. */
export const me = { id: "", all: [], others: [] }

/** `handle(body, src)` returns the body of the reply, or a promise of it, or nothing for messages that want none. */
export function on(type, handle) {
  handlers.set(type, handle)
}

export function send(dest, body) {
  process.stdout.write(`${JSON.stringify({ src: me.id, dest, body })}\n`)
}

/** An error that the client is told: the code says whether anything can have happened. */
export class Refusal extends Error {
  constructor(code, text) {
    super(text)
    this.code = code
  }
}

/** Asks somebody, and waits for the reply. Errors, and no reply in time, are thrown. */
export function ask(dest, body, timeoutMs = 1_000) {
  const id = ++lastId
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id)
      reject(new Refusal(0, `no reply from ${dest}`))
    }, timeoutMs)
    waiting.set(id, (reply) => {
      clearTimeout(timer)
      waiting.delete(id)
      if (reply.type === "error") reject(new Refusal(reply.code, reply.text))
      else resolve(reply)
    })
    send(dest, { ...body, msg_id: id })
  })
}

on("init", ({ node_id, node_ids }) => {
  me.id = node_id
  me.all = node_ids
  me.others = node_ids.filter((other) => other !== node_id)
  return { type: "init_ok" }
})

export function run() {
  createInterface({ input: process.stdin })
    .on("line", (line) => void receive(JSON.parse(line)))
    .on("close", () => process.exit(0))
}

async function receive({ src, body }) {
  const settle = waiting.get(body.in_reply_to)
  if (settle !== undefined) return settle(body)
  const handle = handlers.get(body.type)
  if (handle === undefined) return body.in_reply_to === undefined && reply(src, body, { type: "error", code: 10, text: `no ${body.type}` })
  try {
    reply(src, body, await handle(body, src))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    reply(src, body, { type: "error", code: error.code, text: error.message })
  }
}

function reply(dest, request, body) {
  if (body !== undefined && request.msg_id !== undefined) send(dest, { ...body, in_reply_to: request.msg_id })
}
