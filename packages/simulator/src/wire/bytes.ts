/** Messages as bytes: only for those that were corrupted, or that no codec has produced. */
import type { Decoded, HttpCodec, RawReply, RawTell } from "@watercooler/kernel"
import { bytesOf } from "./letter.ts"

/** What bytes were decoded to, and how many they were. */
type Received<T> = Decoded<T> & { readonly bytes: number }

/** As the host's: a longer answer is garbage. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024
/** As the host's: one letter of a slow answer after the other. */
export const SLOW_US = 200_000

const NO_CODEC: Received<never> = { ok: false, because: "the bytes were changed on their way", bytes: 0 }

/** A bit of the body is another; an empty body has none. The first bit of a character stays, or it would be another alphabet. */
export function flipped(body: string, bit: number): string {
  if (body === "") return body
  const at = (bit >>> 3) % body.length
  return body.slice(0, at) + String.fromCharCode(body.charCodeAt(at) ^ (1 << ((bit & 7) % 7))) + body.slice(at + 1)
}

/** A request after one bit was changed; undefined if there was none to change. */
export function corruptRequest<Request, Answer>(
  codec: HttpCodec<Request, Answer> | undefined,
  request: Request,
  bit: number,
): Received<Request> {
  if (codec === undefined) return NO_CODEC
  const wire = codec.encodeRequest(request)
  if (wire.body === "") return { ok: true, value: request, bytes: 0 }
  const headers = Object.fromEntries(Object.entries(wire.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const body = flipped(wire.body, bit)
  return { ...codec.decodeRequest({ ...wire, headers, body }), bytes: bytesOf(body) }
}

export function corruptAnswer<Request, Answer>(
  codec: HttpCodec<Request, Answer> | undefined,
  answer: Answer,
  request: Request,
  bit: number,
): Received<Answer> {
  if (codec === undefined) return NO_CODEC
  const wire = codec.encodeAnswer(answer, request)
  const body = flipped(wire.body, bit)
  return { ...codec.decodeAnswer({ ...wire, body }, request), bytes: bytesOf(body) }
}

/** What raw bytes are to whoever asked. Those that are endless are given up. */
export function decodeRaw<Request, Answer>(
  codec: HttpCodec<Request, Answer> | undefined,
  raw: RawReply,
  request: Request,
): Received<Answer> {
  const { status, contentType, body } = raw
  const because = `the answer is longer than ${ANSWER_BYTES_MAX} bytes`
  if (raw.manner === "endless") return { ok: false, because, bytes: ANSWER_BYTES_MAX + 1 }
  const bytes = bytesOf(body)
  if (codec === undefined) return { ok: false, because: "raw bytes, and no codec", bytes }
  return { ...codec.decodeAnswer({ status, headers: { "content-type": contentType }, body }, request), bytes }
}

export function decodeRawTell<Request, Answer>(codec: HttpCodec<Request, Answer> | undefined, raw: RawTell): Received<Request> {
  const bytes = bytesOf(raw.body)
  if (codec === undefined) return { ok: false, because: "raw bytes, and no codec", bytes }
  const [method = "POST", url = "/"] = raw.route.split(" ")
  return { ...codec.decodeRequest({ method, url, headers: { "content-type": raw.contentType }, body: raw.body }), bytes }
}
