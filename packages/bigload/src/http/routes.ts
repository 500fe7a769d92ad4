/** The routes of section 7: one row each, in both directions. */
import type { Decoded, Json } from "@watercooler/kernel"
import { isHex32 } from "@watercooler/kernel"
import { RANGE_DEFAULT, RANGE_MAX } from "../config.ts"
import type { Request } from "../protocol/messages.ts"
import { describe, describeMalformed, Reader, type Shaped } from "../protocol/shape.ts"
import { shapeHello } from "./hello.ts"

/** What a route may read of a request. */
export interface Parts {
  /** The one `:part` of the path. */
  readonly part: string
  readonly query: URLSearchParams
  readonly body: Json
}

export interface RouteRow {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly kind: Request["kind"]
  /** Whether a form may be posted, too. */
  readonly form?: true
  decode(parts: Parts): Decoded<Request>
}

const PEERS_DEFAULT = 20
const PEERS_MAX = 100

export const ROUTES: readonly RouteRow[] = [
  { method: "GET", path: "/ping", kind: "ping", decode: () => ok({ kind: "ping" }) },
  { method: "GET", path: "/status", kind: "status", decode: () => ok({ kind: "status" }) },
  {
    method: "GET",
    path: "/blockchain",
    kind: "blockchain",
    decode: ({ query }) => {
      const from = integer(query, "from", 1, 1, Number.MAX_SAFE_INTEGER)
      const limit = integer(query, "limit", RANGE_DEFAULT, 1, RANGE_MAX)
      if (typeof from === "string" || typeof limit === "string") return bad([from, limit])
      return ok({ kind: "blockchain", from, limit })
    },
  },
  { method: "GET", path: "/genesis", kind: "genesis", decode: () => ok({ kind: "genesis" }) },
  {
    method: "GET",
    path: "/block/:hash",
    kind: "block",
    decode: ({ part }) =>
      isHex32(part) ? ok({ kind: "block", hash: part }) : bad([`the hash is ${describe(part)}, expected 64 lower-case hexadecimal digits`]),
  },
  {
    method: "GET",
    path: "/peers",
    kind: "peers",
    decode: ({ query }) => {
      const limit = integer(query, "limit", PEERS_DEFAULT, 1, PEERS_MAX)
      return typeof limit === "string" ? bad([limit]) : ok({ kind: "peers", limit, except: query.get("except") ?? "" })
    },
  },
  { method: "POST", path: "/peers", kind: "announce", decode: ({ body }) => shaped(announce(body)) },
  { method: "DELETE", path: "/peers", kind: "goodbye", decode: () => ok({ kind: "goodbye" }) },
  { method: "GET", path: "/pubkey", kind: "pubkey", decode: () => ok({ kind: "pubkey" }) },
  {
    method: "GET",
    path: "/accounts/:address",
    kind: "account",
    decode: ({ part }) =>
      isHex32(part)
        ? ok({ kind: "account", address: part })
        : bad([`the address is ${describe(part)}, expected 64 lower-case hexadecimal digits`]),
  },
  { method: "GET", path: "/mempool", kind: "mempool", decode: () => ok({ kind: "mempool" }) },
  { method: "GET", path: "/metrics", kind: "metrics", decode: () => ok({ kind: "metrics" }) },
  { method: "POST", path: "/block", kind: "submit", decode: ({ body }) => ok({ kind: "submit", block: body }) },
  { method: "POST", path: "/transfer", kind: "transfer", decode: ({ body }) => shaped(transfer(body)) },
  { method: "GET", path: "/", kind: "page", decode: ({ query }) => ok({ kind: "page", page: "chain", at: query.get("at") ?? "" }) },
  { method: "GET", path: "/explorer/block/:hash", kind: "page", decode: ({ part }) => ok({ kind: "page", page: "block", at: part }) },
  { method: "GET", path: "/explorer/peers", kind: "page", decode: () => ok({ kind: "page", page: "peers", at: "" }) },
  { method: "GET", path: "/explorer/send", kind: "page", decode: () => ok({ kind: "page", page: "send", at: "" }) },
  {
    method: "POST",
    path: "/explorer/send",
    kind: "transfer",
    form: true,
    decode: ({ query }) => {
      const amount = integer(query, "amount", 0, 1, Number.MAX_SAFE_INTEGER)
      return typeof amount === "string" ? bad([amount]) : ok({ kind: "transfer", to: (query.get("to") ?? "").trim(), amount, form: true })
    },
  },
]

function ok(value: Request): Decoded<Request> {
  return { ok: true, value }
}

function bad(messages: readonly unknown[]): Decoded<Request> {
  return { ok: false, because: messages.filter((message) => typeof message === "string").join("; "), status: 400 }
}

function shaped(result: Shaped<Request>): Decoded<Request> {
  return result.ok ? ok(result.value) : bad([describeMalformed(result.malformed)])
}

function announce(body: Json): Shaped<Request> {
  const read = new Reader(body, "body")
  const hello = read.nested("hello", shapeHello)
  return read.done({ kind: "announce", hello: hello as NonNullable<typeof hello> })
}

function transfer(body: Json): Shaped<Request> {
  const read = new Reader(body, "body")
  return read.done({
    kind: "transfer",
    to: read.word("to", /^[\x21-\x7e]{1,300}$/, "an address (64 hex digits) or the endpoint of a node"),
    amount: read.integer("amount", 1),
  })
}

/** A number in a query: the number, or a sentence about what was wrong. */
function integer(query: URLSearchParams, name: string, otherwise: number, min: number, max: number): number | string {
  const text = query.get(name)
  if (text === null && otherwise >= min) return otherwise
  const value = text !== null && /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) && value >= min && value <= max
    ? value
    : `${name} is ${describe(text)}, expected an integer from ${min} to ${max}`
}
