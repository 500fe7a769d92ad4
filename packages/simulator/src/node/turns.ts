/** Lets programs take their turns, and does what they ask: notes and timers at once, the rest when all that was written before is durable. */
import { type Effect, type Happening, hashText, type Input, mix, mixOther } from "@watercooler/kernel"
import { costOf, DISK_WRITE_US } from "../costs.ts"
import { DURABLE, WAKE } from "../happenings.ts"
import { RANKS } from "../queue/event.ts"
import type { AnyEvent, World } from "../world.ts"
import { WALL_EPOCH_US } from "./clock.ts"
import { DiskFull } from "./disk.ts"
import type { Party } from "./party.ts"
import { Timers } from "./timers.ts"
import { TooManyEffects, TurnOut } from "./turn-out.ts"
import { Works } from "./works.ts"

type Kind = Happening<never, never>["kind"]
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Words of the fingerprint, so that no two kinds of things look alike. */
const INPUT_WORDS = Object.fromEntries(
  ["boot", "request", "answer", "unreachable", "garbage", "opened", "closed", "timer", "worked", "leaving"].map((kind) => [
    kind,
    hashText(kind, 1),
  ]),
) as Record<Kind, number>
const EFFECT_WORDS = Object.fromEntries(
  [
    ...["reply", "ask", "tell", "timer", "cancel-timer", "persist", "snapshot", "work", "cancel-work", "close", "note"],
    ...["raw-reply", "raw-tell"],
  ].map((effect) => [effect, hashText(effect, 2)]),
) as Record<Effect<never, never>["effect"], number>

const SALT = hashText("salt", 3)
/** What a node was told last: enough to see what goes round. */
const LATELY_MAX = 8

