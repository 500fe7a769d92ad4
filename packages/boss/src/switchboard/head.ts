/** The head of an HTTP/1.1 message, as far as a switchboard must know it: what it is, and where its body ends (RFC 9112, section 6). */
import { METHODS } from "node:http"

export type BodyEnd =
  /** So many bytes follow; 0 for none. */
  | { readonly by: "length"; readonly bytes: number }
  | { readonly by: "chunks" }
  /** The body lasts until the connection ends; only of an answer. */
  | { readonly by: "close" }
  /** No message any more: the bytes that follow are another protocol's. */
  | { readonly by: "upgrade" }

export interface RequestHead {
  readonly method: string
  readonly url: string
  readonly end: BodyEnd
}

export interface AnswerHead {
  readonly status: number
  readonly end: BodyEnd
}

/** A head that is longer is none: Node's own limit is 16 KiB. */
export const HEAD_BYTES_MAX = 65_536

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) ([^ ]{1,16384}) HTTP\/1\.[01]\r\n/
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9][0-9]{2})[ \r]/
const LENGTH = /\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n/i
const LENGTHS = /\r\ncontent-length:/gi
const CHUNKED = /\r\ntransfer-encoding:[^\r\n]*\bchunked[ \t]*\r\n/i
const ANY_CODING = /\r\ntransfer-encoding:/i
const TRACE = /\r\ntraceparent:[ \t]*[0-9a-f]{2}-([0-9a-f]{32})-/i
const UPGRADE = /\r\nupgrade:/i

const NOTHING: BodyEnd = { by: "length", bytes: 0 }
const CHUNKS: BodyEnd = { by: "chunks" }
const CLOSE: BodyEnd = { by: "close" }
const UPGRADED: BodyEnd = { by: "upgrade" }

const METHOD_STARTS = METHODS.map((method) => `${method} `)

/** Whether these first characters may be those of a request: a program that speaks another protocol is not kept waiting for the end of a head. */
export function couldBeRequest(start: string): boolean {
  // Protocols of lines have verbs of their own that are called like methods: PUT 5.
  const end = start.indexOf("\n")
  if (end >= 0 && !/ HTTP\/1\.[01]\r?$/.test(start.slice(0, end))) return false
  return METHOD_STARTS.some((method) => method.startsWith(start) || start.startsWith(method))
}

export function couldBeAnswer(start: string): boolean {
  return "HTTP/1.".startsWith(start) || start.startsWith("HTTP/1.")
}

/** `text`: up to and with the empty line. Undefined for what is no request of HTTP/1. */
export function readRequestHead(text: string): RequestHead | undefined {
  const line = REQUEST_LINE.exec(text)
  if (line === null) return undefined
  const [, method, url] = line as unknown as [string, string, string]
  if (method === "CONNECT") return { method, url, end: UPGRADED }
  const end = framing(text, NOTHING)
  return end === undefined ? undefined : { method, url, end }
}

/** `method`: of the request that it answers. An answer with status 1xx is followed by another one to the same request. */
export function readAnswerHead(text: string, method: string): AnswerHead | undefined {
  const line = STATUS_LINE.exec(text)
  if (line === null) return undefined
  const status = Number(line[1])
  if (status === 101 || (method === "CONNECT" && status >= 200 && status < 300)) return { status, end: UPGRADED }
  if (status < 200 || status === 204 || status === 304 || method === "HEAD") return { status, end: NOTHING }
  const end = framing(text, CLOSE)
  return end === undefined ? undefined : { status, end }
}

/** Whether a request asks to speak another protocol; the answer says whether that was granted. */
export function asksUpgrade(text: string): boolean {
  return UPGRADE.test(text)
}

/** The trace id of a request (W3C Trace Context); empty for none. */
export function traceIn(text: string): string {
  return TRACE.exec(text)?.[1] ?? ""
}

/** Undefined where two ends of the body contradict each other, which is how requests are smuggled. */
function framing(text: string, otherwise: BodyEnd): BodyEnd | undefined {
  const length = LENGTH.exec(text)
  if (ANY_CODING.test(text)) return CHUNKED.test(text) && length === null ? CHUNKS : undefined
  if (length !== null) return (text.match(LENGTHS)?.length ?? 0) === 1 ? { by: "length", bytes: Number(length[1]) } : undefined
  return text.search(LENGTHS) < 0 ? otherwise : undefined
}
