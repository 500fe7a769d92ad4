/** Where the tracker may dial: only hosts and ports of the run, so that announcing oneself is no way to scan ports. */
import { request as httpRequest } from "node:http"
import type { ExchangeAnswer, UnreachableReason } from "@watercooler/kernel"

interface Span {
  readonly host: string
  readonly from: number
  readonly to: number
}

/** `127.0.0.1:8000-8099` or `127.0.0.1:8000`. Throws on anything else: it is our own configuration. */
export function parseDial(allowed: readonly string[]): Span[] {
  return allowed.map((text) => {
    const match = /^(.+):(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
    const [, host, from, to = from] = match ?? []
    if (host === undefined) throw new Error(`dial: ${JSON.stringify(text)} is not a host and ports; expected 127.0.0.1:8000-8099`)
    return { host, from: Number(from), to: Number(to) }
  })
}

export function mayDial(spans: readonly Span[], endpoint: string): boolean {
  const match = /^http:\/\/([^/@?#]{1,255}):(\d{1,5})$/.exec(endpoint)
  const port = Number(match?.[2])
  return match !== null && spans.some((span) => span.host === match[1] && port >= span.from && port <= span.to)
}

export type Heard =
  | { readonly kind: "answer"; readonly answer: ExchangeAnswer }
  | { readonly kind: "garbage"; readonly because: string; readonly bytes: number }
  | { readonly kind: "unreachable"; readonly because: UnreachableReason; readonly delivery: "not-delivered" | "maybe-delivered" }

const BODY_BYTES_MAX = 4_096

/** `GET /pubkey`. Follows no redirect, reads no long body, waits no longer than it may. */
export function askPubkey(endpoint: string, timeoutMs: number): Promise<Heard> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const request = httpRequest(`${endpoint}/pubkey`, { signal, agent: false, headers: { accept: "application/json" } })
    request.on("response", (response) => {
      let body = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        body += chunk
        if (body.length > BODY_BYTES_MAX) request.destroy(new Error("too long"))
      })
      response.on("end", () => resolve(decode(response.statusCode ?? 0, body)))
      response.on("error", () => resolve({ kind: "garbage", because: "the answer was cut short or too long", bytes: body.length }))
    })
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted) resolve({ kind: "unreachable", because: "timeout", delivery: "maybe-delivered" })
      else if (error.code === "ECONNREFUSED") resolve({ kind: "unreachable", because: "refused", delivery: "not-delivered" })
      else resolve({ kind: "unreachable", because: "closed", delivery: "maybe-delivered" })
    })
    request.end()
  })
}

function decode(status: number, body: string): Heard {
  const garbage = (because: string): Heard => ({ kind: "garbage", because, bytes: body.length })
  if (status !== 200) return garbage(`GET /pubkey was answered with status ${status}`)
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return garbage("GET /pubkey was not answered with JSON")
  }
  const { key, name, network } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>
  if (typeof key !== "string" || !/^[0-9a-f]{64}$/.test(key)) return garbage("GET /pubkey named no key of 64 hexadecimal digits")
  if (typeof name !== "string" || name.length > 64 || typeof network !== "string") return garbage("GET /pubkey lacks name or network")
  return { kind: "answer", answer: { kind: "pubkey", key, name, network } }
}
