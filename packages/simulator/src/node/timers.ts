/** Named timers. One that is moved to later keeps its event, and is put in again when that comes: a timer that is always moved costs one event. */
import { TIMER } from "../happenings.ts"
import { RANKS } from "../queue/event.ts"
import type { World } from "../world.ts"
import type { Party, Timer } from "./party.ts"

/** Names of timers that are not set, kept for their counts. */
const TIMERS_IDLE_MAX = 4_096

export class Timers<Request, Answer> {
  readonly #world: World<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
  }

  due(party: Party<Request, Answer>, timer: Timer): void {
    const { now } = this.#world.kernel
    if (timer.due < 0 || timer.due > now) return this.#rearm(party, timer, now)
    timer.due = timer.eventAt = -1
    this.#world.turns.fireTimer(party, timer.name, ++timer.fired)
  }

  set(party: Party<Request, Answer>, name: string, afterUs: number, effect: number): void {
    const { digest, kernel } = this.#world
    const word = digest.word(name)
    kernel.fingerprint.fold(word.a ^ effect, word.b ^ afterUs)
    let timer = party.timers.get(name)
    if (timer === undefined) {
      timer = { name, due: -1, eventAt: -1, fired: 0 }
      party.timers.set(name, timer)
      if (party.timers.size > TIMERS_IDLE_MAX) forgetIdle(party)
    }
    timer.due = kernel.now + afterUs
    if (timer.eventAt < 0 || timer.eventAt > timer.due) this.#arm(party, timer)
  }

  #arm(party: Party<Request, Answer>, timer: Timer): void {
    const word = this.#world.digest.word(timer.name)
    timer.eventAt = timer.due
    this.#world.push(timer.due, RANKS.timer, party, word.a, word.b, TIMER, timer, party.life)
  }

  /** The event of a timer that was moved away or cancelled since. */
  #rearm(party: Party<Request, Answer>, timer: Timer, now: number): void {
    if (timer.eventAt > now) return
    timer.eventAt = -1
    if (timer.due >= 0) this.#arm(party, timer)
  }

  cancel(party: Party<Request, Answer>, name: string, effect: number): void {
    const { digest, kernel } = this.#world
    const word = digest.word(name)
    kernel.fingerprint.fold(word.a ^ effect, word.b)
    const timer = party.timers.get(name)
    if (timer !== undefined) timer.due = -1
  }
}

/** A program that invents ever new names for its timers must not fill memory. */
function forgetIdle<Request, Answer>(party: Party<Request, Answer>): void {
  for (const [name, timer] of party.timers) if (timer.due < 0 && timer.eventAt < 0) party.timers.delete(name)
}
