/** How ZooKeeper writes values down: big-endian numbers, and what has a length after it. Described by `zookeeper.jute` in its sources. */

export class JuteWriter {
  readonly #parts: Buffer[] = []

  bool(value: boolean): this {
    return this.#push(1, (part) => part.writeUInt8(value ? 1 : 0))
  }

  int(value: number): this {
    return this.#push(4, (part) => part.writeInt32BE(value))
  }

  long(value: bigint): this {
    return this.#push(8, (part) => part.writeBigInt64BE(value))
  }

  buffer(value: Buffer): this {
    this.int(value.length)
    this.#parts.push(value)
    return this
  }

  string(value: string): this {
    return this.buffer(Buffer.from(value))
  }

  /** With its length before it, as it goes over a connection. */
  frame(): Buffer {
    const body = Buffer.concat(this.#parts)
    const length = Buffer.alloc(4)
    length.writeInt32BE(body.length)
    return Buffer.concat([length, body])
  }

  #push(bytes: number, write: (part: Buffer) => void): this {
    const part = Buffer.alloc(bytes)
    write(part)
    this.#parts.push(part)
    return this
  }
}

/** Throws `RangeError` where there are fewer bytes than there should be. */
export class JuteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int(): number {
    this.#at += 4
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  long(): bigint {
    this.#at += 8
    return this.#bytes.readBigInt64BE(this.#at - 8)
  }

  /** A length of -1 is none. */
  buffer(): Buffer {
    const length = Math.max(0, this.int())
    if (this.#at + length > this.#bytes.length) throw new RangeError(`${length} bytes were announced, and are not there`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  string(): string {
    return this.buffer().toString()
  }

  /** Of strings. */
  vector(): readonly string[] {
    return Array.from({ length: Math.min(Math.max(0, this.int()), this.#bytes.length) }, () => this.string())
  }
}
