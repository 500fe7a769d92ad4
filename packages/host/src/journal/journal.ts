/** A node's own journal: what it answered, asked and noted, in the run's time. */
import { existsSync, readFileSync } from "node:fs"
import type { AnswerEvent, Micros, Note, NoteEvent, RequestEvent } from "@watercooler/kernel"
import { LineFile } from "./file.ts"

type Unstamped<Event> = Omit<Event, "t" | "node" | "seq" | "now">

export class Journal {
  readonly #node: string
  readonly #file: LineFile | undefined
  readonly #startedNs: bigint
  #seq: number

  /** Goes on where an earlier life of the same node ended. An empty file name keeps no journal. */
  constructor(node: string, file: string, bytesMax: number, startedNs: bigint) {
    this.#node = node
    this.#startedNs = startedNs
    this.#seq = file === "" ? 0 : lastSeq(file)
    this.#file = file === "" ? undefined : new LineFile(file, bytesMax)
  }

  /** Microseconds since the run began. */
  time(): Micros {
    return Number((process.hrtime.bigint() - this.#startedNs) / 1_000n)
  }

  note(fact: Note, now: Micros): NoteEvent {
    const event: NoteEvent = { ...this.#stamp(), now, type: "note", fact }
    this.#file?.add(JSON.stringify(event))
    return event
  }

  request(event: Unstamped<RequestEvent>): void {
    this.#file?.add(JSON.stringify({ ...this.#stamp(), ...event }))
  }

  answer(event: Unstamped<AnswerEvent>): void {
    this.#file?.add(JSON.stringify({ ...this.#stamp(), ...event }))
  }

  /** Before any effect leaves the node, what the journal says of it is written. */
  flush(): void {
    this.#file?.flush()
  }

  close(): void {
    this.#file?.close()
  }

  #stamp() {
    return { t: this.time(), node: this.#node, seq: ++this.#seq }
  }
}

function lastSeq(file: string): number {
  if (!existsSync(file)) return 0
  const text = readFileSync(file, "utf8")
  for (const line of text.slice(-65_536).split("\n").reverse()) {
    const seq = /"seq":([0-9]+)/.exec(line)?.[1]
    if (line.endsWith("}") && seq !== undefined) return Number(seq)
  }
  return 0
}
