/**
 * A sighting written as the JSON of its report, in one go: the node pays for this, and building an object only to write it out
 * would cost it twice as much.
 */
import { EXCERPT_CHARS_MAX } from "./report.ts"
import { excerptOf, pathOf, type Sighting } from "./sighting.ts"
import { newTrace } from "./trace.ts"

/** The part that is the same for all requests of one route at one address. Few, unless somebody asks for paths at random. */
const fixedParts = new Map<string, string>()
const FIXED_PARTS_MAX = 512
const HEXADECIMAL = /^[0-9a-f]{1,64}$/

/** The report of a sighting, without the node's name, which the batch carries. */
export function encodeReport(sighting: Sighting, seq: number, t: number): string {
  const { request, response } = sighting
  const { uri } = request
  const body = excerptOf(request.body)
  const content = excerptOf(response.content)
  const cut = uri.length > EXCERPT_CHARS_MAX ? uri.slice(0, EXCERPT_CHARS_MAX) : uri
  return `{"seq":${seq},"t":${whole(t)},"request":{${fixedPartOf(request)},"uri":${JSON.stringify(cut)},"bytes":${whole(request.bytes)}${
    request.from ? `,"from":${JSON.stringify(request.from.slice(0, 256))}` : ""
  }${body === undefined ? "" : `,"body":${JSON.stringify(body)}`}},"response":{"status":${Math.min(999, whole(response.status))},"bytes":${whole(response.bytes)}${
    content === undefined ? "" : `,"content":${JSON.stringify(content)}`
  }},"durationUs":${whole(sighting.durationUs)},"trace":${traceText(sighting.trace)}}`
}

/** Whatever a node calls a number. One that Sauron would not read would cost the whole batch. */
function whole(value: number | undefined): number {
  const rounded = Math.round(Number(value))
  return rounded > 0 && rounded <= Number.MAX_SAFE_INTEGER ? rounded : 0
}

function traceText(trace: string | undefined): string {
  // A request that came without a trace gets one here, off the hot path.
  if (trace === undefined) return `"${newTrace()}"`
  return HEXADECIMAL.test(trace) ? `"${trace}"` : JSON.stringify(String(trace).slice(0, 64))
}

function fixedPartOf({ method, route, uri, host = "" }: Sighting["request"]): string {
  const shownRoute = route ?? pathOf(uri)
  const key = `${method} ${host} ${shownRoute}`
  let part = fixedParts.get(key)
  if (part === undefined) {
    const address = addressOf(host)
    part = JSON.stringify({ method: method.slice(0, 16), route: shownRoute.slice(0, 256), ...address }).slice(1, -1)
    if (fixedParts.size >= FIXED_PARTS_MAX) fixedParts.clear()
    fixedParts.set(key, part)
  }
  return part
}

/** `[::1]:80` → `[::1]`, 80. Port 0 where none is said. */
function addressOf(hostHeader: string): { host: string; port: number } {
  const colon = hostHeader.lastIndexOf(":")
  const port = colon < 0 ? Number.NaN : Number(hostHeader.slice(colon + 1))
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { host: hostHeader.slice(0, 255), port: 0 }
  return { host: hostHeader.slice(0, Math.min(colon, 255)), port }
}
