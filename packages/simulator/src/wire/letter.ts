/** A request's content: shared by all its deliveries, with its digest, its route and its size, the latter two only when somebody asks. */
import type { HttpCodec, HttpRequest } from "@watercooler/kernel"

export class Letter<Request> {
  readonly request: Request
  /** Digest of the content. */
  readonly a: number
  readonly b: number
  #wire: HttpRequest | undefined
  #route: string | undefined

  /** `wire`: what it is on a wire, if no codec has to say so. */
  constructor(request: Request, a: number, b: number, wire?: HttpRequest) {
    this.request = request
    this.a = a
    this.b = b
    this.#wire = wire
  }

  wire(codec: HttpCodec<Request, never>): HttpRequest {
    this.#wire ??= codec.encodeRequest(this.request)
    return this.#wire
  }

  /** The template of the route: `/block/:hash`. */
  route(codec: HttpCodec<Request, never> | undefined): string {
    if (codec === undefined) return ""
    const { method, url } = this.wire(codec)
    this.#route ??= codec.routeOf(method, url) ?? pathOf(url)
    return this.#route
  }

  method(codec: HttpCodec<Request, never> | undefined): string {
    return codec === undefined ? "" : this.wire(codec).method
  }

  bytes(codec: HttpCodec<Request, never> | undefined): number {
    return codec === undefined ? 0 : bytesOf(this.wire(codec).body)
  }
}

export function pathOf(url: string): string {
  const mark = url.indexOf("?")
  return mark < 0 ? url : url.slice(0, mark)
}

/** The length of a text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) bytes += code >= 0x800 && (code & 0xf800) !== 0xd800 ? 2 : 1
  }
  return bytes
}
