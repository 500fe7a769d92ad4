/**
 * Runs one node program in the real world: gives it inputs, and does what it asks, in order, but nothing before what it persisted is durable.
 *
 * Inputs are stepped as they come. What they ask for waits until the end of the event loop's turn: then one commit makes the records of all of them durable,
 * the journal is written, and the effects are let go.
 */
import {
  type Crypto,
  type Effect,
  type Endpoint,
  type Happening,
  type Input,
  type Json,
  type NodeProgram,
  type NoteEvent,
  type RequestId,
  saltOf,
  takeTurn,
} from "@watercooler/kernel"
import type { InputRecorder } from "../journal/inputs.ts"
import type { Journal } from "../journal/journal.ts"
import type { Store } from "../store/store.ts"
import { Alarms } from "./alarms.ts"
import { recordPlain } from "./wire-inputs.ts"

/** What the driver cannot do itself: the wire, and the work. */
export interface Limbs<Request, Answer> {
  reply(request: RequestId, answer: Answer, more: boolean): void
  rawReply: (request: RequestId, raw: Extract<Effect<Request, Answer>, { effect: "raw-reply" }>["raw"]) => void
  ask(id: string | undefined, peer: Endpoint, request: Request, timeoutUs: number | undefined, proof: string | undefined): void
  rawTell(peer: Endpoint, raw: Extract<Effect<Request, Answer>, { effect: "raw-tell" }>["raw"], proof: string | undefined): void
  work(name: string, job: string, order: Json): void
  cancelWork(name: string): void
  close(session: string): void
}

export interface DriverParts<Request, Answer> {
  readonly program: NodeProgram<Request, Answer>
  readonly crypto: Crypto
  readonly store: Store
  readonly journal: Journal
  readonly recorder: InputRecorder | undefined
  /** Unique to this life of the node: salts are derived from it. */
  readonly seed: string
  /** The wall clock in microseconds. Injected, so that a clock can be wrong. */
  readonly wallUs: () => number
  readonly noted: (event: NoteEvent) => void
  /** The program broke its contract, or threw. The node cannot go on. */
  readonly broken: (error: unknown) => void
}

export class Driver<Request, Answer> {
  readonly #parts: DriverParts<Request, Answer>
  readonly #alarms: Alarms
  readonly #bootedNs = process.hrtime.bigint()
  #limbs: Limbs<Request, Answer> | undefined
  #pending: Effect<Request, Answer>[] = []
  #flushing: NodeJS.Immediate | undefined
  #inputs = 0
  #stopped = false
  /** Longest turn so far, microseconds. */
  stepUsMax = 0

  constructor(parts: DriverParts<Request, Answer>) {
    this.#parts = parts
    this.#alarms = new Alarms(
      () => this.now(),
      (name) => this.input({ kind: "timer", name }),
    )
  }

  /** Microseconds since this boot. */
  now(): number {
    return Number((process.hrtime.bigint() - this.#bootedNs) / 1_000n)
  }

  get inputs(): number {
    return this.#inputs
  }

  boot(limbs: Limbs<Request, Answer>): void {
    this.#limbs = limbs
    const { store } = this.#parts
    const facts = { kind: "boot", recordsFrom: store.first, recordCount: store.count, damaged: store.dropped > 0 } as const
    this.input({ ...facts, snapshot: store.snapshot, records: store.records() }, facts)
    this.#flush()
  }

  /** One turn. `recorded` is what goes into the record of inputs in place of the happening. */
  input(happening: Happening<Request, Answer>, recorded: Json = recordPlain(happening)): void {
    if (this.#stopped) return
    const now = this.now()
    const wall = this.#parts.wallUs()
    const salt = saltOf(this.#parts.seed, ++this.#inputs)
    const effects = this.#turn({ ...happening, now, wall, salt })
    if (effects === undefined) return
    this.stepUsMax = Math.max(this.stepUsMax, this.now() - now)
    this.#parts.recorder?.record({ now, wall, salt }, recorded, effects)
    for (const effect of effects) this.#heed(effect, now)
    this.#flushing ??= setImmediate(() => this.#flush())
  }

  /** Lets go of what waits, and stops: no input is heard any more. */
  stop(): void {
    if (this.#stopped) return
    this.#flush()
    this.#stopped = true
    this.#alarms.clear()
  }

  #turn(input: Input<Request, Answer>): readonly Effect<Request, Answer>[] | undefined {
    try {
      return takeTurn(this.#parts.program, input, this.#parts.store, input.salt)
    } catch (error) {
      // A program must be total. One that throws has a bug, and its state can no longer be trusted.
      this.#stopped = true
      this.#parts.broken(error)
      return undefined
    }
  }

  /** Notes and timers take effect at once; the rest waits for the barrier. */
  #heed(effect: Effect<Request, Answer>, now: number): void {
    if (effect.effect === "note") this.#parts.noted(this.#parts.journal.note(effect.note, now))
    else if (effect.effect === "timer") this.#alarms.set(effect.name, effect.afterUs)
    else if (effect.effect === "cancel-timer") this.#alarms.cancel(effect.name)
    else if (effect.effect !== "persist" && effect.effect !== "snapshot") this.#pending.push(effect)
  }

  #flush(): void {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    const effects = this.#pending
    this.#pending = []
    this.#parts.store.commit()
    this.#parts.recorder?.flush()
    this.#parts.journal.flush()
    if (this.#limbs !== undefined) for (const effect of effects) release(effect, this.#limbs)
  }
}

function release<Request, Answer>(effect: Effect<Request, Answer>, limbs: Limbs<Request, Answer>): void {
  switch (effect.effect) {
    case "reply":
      return limbs.reply(effect.request, effect.answer, effect.more)
    case "ask":
      return limbs.ask(effect.id, effect.peer, effect.request, effect.options.timeoutUs, effect.options.proof)
    case "tell":
      for (const peer of effect.peers) limbs.ask(undefined, peer, effect.request, undefined, effect.options.proofs?.[peer])
      return
    case "work":
      return limbs.work(effect.name, effect.job, effect.order)
    case "cancel-work":
      return limbs.cancelWork(effect.name)
    case "close":
      return limbs.close(effect.session)
    case "raw-reply":
      return limbs.rawReply(effect.request, effect.raw)
    case "raw-tell":
      for (const peer of effect.peers) limbs.rawTell(peer, effect.raw, effect.options.proofs?.[peer])
      return
  }
}
