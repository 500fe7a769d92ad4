/** One connection through the switchboard: whoever dialled, whoever was dialled, and what goes to and fro. */
import type { Socket } from "node:net"
import type { SeenRequest } from "./contract.ts"
import { Direction, type Ends } from "./direction.ts"
import { Framer } from "./framer.ts"
import {
  type AnswerHead,
  asksUpgrade,
  type BodyEnd,
  couldBeAnswer,
  couldBeRequest,
  type RequestHead,
  readAnswerHead,
  readRequestHead,
  traceIn,
} from "./head.ts"
import type { Framed, SwitchboardLink } from "./link.ts"
import type { Routes } from "./routes.ts"
import type { Resettable } from "./troubles.ts"

export interface LineParts {
  /** Whoever dialled, after its preamble. */
  readonly caller: Socket
  readonly forth: SwitchboardLink
  readonly back: SwitchboardLink
  readonly routes: Routes
  /** Opens a connection to whoever was dialled, and says the preamble. */
  readonly dial: () => Socket
  /** What a caller is told whose connection was refused. */
  readonly refusal: Buffer
  readonly over: (line: Line) => void
  /** No messages are looked for. */
  readonly isStream?: boolean
  /** Somebody wants to know of every request, and how it was answered. */
  readonly seen?: (request: SeenRequest) => void
}

/** A request whose answer is awaited. */
interface Asked extends Framed {
  /** The answer to a second copy: nobody waits for it. */
  readonly isCopy: boolean
}

export class Line implements Resettable {
  readonly #parts: LineParts
  readonly #forth: Direction
  readonly #back: Direction
  readonly #requests: Framer<RequestHead>
  #callee: Socket | undefined
  /** The connection to whoever was dialled could not be opened. */
  #isRefused = false
  #isOver = false
  readonly #asked: Asked[] = []
  /** The last request asks to speak another protocol. */
  #wantsUpgrade = false
  /** Of the last request. */
  #trace = ""

