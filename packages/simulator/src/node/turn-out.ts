/** What a program asks for in one turn, collected; bounded, so that a program that never stops asking is found out. */

import type { AskOptions, TellOptions } from "@watercooler/kernel"
import {
  type Draw,
  type Effect,
  type Endpoint,
  expand,
  type Json,
  type Micros,
  type Note,
  type Out,
  type Position,
  type RawReply,
  type RawTell,
  type Salt,
} from "@watercooler/kernel"
import type { Disk } from "./disk.ts"

/** A bug of the program, not of the run. */
export class TooManyEffects extends Error {}

/** As in the host: one year. */
const TIMER_US_MAX = 31_536_000_000_000

export class TurnOut<Request, Answer> implements Out<Request, Answer> {
  effects: Effect<Request, Answer>[] = []
  readonly #max: number
  #disk: Disk | undefined
  #salt: Salt = [0, 0, 0, 0]
  #draw: Draw | undefined

  constructor(effectsMax: number) {
    this.#max = effectsMax
  }

  begin(disk: Disk, salt: Salt): void {
    this.effects = []
    this.#disk = disk
    this.#salt = salt
    this.#draw = undefined
  }

  reply(request: number, answer: Answer, options?: { readonly more?: boolean }): void {
    this.#add({ effect: "reply", request, answer, more: options?.more === true })
  }
  ask(id: string, peer: Endpoint, request: Request, options: AskOptions = {}): void {
    this.#add({ effect: "ask", id, peer, request, options })
  }
  tell(peers: readonly Endpoint[], request: Request, options: TellOptions = {}): void {
    if (peers.length > 0) this.#add({ effect: "tell", peers: [...peers], request, options })
  }
  timer(name: string, afterUs: Micros): void {
    if (!Number.isSafeInteger(afterUs) || afterUs < 0 || afterUs > TIMER_US_MAX) {
      throw new RangeError(`timer ${name}: expected 0 to ${TIMER_US_MAX} microseconds, got ${afterUs}`)
    }
    this.#add({ effect: "timer", name, afterUs })
  }
  cancelTimer(name: string): void {
    this.#add({ effect: "cancel-timer", name })
  }
  persist(record: Json): Position {
    const position = (this.#disk as Disk).append(record)
    this.#add({ effect: "persist", position, record })
    return position
  }
  snapshot(state: Json): void {
    this.#disk?.replaceAll(state)
    this.#add({ effect: "snapshot", state })
  }
  recall(position: Position): Json | undefined {
    return this.#disk?.read(position)
  }
  work(name: string, job: string, order: Json): void {
    this.#add({ effect: "work", name, job, order })
  }
  cancelWork(name: string): void {
    this.#add({ effect: "cancel-work", name })
  }
  close(session: string): void {
    this.#add({ effect: "close", session })
  }
  note(note: Note): void {
    this.#add({ effect: "note", note })
  }
  random(): number {
    this.#draw ??= expand(this.#salt)
    return this.#draw()
  }
  rawReply(request: number, raw: RawReply): void {
    this.#add({ effect: "raw-reply", request, raw })
  }
  rawTell(peers: readonly Endpoint[], raw: RawTell, options: TellOptions = {}): void {
    if (peers.length > 0) this.#add({ effect: "raw-tell", peers: [...peers], raw, options })
  }

  #add(effect: Effect<Request, Answer>): void {
    if (this.effects.length >= this.#max)
      throw new TooManyEffects(`more than ${this.#max} effects in one turn, the last a ${effect.effect}`)
    this.effects.push(effect)
  }
}
