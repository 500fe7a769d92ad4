/** Between a node program and HTTP: requests in become inputs, effects become requests and answers; everything is journalled and shown to the Eye. */
import { randomBytes } from "node:crypto"
import type { Endpoint, Happening, HttpCodec, HttpRequest, HttpResponse, Json, RawReply, RawTell, RequestId } from "@watercooler/kernel"
import type { Eye } from "@watercooler/sauron/eye"
import type { NodeCrypto } from "../crypto/crypto.ts"
import type { Client, Ending, Parted } from "../http/client.ts"
import type { Exchange } from "../http/server.ts"
import type { Journal } from "../journal/journal.ts"
import { recordAnswer, recordRequest } from "./wire-inputs.ts"

export interface WireParts<Request, Answer> {
  readonly name: string
  readonly codec: HttpCodec<Request, Answer>
  readonly crypto: NodeCrypto
  readonly client: Client
  readonly journal: Journal
  readonly eye: Pick<Eye, "see" | "left" | "isOwn"> | undefined
  readonly timeoutMs: number
  readonly input: (happening: Happening<Request, Answer>, recorded?: Json) => void
  /** Lines the host adds to the program's own metrics. */
  readonly metrics: () => string
}

interface Open<Request> {
  readonly exchange: Exchange
  readonly request: Request | undefined
  readonly trace: string
}

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/
/** An answer with more signatures than this is verified on the thread pool before its turn. */
const AHEAD_FROM = 8

export class Wire<Request, Answer> {
  readonly #parts: WireParts<Request, Answer>
  readonly #open = new Map<RequestId, Open<Request>>()
  #requests = 0

  constructor(parts: WireParts<Request, Answer>) {
    this.#parts = parts
  }

  /** Requests that wait for an answer. */
  get openCount(): number {
    return this.#open.size
  }

  heard(exchange: Exchange): void {
    const { wire, link } = exchange
    const id = ++this.#requests
    const proof = proofOf(wire)
    const decoded = this.#parts.codec.decodeRequest(wire)
    const trace = TRACEPARENT.exec(wire.headers.traceparent ?? "")?.[1] ?? randomBytes(16).toString("hex")
    if (decoded.ok) {
      this.#open.set(id, { exchange, request: decoded.value, trace })
      this.#parts.input({ kind: "request", id, link, proof, request: decoded.value }, recordRequest(id, link, proof, wire))
      return
    }
    // A route that does not exist is a stranger's mistake; a body that does not decode may be an offence, so the program hears of it.
    if (decoded.status === 404) {
      const response = this.#parts.codec.refusal(decoded.because, 404)
      exchange.answer(response)
      this.#seen({ exchange, request: undefined, trace }, response)
      return
    }
    this.#open.set(id, { exchange: withStatus(exchange, decoded.status), request: undefined, trace })
    const instead = { of: "request", id, link, proof } as const
    this.#parts.input({ kind: "garbage", instead, because: decoded.because, bytes: Buffer.byteLength(wire.body) })
  }

  /** Refused by the server itself, before decoding. */
  refused(exchange: Exchange, response: HttpResponse): void {
    this.#seen({ exchange, request: undefined, trace: "" }, response)
  }

