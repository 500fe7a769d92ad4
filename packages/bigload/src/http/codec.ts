/** CrapCoin on HTTP and JSON: requests and answers to bytes and back. */
import type { Decoded, HttpCodec, HttpRequest, HttpResponse, Json, SignedClaim } from "@watercooler/kernel"
import { renderPage } from "../explorer/pages.ts"
import type { Answer, Request } from "../protocol/messages.ts"
import { decodeAnswer } from "./answers.ts"
import { claimsOf } from "./claims.ts"
import { type Parts, ROUTES, type RouteRow } from "./routes.ts"

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" }
const HTML_TYPE = { "content-type": "text/html; charset=utf-8" }
const FORM_TYPE = "application/x-www-form-urlencoded"
const STATUS_OF = { stored: 201, seen: 200, wanted: 202 } as const

export const crapcoinHttp: HttpCodec<Request, Answer> = {
  routes: ROUTES.map(({ method, path }) => `${method} ${path}`),
  routeOf: (method, url) => find(method, pathOf(url))?.row.path,
  encodeRequest,
  decodeRequest,
  encodeAnswer,
  decodeAnswer,
  refusal: (because, status) => respond(status, { error: status === 404 ? "unknown-route" : "malformed", detail: because }),
  claims: (message): readonly SignedClaim[] => claimsOf(message),
}

function encodeRequest(request: Request): HttpRequest {
  const get = (url: string): HttpRequest => ({ method: "GET", url, headers: {}, body: "" })
  const post = (url: string, body: unknown): HttpRequest => ({ method: "POST", url, headers: JSON_TYPE, body: JSON.stringify(body) })
  switch (request.kind) {
    case "blockchain":
      return get(`/blockchain?from=${request.from}&limit=${request.limit}`)
    case "block":
      return get(`/block/${request.hash}`)
    case "account":
      return get(`/accounts/${request.address}`)
    case "peers":
      return get(`/peers?limit=${request.limit}&except=${encodeURIComponent(request.except)}`)
    case "announce":
      return post("/peers", { hello: request.hello })
    case "goodbye":
      return { method: "DELETE", url: "/peers", headers: {}, body: "" }
    case "submit":
      return post("/block", request.block)
    case "transfer":
      return post("/transfer", { to: request.to, amount: request.amount })
    case "page":
      return get(request.page === "chain" ? "/" : `/explorer/${request.page}`)
    default:
      return get(`/${request.kind}`)
  }
}

function decodeRequest(wire: HttpRequest): Decoded<Request> {
  const found = find(wire.method, pathOf(wire.url))
  if (found === undefined)
    return { ok: false, because: `${wire.method} ${pathOf(wire.url).slice(0, 100)} is not a route of this node`, status: 404 }
  const parts = partsOf(found, wire)
  return parts.ok ? found.row.decode(parts.value) : parts
}

function partsOf({ row, part }: Found, wire: HttpRequest): Decoded<Parts> {
  const mark = wire.url.indexOf("?")
  const query = new URLSearchParams(mark < 0 ? "" : wire.url.slice(mark + 1))
  if (row.method !== "POST") return { ok: true, value: { part, query, body: null } }
  const type = wire.headers["content-type"] ?? ""
  if (row.form === true) {
    if (!type.startsWith(FORM_TYPE))
      return { ok: false, because: `content-type is ${type || "missing"}, expected ${FORM_TYPE}`, status: 415 }
    return { ok: true, value: { part, query: new URLSearchParams(wire.body), body: null } }
  }
  if (!/^application\/json\b/.test(type))
    return { ok: false, because: `content-type is ${type || "missing"}, expected application/json`, status: 415 }
  const body = parseJson(wire.body)
  return body.ok ? { ok: true, value: { part, query, body: body.value } } : body
}

/** Nothing of the protocol nests deeper than a block in a range in an answer. */
const DEPTH_MAX = 16

/** JSON from outside. */
export function parseJson(text: string): Decoded<Json> {
  if (isDeeperThan(text, DEPTH_MAX)) return { ok: false, because: `the body nests deeper than ${DEPTH_MAX} levels`, status: 400 }
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (error) {
    // JSON.parse throws nothing but SyntaxError, and that is the very answer to "is this JSON?".
    return { ok: false, because: `the body is not JSON: ${(error as SyntaxError).message.slice(0, 120)}`, status: 400 }
  }
}

/** Counts brackets before parsing, because what nests too deep ends whoever walks it. Brackets in strings count as well: no protocol text has them. */
function isDeeperThan(text: string, max: number): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 0x20
    // `[` and `{` differ in this bit alone, and so do `]` and `}`.
    if (code === 0x7b && ++depth > max) return true
    if (code === 0x7d) depth--
  }
  return false
}

function encodeAnswer(answer: Answer): HttpResponse {
  switch (answer.kind) {
    case "refused": {
      const { code, detail, facts } = answer
      return respond(answer.status, { error: code, detail, ...(facts === undefined ? {} : { facts }) })
    }
    case "pong":
      return respond(200, { pong: true, name: answer.name })
    case "welcome":
      return respond(200, { hello: answer.hello, session: answer.session })
    case "farewell":
      return respond(200, {})
    case "genesis":
      return respond(200, answer.genesis)
    case "received":
      if (answer.outcome === "wanted") return respond(202, { wanted: "ancestors" })
      return respond(STATUS_OF[answer.outcome], { seen: answer.outcome === "seen", height: answer.height })
    case "promised":
      return respond(202, { transaction: answer.transaction, id: answer.id })
    case "metrics":
      return { status: 200, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" }, body: prometheus(answer) }
    case "page":
      return { status: 200, headers: HTML_TYPE, body: renderPage(answer.page) }
    default: {
      const { kind: _kind, ...rest } = answer
      return respond(200, rest)
    }
  }
}

function respond(status: number, body: unknown): HttpResponse {
  return { status, headers: JSON_TYPE, body: JSON.stringify(body) }
}

function prometheus({ metrics }: Extract<Answer, { kind: "metrics" }>): string {
  return metrics
    .map(([name, help, type, value]) => `# HELP crapcoin_${name} ${help}\n# TYPE crapcoin_${name} ${type}\ncrapcoin_${name} ${value}\n`)
    .join("")
}

interface Found {
  readonly row: RouteRow
  readonly part: string
}

function pathOf(url: string): string {
  const mark = url.indexOf("?")
  return mark < 0 ? url : url.slice(0, mark)
}

const EXACT = new Map(ROUTES.filter(({ path }) => !path.includes(":")).map((row) => [`${row.method} ${row.path}`, row]))
const PREFIXED = ROUTES.filter(({ path }) => path.includes(":")).map((row) => ({ row, prefix: row.path.slice(0, row.path.indexOf(":")) }))

function find(method: string, path: string): Found | undefined {
  const exact = EXACT.get(`${method} ${path}`)
  if (exact !== undefined) return { row: exact, part: "" }
  const prefixed = PREFIXED.find(
    ({ row, prefix }) => row.method === method && path.startsWith(prefix) && !path.includes("/", prefix.length),
  )
  return prefixed === undefined ? undefined : { row: prefixed.row, part: path.slice(prefixed.prefix.length) }
}
