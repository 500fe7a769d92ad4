/** Requests to peers: over kept connections, within bounds on how many, how long and how large. Every request ends exactly once. */
import type { Agent, IncomingMessage } from "node:http"
import { type HttpRequest, type HttpResponse, REFUSED_HEADER, type UnreachableReason } from "@watercooler/kernel"
import { agentOver, type Dial, type DialRules, retire, type Target, targetOf } from "./dial.ts"
import { httpRequest } from "./node-http.ts"
import { Parts } from "./parts.ts"

export type Ending =
  | { readonly kind: "response"; readonly response: HttpResponse }
  | { readonly kind: "unreachable"; readonly delivery: "not-delivered" | "maybe-delivered"; readonly because: UnreachableReason }
  | { readonly kind: "garbage"; readonly because: string; readonly bytes: number }

export interface ClientLimits {
  readonly asksPerPeerMax: number
  readonly asksMax: number
  /** Requests that may wait for their turn. */
  readonly waitingMax: number
  readonly answerBytesMax: number
}

/** Hears one part of a stream, all but the last. Returns what is wrong with it, which ends the request. */
export type Parted = (response: HttpResponse) => string | undefined

interface Waiting {
  readonly target: Target
  readonly wire: HttpRequest
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly ended: (ending: Ending) => void
  readonly parted: Parted
}

/** One way of reaching peers, and how many requests are under way on it. */
interface Way {
  readonly agent: Agent
  underWay: number
  /** Called when nothing is under way on it any more. */
  left: () => void
}

export class Client {
  #way: Way
  /** How a switchboard shows that it refused a connection; undefined for nobody. */
  #refusal: string | undefined
  readonly #rules: DialRules
  readonly #limits: ClientLimits
  readonly #waiting: Waiting[] = []
  readonly #underWayTo = new Map<string, number>()
  #underWay = 0

  constructor(dial: Dial, rules: DialRules, limits: ClientLimits) {
    this.#way = wayOver(dial, limits)
    this.#rules = rules
    this.#limits = limits
  }

  /**
   * From now on peers are reached this way. `refusal`: how whoever is in between proves that it has refused a connection. Resolves when nothing that was
   * sent the old way is under way any more, at the latest when all of it has timed out.
   */
  redial(dial: Dial, refusal: string): Promise<void> {
    const old = this.#way
    retire(old.agent)
    this.#way = wayOver(dial, this.#limits)
    this.#refusal = refusal
    if (old.underWay === 0) return Promise.resolve()
    return new Promise((resolve) => {
      old.left = resolve
    })
  }

  get underWay(): number {
    return this.#underWay
  }

  get waiting(): number {
    return this.#waiting.length
  }

  send(
    endpoint: string,
    wire: HttpRequest,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
    ended: (ending: Ending) => void,
    parted: Parted = () => undefined,
  ): void {
    const target = targetOf(endpoint)
    if (target === undefined || !this.#rules.allows(target)) {
      ended({ kind: "unreachable", delivery: "not-delivered", because: "refused" })
    } else if (this.#waiting.length >= this.#limits.waitingMax) {
      ended({ kind: "unreachable", delivery: "not-delivered", because: "overloaded" })
    } else {
      this.#waiting.push({ target, wire, headers, timeoutMs, ended, parted })
      this.#next()
    }
  }

  close(): void {
    this.#way.agent.destroy()
  }

  /** Starts whatever may start. A peer that is slow holds up only what is meant for it. */
  #next(): void {
    for (let i = 0; i < this.#waiting.length && this.#underWay < this.#limits.asksMax; ) {
      const waiting = this.#waiting[i] as Waiting
      const place = `${waiting.target.host}:${waiting.target.port}`
      const busy = this.#underWayTo.get(place) ?? 0
      if (busy >= this.#limits.asksPerPeerMax) {
        i++
        continue
      }
      this.#waiting.splice(i, 1)
      this.#underWay++
      this.#underWayTo.set(place, busy + 1)
      this.#exchange(waiting, () => this.#over(place))
    }
  }

  #over(place: string): void {
    this.#underWay--
    const left = (this.#underWayTo.get(place) ?? 1) - 1
    if (left === 0) this.#underWayTo.delete(place)
    else this.#underWayTo.set(place, left)
    this.#next()
  }

  #exchange({ target, wire, headers, timeoutMs, ended, parted }: Waiting, over: () => void): void {
    const way = this.#way
    way.underWay++
    let isOver = false
    const end = (ending: Ending): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      over()
      if (--way.underWay === 0) way.left()
      ended(ending)
    }
    const body = wire.body === "" ? undefined : Buffer.from(wire.body)
    const request = httpRequest(
      {
        agent: way.agent,
        host: target.host,
        port: target.port,
        method: wire.method,
        path: wire.url,
        headers: { ...wire.headers, ...headers, ...(body === undefined ? {} : { "content-length": body.length }) },
      },
      (response) => this.#read(response, end, parted),
    )
    const timer = setTimeout(() => {
      end({ kind: "unreachable", delivery: "maybe-delivered", because: "timeout" })
      request.destroy()
    }, timeoutMs)
    request.on("error", (error: NodeJS.ErrnoException) => end(endingOf(error)))
    request.end(body)
  }

  #read(response: IncomingMessage, end: (ending: Ending) => void, parted: Parted): void {
    const headers: Record<string, string> = {}
    if (this.#refusal !== undefined && response.headers[REFUSED_HEADER] === this.#refusal) {
      response.resume()
      return end({ kind: "unreachable", delivery: "not-delivered", because: "refused" })
    }
    for (const [name, value] of Object.entries(response.headers)) if (typeof value === "string") headers[name] = value
    const whole = (body: string): HttpResponse => ({ status: response.statusCode ?? 0, headers, body })
    const parts = new Parts(headers["content-type"])
    let bytes = 0
    const giveUp = (because: string): void => {
      end({ kind: "garbage", because, bytes })
      response.destroy()
    }
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > this.#limits.answerBytesMax) return giveUp(`the answer is longer than ${this.#limits.answerBytesMax} bytes`)
      for (const part of parts.take(chunk)) {
        const wrong = parted(whole(part))
        if (wrong !== undefined) return giveUp(wrong)
      }
    })
    response.on("end", () => end({ kind: "response", response: whole(parts.rest) }))
    response.on("error", () => end({ kind: "unreachable", delivery: "maybe-delivered", because: "closed" }))
    response.on("aborted", () => end({ kind: "unreachable", delivery: "maybe-delivered", because: "closed" }))
  }
}

function wayOver(dial: Dial, { asksPerPeerMax }: ClientLimits): Way {
  return { agent: agentOver(dial, asksPerPeerMax), underWay: 0, left: () => undefined }
}

const NEVER_ARRIVED = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"])

function endingOf(error: NodeJS.ErrnoException): Ending {
  const code = error.code ?? ""
  if (NEVER_ARRIVED.has(code)) return { kind: "unreachable", delivery: "not-delivered", because: "refused" }
  if (code.startsWith("HPE_")) return { kind: "garbage", because: `not HTTP: ${code}`, bytes: 0 }
  return { kind: "unreachable", delivery: "maybe-delivered", because: "closed" }
}
