/**
 * Sightings written as the rows of a packed batch. The node pays for every byte of it, in making and in sending, so what is the
 * same for many requests is said once, and no object is built merely to be written out.
 */
import type { Departure } from "./departure.ts"
import { EXCERPT_CHARS_MAX } from "./report.ts"
import { excerptOf, pathOf, type Sighting } from "./sighting.ts"

/** What was asked where: `["GET","/block/:hash","127.0.0.1",8001]`. Rows name it by its place in the list. */
export class AskedList {
  readonly texts: string[] = []
  readonly #places = new Map<string, number>()

  placeOf({ method, route, uri, host = "" }: Pick<Sighting["request"], "method" | "route" | "uri" | "host">): number {
    const shownRoute = route ?? pathOf(uri)
    const key = `${method} ${host} ${shownRoute}`
    let place = this.#places.get(key)
    if (place === undefined) {
      const address = addressOf(host)
      place = this.texts.push(JSON.stringify([method.slice(0, 16), shownRoute.slice(0, 256), address.host, address.port])) - 1
      this.#places.set(key, place)
    }
    return place
  }
}

/** `[seq, t, asked, status, bytesIn, bytesOut, durationUs, trace, uri, from, body, content]`; 0 for a text that is not there. */
export function encodeRow(sighting: Sighting, seq: number, t: number, asked: AskedList): string {
  const { request, response } = sighting
  const { uri } = request
  const place = asked.placeOf(request)
  const numbers = `${seq},${whole(t)},${place},${Math.min(999, whole(response.status))},${whole(request.bytes)},${whole(response.bytes)}`
  const sameUri = uri === (request.route ?? "")
  const texts = `${textOf(sighting.trace, 64)},${sameUri ? 0 : textOf(uri, EXCERPT_CHARS_MAX)},${textOf(request.from, 256)}`
  return `[${numbers},${whole(sighting.durationUs)},${texts},${textOf(excerptOf(request.body))},${textOf(excerptOf(response.content))}]`
}

/** `[t, asked, status, durationUs, trace]`, where `asked` says whom as well. */
export function encodeDeparture({ method, route, to, status, durationUs, trace }: Departure, t: number, asked: AskedList): string {
  const place = asked.placeOf({ method, route, uri: route, host: to.slice(to.indexOf("//") + 2) })
  return `[${whole(t)},${place},${Math.min(999, whole(status))},${whole(durationUs)},${textOf(trace, 64)}]`
}

/** Whatever a node calls a number. One that Sauron would not read would cost the whole batch. */
function whole(value: number | undefined): number {
  const rounded = Math.round(Number(value))
  return rounded > 0 && rounded <= Number.MAX_SAFE_INTEGER ? rounded : 0
}

function textOf(value: string | undefined, charsMax = EXCERPT_CHARS_MAX): string {
  if (value === undefined || value === "") return "0"
  return JSON.stringify(value.length > charsMax ? value.slice(0, charsMax) : value)
}

/** `[::1]:80` → `[::1]`, 80. Port 0 where none is said. */
function addressOf(hostHeader: string): { host: string; port: number } {
  const colon = hostHeader.lastIndexOf(":")
  const port = colon < 0 ? Number.NaN : Number(hostHeader.slice(colon + 1))
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { host: hostHeader.slice(0, 255), port: 0 }
  return { host: hostHeader.slice(0, Math.min(colon, 255)), port }
}
