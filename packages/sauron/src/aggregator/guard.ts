/** Who may come in: the Host of every request, the Origin of browsers and WebSockets, the token of those who inject, and a rate. */
import { createHash, timingSafeEqual } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import { Refusal, shown } from "./refusal.ts"

export class Guard {
  readonly #token: Buffer | undefined
  #hosts: ReadonlySet<string> = new Set()

  constructor(token: string | undefined) {
    this.#token = token === undefined || token === "" ? undefined : digest(token)
  }

  /** Known only once the port is. */
  listensOn(host: string, port: number): void {
    this.#hosts = new Set([`${host}:${port}`, `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  }

  /** A page elsewhere can point a name of its own at this address; the Host header gives it away. */
  checkHost(headers: IncomingHttpHeaders): void {
    if (headers.host !== undefined && this.#hosts.has(headers.host)) return
    throw this.#notHere("foreign-host", "Host", headers.host)
  }

  /** Browsers say from which page a request comes. Ours is the only one that may ask. */
  checkOrigin(headers: IncomingHttpHeaders, required: boolean): void {
    const { origin } = headers
    if (origin === undefined && !required) return
    if (origin?.startsWith("http://") && this.#hosts.has(origin.slice("http://".length))) return
    throw this.#notHere("foreign-origin", "Origin", origin)
  }

  holdsToken(token: unknown): boolean {
    return this.#token !== undefined && typeof token === "string" && timingSafeEqual(digest(token), this.#token)
  }

  checkToken(headers: IncomingHttpHeaders): void {
    const [scheme, token] = (headers.authorization ?? "").split(" ", 2)
    if (scheme?.toLowerCase() === "bearer" && this.holdsToken(token)) return
    const detail =
      this.#token === undefined
        ? "This Sauron was opened without a token, so nobody can inject events."
        : "Only the run's token opens this: send it as `authorization: Bearer <token>`."
    throw new Refusal({ status: 401, error: "no-token", detail, headers: { "www-authenticate": "Bearer" } })
  }

  #notHere(error: string, header: string, seen: string | undefined): Refusal {
    const expected = [...this.#hosts].join(", ")
    return new Refusal({
      status: 403,
      error,
      detail: `${header} is ${shown(seen)}; expected one of ${expected}.`,
      seen: shown(seen),
      expected,
    })
  }
}

/** Digests are of one length, so that comparing them takes one time. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest()
}

/** So many a second, with as many in one burst. Bounded: the quietest are forgotten first. */
export class Rate {
  readonly #perSecond: number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  allows(who: string, nowMs = performance.now()): boolean {
    const bucket = this.#buckets.get(who) ?? { left: this.#perSecond, at: nowMs }
    this.#buckets.delete(who)
    if (this.#buckets.size >= 1_024)
      for (const quietest of this.#buckets.keys()) return this.#buckets.delete(quietest) && this.allows(who, nowMs)
    const left = Math.min(this.#perSecond, bucket.left + ((nowMs - bucket.at) / 1_000) * this.#perSecond)
    this.#buckets.set(who, { left: left >= 1 ? left - 1 : left, at: nowMs })
    return left >= 1
  }
}
