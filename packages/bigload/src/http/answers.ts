/** Answers from the wire. What does not fit is garbage, and says why. */
import { type Decoded, type HttpResponse, isEndpoint, type Json, type PeerCard } from "@watercooler/kernel"
import { RANGE_MAX } from "../config.ts"
import type { Answer, Request } from "../protocol/messages.ts"
import { describe, describeMalformed, Reader, type Shaped, shapeBlock, shapeGenesis, shapeTransaction } from "../protocol/shape.ts"
import { parseJson } from "./codec.ts"
import { shapeHello } from "./hello.ts"

const WORD = /^[a-zA-Z0-9 -]{1,64}$/
const ANY = /^[^\n]{0,2000}$/

export function decodeAnswer(wire: HttpResponse, request: Request): Decoded<Answer> {
  const type = wire.headers["content-type"] ?? ""
  if (request.kind === "metrics" || request.kind === "page") return { ok: false, because: "pages and metrics are for people" }
  if (!/^application\/json\b/.test(type))
    return { ok: false, because: `status ${wire.status}, content-type ${describe(type)}, expected application/json` }
  const body = parseJson(wire.body)
  if (!body.ok) return body
  const shaped = wire.status >= 400 ? refused(body.value, wire.status) : answerTo(request, body.value, wire.status)
  return shaped.ok ? { ok: true, value: shaped.value } : { ok: false, because: describeMalformed(shaped.malformed) }
}

function refused(body: Json, status: number): Shaped<Answer> {
  const read = new Reader(body, "answer")
  const error = read.get("error")
  // A server that is closing or overloaded refuses before its node is asked, and in words of its own. That is no garbage.
  const foreign = typeof error === "string" && !/^[a-z0-9-]{1,64}$/.test(error)
  const code = foreign ? `http-${status}` : read.word("error", /^[a-z0-9-]{1,64}$/, "a code of a-z 0-9 -")
  const detail = read.get("detail")
  return read.done({ kind: "refused", status, code, detail: typeof detail === "string" ? detail.slice(0, 500) : "" })
}

function answerTo(request: Request, body: Json, status: number): Shaped<Answer> {
  const read = new Reader(body, "answer")
  switch (request.kind) {
    case "announce":
      return welcome(read)
    case "peers":
      return read.done({ kind: "peers", peers: read.list("peers", 100, peerCard) })
    case "pubkey":
      return read.done({
        kind: "pubkey",
        key: read.hex32("key"),
        name: read.word("name", WORD, "a word"),
        network: read.word("network", ANY, "a line"),
      })
    case "blockchain":
      return read.done({
        kind: "range",
        genesis: read.hex32("genesis"),
        height: read.integer("height", 0),
        head: read.hex32("head"),
        from: read.integer("from", 1),
        blocks: read.list("blocks", RANGE_MAX, shapeBlock),
      })
    case "submit":
      return read.done({ kind: "received", outcome: status === 202 ? "wanted" : read.get("seen") === true ? "seen" : "stored", height: 0 })
    case "goodbye":
      return read.done({ kind: "farewell" })
    case "ping":
      return read.done({ kind: "pong", name: read.word("name", WORD, "a word") })
    case "transfer": {
      const transaction = read.nested("transaction", shapeTransaction)
      return read.done({ kind: "promised", transaction: transaction as NonNullable<typeof transaction>, id: read.hex32("id") })
    }
    case "account":
      return read.done({
        kind: "account",
        address: read.hex32("address"),
        balance: read.integer("balance", 0),
        nonce: read.integer("nonce", 0),
      })
    case "genesis": {
      const genesis = shapeGenesis(body)
      return genesis.ok ? { ok: true, value: { kind: "genesis", genesis: genesis.value } } : genesis
    }
    case "mempool":
      return read.done({ kind: "mempool", transactions: read.list("transactions", 10_000, shapeTransaction) })
    default:
      return other(request, body, read)
  }
}

function other(request: Request, body: Json, read: Reader): Shaped<Answer> {
  if (request.kind === "block") {
    const block = read.nested("block", shapeBlock)
    return read.done({
      kind: "block",
      block: block as NonNullable<typeof block>,
      main: read.get("main") === true,
      depth: read.integer("depth", 0),
    })
  }
  if (request.kind === "status") {
    // Nodes do not act on each other's status; only its frame is checked.
    read.integer("height", 0)
    read.hex32("head")
    return read.done({ ...(body as object), kind: "status" } as Answer)
  }
  return { ok: false, malformed: { code: "malformed", field: "answer", seen: describe(body), expected: "something this node can ask for" } }
}

function welcome(read: Reader): Shaped<Answer> {
  // A tracker's welcome is empty.
  if (read.get("hello") === undefined) return read.done({ kind: "welcome" })
  const hello = read.nested("hello", shapeHello)
  const session = read.word("session", /^[0-9a-f]{32}$/, "32 hexadecimal digits")
  return read.done({ kind: "welcome", hello: hello as NonNullable<typeof hello>, session })
}

function peerCard(value: unknown, at: string): Shaped<PeerCard> {
  const read = new Reader(value, at)
  const endpoint = read.get("endpoint")
  if (!isEndpoint(endpoint)) {
    read.malformed ??= { code: "malformed", field: `${at}.endpoint`, seen: describe(endpoint), expected: "an origin with a port" }
  }
  return read.done({ endpoint: endpoint as string, key: read.hex32("key"), name: read.word("name", WORD, "a word") })
}
