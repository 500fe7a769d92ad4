/** What a node asked for in one turn, as plain data: how drivers collect, interpret, record and compare effects. */
import { type Draw, expand } from "../chance/draw.ts"
import type { Note } from "../journal/notes.ts"
import type { AskOptions, Out, RawReply, RawTell, TellOptions } from "./out.ts"
import type { AskId, Endpoint, Json, Micros, Position, RequestId, Salt, SessionId } from "./values.ts"

export type Effect<Request, Answer> =
  | { readonly effect: "reply"; readonly request: RequestId; readonly answer: Answer; readonly more: boolean }
  | { readonly effect: "ask"; readonly id: AskId; readonly peer: Endpoint; readonly request: Request; readonly options: AskOptions }
  | { readonly effect: "tell"; readonly peers: readonly Endpoint[]; readonly request: Request; readonly options: TellOptions }
  | { readonly effect: "timer"; readonly name: string; readonly afterUs: Micros }
  | { readonly effect: "cancel-timer"; readonly name: string }
  | { readonly effect: "persist"; readonly position: Position; readonly record: Json }
  | { readonly effect: "snapshot"; readonly state: Json }
  | { readonly effect: "work"; readonly name: string; readonly job: string; readonly order: Json }
  | { readonly effect: "cancel-work"; readonly name: string }
  | { readonly effect: "close"; readonly session: SessionId }
  | { readonly effect: "note"; readonly note: Note }
  | { readonly effect: "raw-reply"; readonly request: RequestId; readonly raw: RawReply }
  | { readonly effect: "raw-tell"; readonly peers: readonly Endpoint[]; readonly raw: RawTell; readonly options: TellOptions }

/** Where a node's records are, as far as a turn is concerned. The driver makes them durable. */
export interface RecordStore {
  /** The position of the next record. */
  readonly next: Position
  append(record: Json): Position
  replaceAll(state: Json): void
  read(position: Position): Json | undefined
}

/** Longest wait a timer may be set to: one year. */
const TIMER_US_MAX = 31_536_000_000_000

/** An `Out` that collects what is asked for. Records go to the store at once, so that a turn can read what it has just written. */
export class Collector<Request, Answer> implements Out<Request, Answer> {
  readonly effects: Effect<Request, Answer>[] = []
  readonly #store: RecordStore
  readonly #salt: Salt
  #draw: Draw | undefined

  constructor(store: RecordStore, salt: Salt) {
    this.#store = store
    this.#salt = salt
  }

  reply(request: RequestId, answer: Answer, options?: { readonly more?: boolean }): void {
    this.effects.push({ effect: "reply", request, answer, more: options?.more === true })
  }
  ask(id: AskId, peer: Endpoint, request: Request, options: AskOptions = {}): void {
    this.effects.push({ effect: "ask", id, peer, request, options })
  }
  tell(peers: readonly Endpoint[], request: Request, options: TellOptions = {}): void {
    if (peers.length > 0) this.effects.push({ effect: "tell", peers: [...peers], request, options })
  }
  timer(name: string, afterUs: Micros): void {
    if (!Number.isSafeInteger(afterUs) || afterUs < 0 || afterUs > TIMER_US_MAX) {
      throw new RangeError(`timer ${name}: expected 0 to ${TIMER_US_MAX} microseconds, got ${afterUs}`)
    }
    this.effects.push({ effect: "timer", name, afterUs })
  }
  cancelTimer(name: string): void {
    this.effects.push({ effect: "cancel-timer", name })
  }
  persist(record: Json): Position {
    const position = this.#store.append(record)
    this.effects.push({ effect: "persist", position, record })
    return position
  }
  snapshot(state: Json): void {
    this.#store.replaceAll(state)
    this.effects.push({ effect: "snapshot", state })
  }
  recall(position: Position): Json | undefined {
    return this.#store.read(position)
  }
  work(name: string, job: string, order: Json): void {
    this.effects.push({ effect: "work", name, job, order })
  }
  cancelWork(name: string): void {
    this.effects.push({ effect: "cancel-work", name })
  }
  close(session: SessionId): void {
    this.effects.push({ effect: "close", session })
  }
  note(note: Note): void {
    this.effects.push({ effect: "note", note })
  }
  random(): number {
    this.#draw ??= expand(this.#salt)
    return this.#draw()
  }
  rawReply(request: RequestId, raw: RawReply): void {
    this.effects.push({ effect: "raw-reply", request, raw })
  }
  rawTell(peers: readonly Endpoint[], raw: RawTell, options: TellOptions = {}): void {
    if (peers.length > 0) this.effects.push({ effect: "raw-tell", peers: [...peers], raw, options })
  }
}

/** One turn. Refuses a program that returns anything: a promise would mean that the turn is not over. */
export function takeTurn<I, Request, Answer>(
  program: { step(input: I, out: Out<Request, Answer>): void },
  input: I,
  store: RecordStore,
  salt: Salt,
): readonly Effect<Request, Answer>[] {
  const collector = new Collector<Request, Answer>(store, salt)
  const returned: unknown = program.step(input, collector)
  if (returned !== undefined)
    throw new TypeError(`step must return nothing, but returned ${typeof returned}: a node program is synchronous`)
  return collector.effects
}
