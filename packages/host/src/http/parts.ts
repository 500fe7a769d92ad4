/** The body of an answer as it comes in: whole, or of a stream (JSON lines) part by part. Every part but the last ends its line. */

const STREAM = "application/x-ndjson"
const LINE_END = 0x0a

export class Parts {
  readonly #isStream: boolean
  #chunks: Buffer[] = []

  constructor(contentType: string | undefined) {
    this.#isStream = contentType?.startsWith(STREAM) === true
  }

  /** Parts that are whole now. */
  take(chunk: Buffer): readonly string[] {
    const parts: string[] = []
    let from = 0
    for (let at = this.#endIn(chunk, 0); at >= 0; at = this.#endIn(chunk, from)) {
      this.#chunks.push(chunk.subarray(from, at))
      parts.push(this.rest)
      this.#chunks = []
      from = at + 1
    }
    this.#chunks.push(chunk.subarray(from))
    return parts
  }

  /** The last part, once all has come. */
  get rest(): string {
    return Buffer.concat(this.#chunks).toString("utf8")
  }

  #endIn(chunk: Buffer, from: number): number {
    return this.#isStream ? chunk.indexOf(LINE_END, from) : -1
  }
}
