/** Inputs as they are recorded: requests and answers in their wire form, to be decoded again at replay. */
import type { Happening, HttpRequest, HttpResponse, Json } from "@watercooler/kernel"

export function recordRequest(id: number, link: string, proof: string | undefined, wire: HttpRequest): Json {
  const { method, url, body } = wire
  const type = wire.headers["content-type"]
  const headers = type === undefined ? {} : { "content-type": type }
  return { kind: "request", id, link, ...(proof === undefined ? {} : { proof }), wire: { method, url, headers, body } }
}

export function recordAnswer(ask: string, peer: string, wire: HttpResponse, more: boolean): Json {
  const type = wire.headers["content-type"]
  return {
    kind: "answer",
    ask,
    peer,
    more,
    wire: { status: wire.status, headers: type === undefined ? {} : { "content-type": type }, body: wire.body },
  }
}

/** Everything else is plain data already. */
export function recordPlain(happening: Happening<unknown, unknown>): Json {
  return happening as unknown as Json
}