  constructor(parts: LineParts, first: Buffer) {
    this.#parts = parts
    const { back, caller, forth } = parts
    this.#forth = new Direction(forth, () => caller, this.#toCallee(), "request")
    this.#back = new Direction(back, () => this.#callee, this.#toCaller(), "answer")
    this.#requests = new Framer<RequestHead>({
      couldBegin: couldBeRequest,
      head: (text) => {
        this.#wantsUpgrade = asksUpgrade(text)
        if (parts.seen !== undefined) this.#trace = traceIn(text)
        return readRequestHead(text)
      },
      begin: ({ end, method, url }) => {
        const route = parts.routes.of(method, url)
        const told = parts.seen === undefined ? {} : { told: { uri: url, at: forth.now(), bytes: bytesOf(end), trace: this.#trace } }
        this.#forth.begin({ method, route, ...told })
      },
      bytes: (slice, bodyFrom, isEnd) => this.#forth.bytes(slice, bodyFrom, isEnd),
      stream: (slice) => this.#forth.stream(slice),
    })
    if (parts.isStream) this.#requests.becomeStream()
    caller.on("data", (chunk) => this.#requests.push(chunk))
    caller.on("end", () => this.#forth.closed("end"))
    caller.on("error", () => undefined) // 'close' follows.
    caller.on("close", () => {
      this.#forth.closed("destroy")
      for (const asked of this.#asked.splice(0)) this.#tell(asked, 0, 0)
      this.#maybeOver()
    })
    // A stream's server may be the first to speak; where a link has rules, whoever is dialled hears of it with the first message.
    if (forth.rules.length === 0) this.#called()
    if (first.length > 0) this.#requests.push(first)
    caller.resume()
  }

  get from(): string {
    return this.#parts.forth.from
  }

  get to(): string {
    return this.#parts.forth.to
  }

  reset(): void {
    const { caller } = this.#parts
    if (!caller.destroyed) caller.resetAndDestroy()
    if (this.#callee?.destroyed === false) this.#callee.resetAndDestroy()
  }

  /** Ends both, as a process that leaves does. */
  destroy(): void {
    this.#parts.caller.destroy()
    this.#callee?.destroy()
  }

  #called(): Socket | undefined {
    if (this.#callee !== undefined || this.#isRefused) return this.#callee
    const callee = this.#parts.dial()
    this.#callee = callee
    const answers = new Framer<AnswerHead>({
      couldBegin: couldBeAnswer,
      head: (text) => readAnswerHead(text, this.#asked[0]?.method ?? "GET"),
      begin: (head) => this.#answered(head),
      bytes: (slice, bodyFrom, isEnd) => this.#back.bytes(slice, bodyFrom, isEnd),
      stream: (slice) => this.#back.stream(slice),
    })
    if (this.#parts.isStream) answers.becomeStream()
    callee.on("data", (chunk) => answers.push(chunk))
    callee.on("end", () => this.#back.closed("end"))
    callee.on("error", (error: NodeJS.ErrnoException) => {
      if (error.syscall === "connect") this.#refused()
    })
    callee.on("close", () => {
      if (!this.#isRefused) this.#back.closed("destroy")
      this.#maybeOver()
    })
    return callee
  }

  #answered({ end, status }: AnswerHead): void {
    const asked: Asked = this.#asked[0] ?? { method: "", route: "", isCopy: false }
    const isLast = status >= 200 || end.by === "upgrade"
    if (isLast) this.#asked.shift()
    if (isLast) this.#tell(asked, status, bytesOf(end))
    this.#back.begin(asked, asked.isCopy)
    if (end.by === "upgrade" && this.#wantsUpgrade) this.#requests.becomeStream()
  }

  #tell({ isCopy, method, route, told }: Asked, status: number, bytesOut: number): void {
    const { forth, seen } = this.#parts
    if (seen === undefined || told === undefined || isCopy) return
    const [from, to, at] = [forth.from, forth.to, forth.now()]
    const { bytes: bytesIn, trace, uri } = told
    seen({ from, to, method, route, uri, status, at, durationUs: at - told.at, bytesIn, bytesOut, trace })
  }

  /** Nobody is there: the caller hears so as soon as it has asked for something. */
  #refused(): void {
    this.#isRefused = true
    this.#callee = undefined
    if (!this.#requests.isBetween || this.#asked.length > 0 || !this.#forth.isIdle) this.#tellRefusal()
  }

  #tellRefusal(): void {
    const { caller, refusal } = this.#parts
    if (this.#requests.isStream) caller.resetAndDestroy()
    else if (!caller.writableEnded) caller.end(refusal)
  }

  #toCallee(): Ends {
    return {
      write: (slice) => {
        if (!this.#isRefused) return writeTo(this.#called(), slice)
        this.#tellRefusal()
        return true
      },
      drained: (told) => this.#callee?.once("drain", told),
      goes: (message, nth) => void this.#asked.push({ ...message, isCopy: nth > 0 }),
      end: () => this.#callee?.end(),
      destroy: () => this.#callee?.destroy(),
      refuse: () => {
        this.#isRefused = true
        this.#callee?.destroy()
        this.#tellRefusal()
      },
      reset: () => this.reset(),
    }
  }

  #toCaller(): Ends {
    const { caller } = this.#parts
    return {
      write: (slice) => writeTo(caller, slice),
      drained: (told) => caller.once("drain", told),
      goes: () => undefined,
      end: () => caller.end(),
      destroy: () => caller.destroy(),
      refuse: () => undefined,
      reset: () => this.reset(),
    }
  }

  #maybeOver(): void {
    const isCalleeGone = this.#callee === undefined || this.#callee.destroyed
    if (this.#isOver || !this.#parts.caller.destroyed || !isCalleeGone) return
    this.#isOver = true
    this.#parts.over(this)
  }
}

function bytesOf(end: BodyEnd): number {
  return end.by === "length" ? end.bytes : 0
}

/** A message to somebody who has hung up is lost, as it would be without a switchboard. */
function writeTo(socket: Socket | undefined, slice: Buffer): boolean {
  return socket === undefined || socket.destroyed || socket.writableEnded || socket.write(slice)
}
