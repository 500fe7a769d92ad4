/**
 * A session with one ZooKeeper server, as far as a workload needs one. The libraries that there are for it either have to be compiled when they are installed,
 * or connect again to another server without saying so, which somebody who writes a history must know.
 */
import { connect, type Socket } from "node:net"
import { JuteReader, JuteWriter } from "./jute.ts"

const CREATE = 1
const GET_DATA = 4
const SET_DATA = 5
const GET_CHILDREN = 8
const PING = 11
const CLOSE = -11
const PING_XID = -2
const FRAME_BYTES_MAX = 16_777_216
const EVERYTHING = 31
/** Where in a description of a node its version is (`Stat`: four longs before it). */
const LONGS_BEFORE_VERSION = 4

export const NO_NODE = -101
export const BAD_VERSION = -103
export const NODE_EXISTS = -110

/** What a server answers that did not do what it was asked. */
export class ZooKeeperError extends Error {
  override readonly name = "ZooKeeperError"
  readonly code: number

  constructor(code: number) {
    super(`ZooKeeper's error ${code}`)
    this.code = code
  }
}

interface Waiting {
  readonly resolve: (reader: JuteReader) => void
  readonly reject: (error: Error) => void
}

export class ZooKeeperSession {
  readonly #socket: Socket
  readonly #timeoutMs: number
  readonly #waiting = new Map<number, Waiting>()
  #heard: Buffer = Buffer.alloc(0)
  #xid = 0
  #beat: NodeJS.Timeout | undefined
  #isOver = false
  #welcome: Waiting | undefined

  /** Rejects when there is no session within that time, be it that nobody is there or that whoever is there has nobody to lead them. */
  static async open(host: string, port: number, timeoutMs: number): Promise<ZooKeeperSession> {
    const session = new ZooKeeperSession(connect({ host, port, noDelay: true }), timeoutMs)
    try {
      await session.#begin()
      return session
    } catch (error) {
      session.close()
      throw error
    }
  }

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket
    this.#timeoutMs = timeoutMs
    socket.on("data", (chunk) => this.#hear(chunk))
    socket.on("error", (error) => this.#end(error))
    socket.on("close", () => this.#end(new Error("connection lost")))
  }

  get isOver(): boolean {
    return this.#isOver
  }

  async create(path: string, data: string): Promise<void> {
    const open = (writer: JuteWriter) => writer.int(1).int(EVERYTHING).string("world").string("anyone")
    await this.#ask(CREATE, (writer) => open(writer.string(path).buffer(Buffer.from(data))).int(0))
  }

  async get(path: string): Promise<{ readonly data: string; readonly version: number }> {
    const reader = await this.#ask(GET_DATA, (writer) => writer.string(path).bool(false))
    const data = reader.string()
    for (let skip = 0; skip < LONGS_BEFORE_VERSION; skip++) reader.long()
    return { data, version: reader.int() }
  }

  /** `version`: only if it still has this one; -1: whichever it has. */
  async set(path: string, data: string, version: number): Promise<void> {
    await this.#ask(SET_DATA, (writer) => writer.string(path).buffer(Buffer.from(data)).int(version))
  }

  async children(path: string): Promise<readonly string[]> {
    return (await this.#ask(GET_CHILDREN, (writer) => writer.string(path).bool(false))).vector()
  }

  close(): void {
    if (!this.#socket.destroyed) this.#socket.end(new JuteWriter().int(0).int(CLOSE).frame(), () => this.#socket.destroy())
    this.#end(new Error("closed"))
  }

  async #begin(): Promise<void> {
    const timeout = Math.max(4_000, this.#timeoutMs)
    this.#socket.write(new JuteWriter().int(0).long(0n).int(timeout).long(0n).buffer(Buffer.alloc(16)).bool(false).frame())
    const reader = await this.#inTime(new Promise<JuteReader>((resolve, reject) => (this.#welcome = { resolve, reject })))
    this.#welcome = undefined
    reader.int()
    const granted = reader.int()
    if (granted <= 0) throw new Error("no session was granted")
    const ping = new JuteWriter().int(PING_XID).int(PING).frame()
    this.#beat = setInterval(() => this.#socket.write(ping), granted / 3)
  }

  #ask(type: number, words: (writer: JuteWriter) => JuteWriter): Promise<JuteReader> {
    if (this.#isOver) return Promise.reject(new Error("connection lost"))
    const xid = ++this.#xid
    const answer = new Promise<JuteReader>((resolve, reject) => this.#waiting.set(xid, { resolve, reject }))
    this.#socket.write(words(new JuteWriter().int(xid).int(type)).frame())
    return this.#inTime(answer)
  }

  async #inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let patience: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      patience = setTimeout(() => reject(new Error("timeout")), this.#timeoutMs)
    })
    return Promise.race([answer, late]).finally(() => clearTimeout(patience))
  }

  #hear(chunk: Buffer): void {
    this.#heard = this.#heard.length === 0 ? chunk : Buffer.concat([this.#heard, chunk])
    while (this.#heard.length >= 4) {
      const length = this.#heard.readInt32BE(0)
      if (length < 0 || length > FRAME_BYTES_MAX) return void this.#socket.destroy(new Error(`a frame of ${length} bytes`))
      if (this.#heard.length < 4 + length) return
      const reader = new JuteReader(this.#heard.subarray(4, 4 + length))
      this.#heard = this.#heard.subarray(4 + length)
      try {
        if (this.#welcome !== undefined) this.#welcome.resolve(reader)
        else this.#answered(reader)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        return void this.#socket.destroy(error) // No answer of ZooKeeper's.
      }
    }
  }

  #answered(reader: JuteReader): void {
    const xid = reader.int()
    const waiting = this.#waiting.get(xid)
    this.#waiting.delete(xid)
    reader.long()
    const code = reader.int()
    if (code === 0) waiting?.resolve(reader)
    else waiting?.reject(new ZooKeeperError(code))
  }

  #end(error: Error): void {
    this.#isOver = true
    clearInterval(this.#beat)
    this.#welcome?.reject(error)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