export class Turns<Request, Answer> {
  readonly #world: World<Request, Answer>
  readonly #out: TurnOut<Request, Answer>
  readonly timers: Timers<Request, Answer>
  readonly works: Works<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
    this.#out = new TurnOut(world.limits.effectsPerStepMax)
    this.timers = new Timers(world)
    this.works = new Works(world)
  }

  /** One turn. `a` and `b` identify what happens; `word` is a name for people. */
  step(party: Party<Request, Answer>, happening: Happening<Request, Answer>, a: number, b: number, word = ""): void {
    const world = this.#world
    const { program } = party
    if (program === undefined || world.finding !== undefined || this.#isTooMuch(party, happening.kind, word)) return
    world.steps++
    const { kernel } = world
    const at = kernel.now
    kernel.foldNow(party.a ^ (INPUT_WORDS[happening.kind] as number), party.b)
    kernel.fingerprint.fold(a, b)
    const salt = world.draws.salt(SALT ^ party.life, mix(party.a, a), mixOther(party.b, b))
    const input = happening as Mutable<Input<Request, Answer>>
    input.now = at - party.bootedAt
    input.wall = WALL_EPOCH_US + at
    input.salt = salt
    if (party.clock.isBent) {
      input.wall += party.clock.offset(at)
      party.bentTurns++
    }
    const out = this.#out
    out.begin(party.disk, salt)
    let returned: unknown
    try {
      const { around } = world.options
      if (around === undefined) returned = program.step(input, out)
      else around(() => void (returned = program.step(input, out)))
    } catch (error) {
      return this.#threw(party, error)
    }
    if (returned !== undefined) {
      return world.found(
        "program-broken",
        party,
        `step must return nothing, but returned ${typeof returned}: a node program is synchronous`,
      )
    }
    this.#heed(party, happening.kind, out.effects)
  }

  /** The effects of one turn, in order. */
  #heed(party: Party<Request, Answer>, kind: Kind, effects: readonly Effect<Request, Answer>[]): void {
    if (party.slow !== 1) party.slowTurns++
    const cost = party.slow === 1 && this.#world.options.costs === undefined ? 0 : costOf(this.#world.costs, kind, effects, party.slow)
    if (cost > 0) {
      party.busyUntil = this.#world.kernel.now + cost
      this.#barrier(party, party.busyUntil)
    }
    for (const effect of effects) {
      switch (effect.effect) {
        case "note":
          this.#note(party, effect)
          break
        case "timer":
          this.timers.set(party, effect.name, effect.afterUs, EFFECT_WORDS.timer)
          break
        case "cancel-timer":
          this.timers.cancel(party, effect.name, EFFECT_WORDS["cancel-timer"])
          break
        case "persist":
        case "snapshot":
          this.#wrote(party, effect)
          break
        default:
          if (party.held.length > 0 || party.barrierUntil > this.#world.kernel.now) party.held.push({ untilUs: party.barrierUntil, effect })
          else this.#release(party, effect)
      }
    }
  }

  /** What waited for this moment is let go. */
  released(party: Party<Request, Answer>): void {
    const { now } = this.#world.kernel
    for (let first = party.held.first; first !== undefined && first.untilUs <= now; first = party.held.first) {
      party.held.shift()
      this.#release(party, first.effect)
    }
  }

  /** A node that may be busy or paused is told later. */
  mustWait(party: Party<Request, Answer>): boolean {
    return party.state === "paused" || party.busyUntil > this.#world.kernel.now || party.inbox.length > 0
  }

  queue(party: Party<Request, Answer>, event: AnyEvent<Request, Answer>): void {
    party.inbox.push(event as never)
    this.wakeLater(party)
  }

  wakeLater(party: Party<Request, Answer>): void {
    const { kernel } = this.#world
    const at = Math.max(party.busyUntil, kernel.now)
    if (party.state === "paused" || party.inbox.length === 0 || party.wakesAt >= at) return
    party.wakesAt = at
    this.#world.push(at, RANKS.wake, party, party.life, 0, WAKE, undefined, party.life)
  }

  /** The timer's own turn, also when somebody outside fires it. */
  fireTimer(party: Party<Request, Answer>, name: string, nth: number): void {
    const word = this.#world.digest.word(name)
    this.step(party, { kind: "timer", name }, mix(word.a, nth), mixOther(word.b, nth), name)
  }

  #isTooMuch(party: Party<Request, Answer>, kind: Kind, word: string): boolean {
    const { kernel, limits } = this.#world
    if (party.instantAt !== kernel.now) {
      party.instantAt = kernel.now
      party.instantSteps = 0
    }
    const steps = ++party.instantSteps
    if (steps + LATELY_MAX <= limits.stepsPerInstantMax + 1) return false
    if (steps + LATELY_MAX === limits.stepsPerInstantMax + 2) party.lately.length = 0
    party.lately.push(word === "" ? kind : `${kind} ${word}`)
    if (steps <= limits.stepsPerInstantMax) return false
    this.#world.found("too-many-steps", party, `more than ${limits.stepsPerInstantMax} turns without any time passing`)
    return true
  }

  #threw(party: Party<Request, Answer>, error: unknown): void {
    // A full disk ends the node, as it does in the host; anything else is a bug of the program, and ends the run.
    if (error instanceof DiskFull) return this.#world.staff.end(party, error.message)
    const because = error instanceof Error ? error.message : String(error)
    this.#world.found(error instanceof TooManyEffects ? "too-many-effects" : "program-broken", party, because)
  }

  #note(party: Party<Request, Answer>, { note }: Extract<Effect<Request, Answer>, { effect: "note" }>): void {
    const { digest, kernel, scribe, storm } = this.#world
    digest.of(note)
    kernel.fingerprint.fold(digest.a ^ EFFECT_WORDS.note, digest.b)
    if (scribe.isOn) scribe.note(party.name, kernel.now - party.bootedAt, note)
    storm.noted(party.name, note)
  }

  /** The first write of a turn begins the one that makes all of them durable. */
  #wrote(party: Party<Request, Answer>, effect: Extract<Effect<Request, Answer>, { effect: "persist" | "snapshot" }>): void {
    const { costs, digest, kernel } = this.#world
    digest.of(effect.effect === "persist" ? effect.record : effect.state)
    kernel.fingerprint.fold(digest.a ^ EFFECT_WORDS[effect.effect], digest.b)
    party.recordsWritten++
    if (!party.disk.dirty) return
    const from = Math.max(kernel.now, party.busyUntil)
    this.#barrier(party, party.disk.commit(from, costs.diskWriteUs ?? DISK_WRITE_US))
  }

  #barrier(party: Party<Request, Answer>, until: number): void {
    const { kernel } = this.#world
    if (until <= kernel.now || until <= party.barrierUntil) return
    party.barrierUntil = until
    this.#world.push(until, RANKS.durable, party, party.life, 0, DURABLE, undefined, party.life)
  }

  #release(party: Party<Request, Answer>, effect: Effect<Request, Answer>): void {
    const { kernel, wires } = this.#world
    const word = EFFECT_WORDS[effect.effect]
    switch (effect.effect) {
      case "reply":
        return wires.reply(party, effect.request, effect.answer, effect.more, word)
      case "ask":
        return wires.ask(party, effect.id, effect.peer, effect.request, effect.options, word)
      case "tell":
        return wires.tell(party, effect.peers, effect.request, effect.options, word)
      case "raw-reply":
        return wires.rawReply(party, effect.request, effect.raw, word)
      case "raw-tell":
        return wires.rawTell(party, effect.peers, effect.raw, effect.options, word)
      case "close":
        return wires.close(party, effect.session, word)
      case "work":
        return this.works.order(party, effect.name, effect.job, effect.order, word)
      case "cancel-work":
        kernel.fingerprint.fold(word, this.#world.digest.word(effect.name).b)
        party.orders.delete(effect.name)
    }
  }
}
