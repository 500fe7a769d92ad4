/** Writes the journal of a simulated run: the same lines as a real one, to whoever wants them. */
import type { AnyFault } from "@watercooler/boss/faults"
import {
  finish,
  type HeaderEvent,
  JOURNAL_VERSION,
  type JournalEvent,
  type Json,
  type Note,
  type ProcessEvent,
  type Receipt,
} from "@watercooler/kernel"

/** Who writes of processes and faults. */
const OFFICE = "watercooler"

/** What only the caller can know of a run. */
export type Heading = Pick<HeaderEvent, "run" | "parties" | "rules">

export interface Traffic {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly durationUs: number
  readonly a: number
  readonly b: number
}

export class Scribe {
  readonly #sink: ((event: JournalEvent) => void) | undefined
  readonly #seqs = new Map<string, number>()
  readonly #now: () => number
  /** Whether anybody reads facts; and whether requests and answers are written as well, which costs their encoding. */
  readonly isOn: boolean
  readonly hasTraffic: boolean

  constructor(sink: ((event: JournalEvent) => void) | undefined, traffic: boolean, now: () => number) {
    this.#sink = sink
    this.#now = now
    this.isOn = sink !== undefined
    this.hasTraffic = traffic && sink !== undefined
  }

  header(heading: Heading, seed: string): void {
    this.#sink?.({ ...this.#stamp(OFFICE), type: "header", version: JOURNAL_VERSION, world: "simulated", seed, ...heading })
  }

  note(node: string, now: number, fact: Note): void {
    this.#sink?.({ ...this.#stamp(node), now, type: "note", fact })
  }

  process(what: ProcessEvent["what"], subject: string, facts: Pick<ProcessEvent, "disk" | "exitCode" | "signal"> = {}): void {
    this.#sink?.({ ...this.#stamp(OFFICE), type: "process", what, subject, ...facts })
  }

  fault(
    what: "planned" | "began" | "ended" | "refused",
    id: string,
    fault: AnyFault,
    rest: { receipt?: Receipt; because?: string } = {},
  ): void {
    if (this.#sink === undefined) return
    const words = fault as unknown as { readonly kind: string; readonly [word: string]: Json | undefined }
    this.#sink({ ...this.#stamp(OFFICE), type: "fault", what, id, fault: words, by: "scenario", ...rest })
  }

  request(
    node: string,
    traffic: Traffic,
    facts: { readonly link: string; readonly from: string; readonly bytesIn: number; readonly bytesOut: number },
  ): void {
    const { method, route, status, durationUs, a, b } = traffic
    this.#sink?.({ ...this.#stamp(node), type: "request", method, route, status, ...facts, durationUs, trace: traceOf(a, b) })
  }

  answer(node: string, traffic: Traffic, to: string, because: string | undefined): void {
    const { method, route, status, durationUs, a, b } = traffic
    const why = because === undefined ? {} : { because }
    this.#sink?.({ ...this.#stamp(node), type: "answer", method, route, to, status, ...why, durationUs, trace: traceOf(a, b) })
  }

  #stamp(node: string): { t: number; node: string; seq: number } {
    const seq = (this.#seqs.get(node) ?? 0) + 1
    this.#seqs.set(node, seq)
    return { t: this.#now(), node, seq }
  }
}

const BYTES = [...Array(256).keys()].map((byte) => byte.toString(16).padStart(2, "0"))

function hexOf(word: number): string {
  return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`
}

/** Thirty-two hexadecimal digits from the identity of an exchange. */
function traceOf(a: number, b: number): string {
  return hexOf(a) + hexOf(b) + hexOf(finish(a + 1)) + hexOf(finish(b + 2))
}
