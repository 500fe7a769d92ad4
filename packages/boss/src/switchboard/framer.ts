/**
 * Cuts one direction of a connection into HTTP messages while the bytes pass. It keeps nothing but an unfinished head: bodies are handed on as they come,
 * each slice with the message it belongs to. What is no HTTP is handed on as a stream that has no messages.
 */
import { type AnswerHead, type BodyEnd, HEAD_BYTES_MAX, type RequestHead } from "./head.ts"

export interface Frames<Head> {
  /** Whether a message may begin so, as far as these first characters tell. */
  couldBegin(start: string): boolean
  /** Reads a head. Undefined for bytes that are no head: from then on this direction is a stream. */
  head(text: string): Head | undefined
  /** A message begins. */
  begin(head: Head): void
  /**
   * Bytes of the message that began last. `bodyFrom`: where in them its body goes on; all of their length when they are its head, or what frames its
   * chunks. `isEnd`: nothing of it follows.
   */
  bytes(slice: Buffer, bodyFrom: number, isEnd: boolean): void
  /** Bytes that belong to no message. */
  stream(slice: Buffer): void
}

const HEAD_END = Buffer.from("\r\n\r\n")
const LINE_END = Buffer.from("\r\n")
/** Longest line that tells the size of a chunk, its extensions included. */
const CHUNK_LINE_MAX = 1_024
const CHUNK_LINE = /^([0-9a-f]{1,12})[ \t]*(;.*)?$/i

type State =
  | { readonly at: "head" }
  | { readonly at: "length"; left: number }
  | { readonly at: "chunk-line" }
  | { readonly at: "chunk"; left: number }
  /** The end of line after a chunk. */
  | { readonly at: "chunk-end"; left: number }
  | { readonly at: "trailers" }
  | { readonly at: "close" }
  | { readonly at: "stream" }

const HEAD: State = { at: "head" }
const CHUNK_LINE_STATE: State = { at: "chunk-line" }
const TRAILERS: State = { at: "trailers" }
const STREAM: State = { at: "stream" }
const CLOSE: State = { at: "close" }

export class Framer<Head extends RequestHead | AnswerHead> {
  readonly #frames: Frames<Head>
  #state: State = HEAD
  /** The beginning of a head or of a line whose end has not come yet. */
  #kept: Buffer | undefined

  constructor(frames: Frames<Head>) {
    this.#frames = frames
  }

  /** Whether no message is under way. */
  get isBetween(): boolean {
    return this.#state.at === "head" && this.#kept === undefined
  }

  get isStream(): boolean {
    return this.#state.at === "stream"
  }

  /** From now on there are no messages: the connection speaks another protocol. */
  becomeStream(): void {
    this.#state = STREAM
  }

  push(chunk: Buffer): void {
    let rest = chunk
    if (this.#kept !== undefined) {
      rest = Buffer.concat([this.#kept, chunk])
      this.#kept = undefined
    }
    while (rest.length > 0) {
      const used = this.#take(rest)
      if (used === 0) {
        this.#kept = rest
        return
      }
      rest = used === rest.length ? EMPTY : rest.subarray(used)
    }
  }

  /** Returns how many bytes were used; 0 if more must come first. */
  #take(rest: Buffer): number {
    const state = this.#state
    switch (state.at) {
      case "head":
        return this.#takeHead(rest)
      case "length":
      case "chunk": {
        const used = Math.min(state.left, rest.length)
        state.left -= used
        const isEnd = state.left === 0 && state.at === "length"
        if (state.left === 0) this.#state = state.at === "length" ? HEAD : { at: "chunk-end", left: 2 }
        this.#frames.bytes(used === rest.length ? rest : rest.subarray(0, used), 0, isEnd)
        return used
      }
      case "chunk-end": {
        const used = Math.min(state.left, rest.length)
        state.left -= used
        if (state.left === 0) this.#state = CHUNK_LINE_STATE
        this.#frames.bytes(rest.subarray(0, used), used, false)
        return used
      }
      case "chunk-line":
        return this.#takeChunkLine(rest)
      case "trailers":
        return this.#takeTrailer(rest)
      case "close":
        this.#frames.bytes(rest, 0, false)
        return rest.length
      case "stream":
        this.#frames.stream(rest)
        return rest.length
    }
  }

  #takeHead(rest: Buffer): number {
    const end = rest.indexOf(HEAD_END)
    if (end < 0) {
      const couldBe = rest.length <= HEAD_BYTES_MAX && this.#frames.couldBegin(rest.toString("latin1", 0, START_BYTES))
      return couldBe ? 0 : this.#give(rest)
    }
    const used = end + HEAD_END.length
    const head = used <= HEAD_BYTES_MAX ? this.#frames.head(rest.toString("latin1", 0, used)) : undefined
    if (head === undefined) return this.#give(rest)
    const next = stateAfter(head.end)
    this.#state = next
    this.#frames.begin(head)
    const { end: bodyEnd } = head
    // A whole message that came in one piece leaves in one piece.
    const whole = bodyEnd.by === "length" ? used + bodyEnd.bytes : rest.length + 1
    if (whole <= rest.length) {
      this.#state = HEAD
      this.#frames.bytes(whole === rest.length ? rest : rest.subarray(0, whole), used, true)
      return whole
    }
    this.#frames.bytes(used === rest.length ? rest : rest.subarray(0, used), used, next === STREAM)
    return used
  }

  #takeChunkLine(rest: Buffer): number {
    const end = rest.indexOf(LINE_END)
    if (end < 0) return rest.length <= CHUNK_LINE_MAX ? 0 : this.#give(rest)
    const size = CHUNK_LINE.exec(rest.toString("latin1", 0, end))
    if (size === null) return this.#give(rest)
    const left = Number.parseInt(size[1] as string, 16)
    this.#state = left === 0 ? TRAILERS : { at: "chunk", left }
    this.#frames.bytes(rest.subarray(0, end + 2), end + 2, false)
    return end + 2
  }

  /** Lines until an empty one. */
  #takeTrailer(rest: Buffer): number {
    const end = rest.indexOf(LINE_END)
    if (end < 0) return rest.length <= HEAD_BYTES_MAX ? 0 : this.#give(rest)
    if (end === 0) this.#state = HEAD
    this.#frames.bytes(rest.subarray(0, end + 2), end + 2, end === 0)
    return end + 2
  }

  /** These bytes, and all that follow, are no HTTP. */
  #give(rest: Buffer): number {
    this.#state = STREAM
    this.#frames.stream(rest)
    return rest.length
  }
}

const EMPTY = Buffer.alloc(0)
/** As many bytes as tell a method or a version from anything else. */
const START_BYTES = 24

function stateAfter(end: BodyEnd): State {
  switch (end.by) {
    case "length":
      return end.bytes === 0 ? HEAD : { at: "length", left: end.bytes }
    case "chunks":
      return CHUNK_LINE_STATE
    case "close":
      return CLOSE
    case "upgrade":
      return STREAM
  }
}