  reply(id: RequestId, answer: Answer, more: boolean): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    const response = this.#withMetrics(this.#parts.codec.encodeAnswer(answer, open.request as Request), open)
    if (more) return open.exchange.part(response.body)
    this.#open.delete(id)
    open.exchange.answer(response)
    this.#seen(open, response)
  }

  rawReply(id: RequestId, raw: RawReply): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    open.exchange.raw(raw)
    this.#seen(open, { status: raw.status, headers: { "content-type": raw.contentType }, body: raw.body })
  }

  /** An ask, or with no id one delivery of a tell. */
  ask(id: string | undefined, peer: Endpoint, request: Request, timeoutUs: number | undefined, proof: string | undefined): void {
    const wire = this.#parts.codec.encodeRequest(request)
    const timeoutMs = timeoutUs === undefined ? this.#parts.timeoutMs : Math.min(this.#parts.timeoutMs, Math.ceil(timeoutUs / 1_000))
    const ended = (ending: Ending): void => this.#ended(id, peer, request, ending)
    this.#send(peer, wire, timeoutMs, proof, ended, (response) => this.#parted(id, peer, request, response))
  }

  rawTell(peer: Endpoint, raw: RawTell, proof: string | undefined): void {
    const [method = "POST", url = "/"] = raw.route.split(" ")
    const wire = { method, url, headers: { "content-type": raw.contentType }, body: raw.body }
    this.#send(peer, wire, this.#parts.timeoutMs, proof, () => undefined)
  }

  #send(
    peer: Endpoint,
    wire: HttpRequest,
    timeoutMs: number,
    proof: string | undefined,
    ended: (ending: Ending) => void,
    parted?: Parted,
  ): void {
    const { client, codec, eye, journal, name } = this.#parts
    const trace = randomBytes(16).toString("hex")
    const startedAt = performance.now()
    const headers = {
      traceparent: `00-${trace}-${trace.slice(0, 16)}-01`,
      "x-watercooler-from": name,
      ...(proof === undefined ? {} : { authorization: `Session ${proof}` }),
    }
    const journalled = (ending: Ending): void => {
      const answer = {
        method: wire.method,
        route: codec.routeOf(wire.method, wire.url) ?? wire.url,
        to: peer,
        status: ending.kind === "response" ? ending.response.status : 0,
        durationUs: Math.round((performance.now() - startedAt) * 1_000),
        trace,
      }
      journal.answer({ type: "answer", ...answer, ...(ending.kind === "response" ? {} : { because: ending.because }) })
      eye?.left(answer)
      ended(ending)
    }
    client.send(peer, wire, headers, timeoutMs, journalled, parted)
  }

  /** One part of a stream, of which more follow. Returns what is wrong with it. */
  #parted(ask: string | undefined, peer: Endpoint, request: Request, response: HttpResponse): string | undefined {
    const decoded = this.#parts.codec.decodeAnswer(response, request)
    if (!decoded.ok) return decoded.because
    if (ask !== undefined)
      this.#parts.input({ kind: "answer", ask, peer, answer: decoded.value, more: true }, recordAnswer(ask, peer, response, true))
    return undefined
  }

  #ended(ask: string | undefined, peer: Endpoint, request: Request, ending: Ending): void {
    const { codec, crypto, input } = this.#parts
    if (ending.kind === "unreachable") return input({ kind: "unreachable", ask, peer, delivery: ending.delivery, because: ending.because })
    if (ending.kind === "garbage")
      return input({ kind: "garbage", instead: { of: "answer", ask, peer }, because: ending.because, bytes: ending.bytes })
    const { response } = ending
    const decoded = codec.decodeAnswer(response, request)
    if (!decoded.ok) {
      return input({
        kind: "garbage",
        instead: { of: "answer", ask, peer },
        because: decoded.because,
        bytes: Buffer.byteLength(response.body),
      })
    }
    // Of a tell, only failures come back.
    if (ask === undefined) return
    const deliver = (): void =>
      input({ kind: "answer", ask, peer, answer: decoded.value, more: false }, recordAnswer(ask, peer, response, false))
    const claims = codec.claims?.(decoded.value) ?? []
    if (claims.length < AHEAD_FROM) deliver()
    else crypto.ahead(claims).then(deliver)
  }

  #withMetrics(response: HttpResponse, { exchange }: Open<Request>): HttpResponse {
    if (exchange.wire.url !== "/metrics" || response.status !== 200) return response
    return { ...response, body: response.body + this.#parts.metrics() }
  }

  #seen({ exchange, trace }: Open<Request>, { status, body }: HttpResponse): void {
    const { codec, eye, journal } = this.#parts
    const { wire, link } = exchange
    const route = codec.routeOf(wire.method, wire.url) ?? pathOf(wire.url)
    const from = wire.headers["x-watercooler-from"]?.slice(0, 64)
    const bytesIn = Buffer.byteLength(wire.body)
    const bytesOut = Buffer.byteLength(body)
    const durationUs = Math.round((performance.now() - exchange.startedAt) * 1_000)
    journal.request({
      type: "request",
      method: wire.method,
      route,
      status,
      link,
      bytesIn,
      bytesOut,
      durationUs,
      trace,
      ...(from === undefined ? {} : { from }),
    })
    eye?.see({
      request: { method: wire.method, uri: wire.url, route, host: wire.headers.host, from, bytes: bytesIn, body: wire.body },
      response: { status, bytes: bytesOut, content: body },
      durationUs,
      trace,
    })
  }
}

function proofOf({ headers }: HttpRequest): string | undefined {
  return /^Session ([0-9a-f]{32})$/.exec(headers.authorization ?? "")?.[1]
}

function pathOf(url: string): string {
  const mark = url.indexOf("?")
  return (mark < 0 ? url : url.slice(0, mark)).slice(0, 256)
}

/** The program refuses garbage with its own words; the status of the wire's own objection (415) is kept. */
function withStatus(exchange: Exchange, status: number | undefined): Exchange {
  if (status === undefined) return exchange
  return { ...exchange, answer: (response) => exchange.answer({ ...response, status }) }
}
