/** Carries requests and answers between nodes, over links that have rules, within the bounds that the host has too. */
import {
  type AskOptions,
  type Endpoint,
  hashText,
  mix,
  mixOther,
  type RawReply,
  type RawTell,
  type TellOptions,
  type UnreachableReason,
} from "@watercooler/kernel"
import { ANSWER, ARRIVAL, ENDING, ODD_ARRIVAL } from "../happenings.ts"
import { TrafficLines } from "../journal/traffic.ts"
import type { Party } from "../node/party.ts"
import { RANKS } from "../queue/event.ts"
import type { World } from "../world.ts"
import { Arrivals } from "./arrivals.ts"
import { SLOW_US } from "./bytes.ts"
import { Aside, type Ending, Exchange, type Heard, type Odd } from "./exchange.ts"
import { Letter } from "./letter.ts"
import { Link } from "./link.ts"
import { LetterPassage } from "./passage.ts"
import { Sessions } from "./sessions.ts"
import { leavePlace, placeFor, takePlace } from "./under-way.ts"

const NO_ASK: AskOptions = {}
export const ANSWER_WORD = hashText("answer", 4)
export const ENDING_WORD = hashText("ending", 4)
export const COPY_WORD = hashText("copy", 4)

export class Wires<Request, Answer> {
  readonly #world: World<Request, Answer>
  readonly #passage: LetterPassage
  readonly sessions: Sessions<Request, Answer>
  readonly arrivals: Arrivals<Request, Answer>
  readonly lines: TrafficLines<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
    this.#passage = new LetterPassage(world.draws)
    this.sessions = new Sessions(world, this)
    this.arrivals = new Arrivals(world, this)
    this.lines = new TrafficLines(world)
  }

  ask(party: Party<Request, Answer>, id: string, peer: Endpoint, request: Request, options: AskOptions, word: number): void {
    const letter = this.#letter(request, word)
    const name = this.#world.digest.word(id)
    this.#world.kernel.fingerprint.fold(name.a, name.b)
    this.#start(this.linkTo(party, peer), id, letter, options, undefined)
  }

  tell(party: Party<Request, Answer>, peers: readonly Endpoint[], request: Request, options: TellOptions, word: number): void {
    const letter = this.#letter(request, word)
    for (const peer of peers) {
      const proof = options.proofs?.[peer]
      this.#start(this.linkTo(party, peer), undefined, letter, proof === undefined ? NO_ASK : { proof }, undefined)
    }
  }

  rawTell(party: Party<Request, Answer>, peers: readonly Endpoint[], raw: RawTell, options: TellOptions, word: number): void {
    const [method = "POST", url = "/"] = raw.route.split(" ")
    const { a, b } = this.#letter(raw as unknown as Request, word)
    const letter = new Letter(raw as unknown as Request, a, b, { method, url, headers: {}, body: raw.body })
    for (const peer of peers) {
      const proof = options.proofs?.[peer]
      this.#start(this.linkTo(party, peer), undefined, letter, proof === undefined ? NO_ASK : { proof }, raw)
    }
  }

  reply(party: Party<Request, Answer>, id: number, answer: Answer, more: boolean, word: number): void {
    const { digest, kernel } = this.#world
    const asked = party.asked.get(id)
    digest.of(answer)
    kernel.fingerprint.fold(digest.a ^ word, digest.b)
    if (asked === undefined) return
    if (!more) party.asked.delete(id)
    if (!more) this.lines.answered(party, asked, answer)
    if (asked instanceof Aside) asked.answered?.(answer)
    else this.#answer(party, asked, { answer }, more)
  }

  rawReply(party: Party<Request, Answer>, id: number, raw: RawReply, word: number): void {
    const { digest, kernel } = this.#world
    const asked = party.asked.get(id)
    digest.of(raw)
    kernel.fingerprint.fold(digest.a ^ word, digest.b)
    if (asked === undefined) return
    party.asked.delete(id)
    this.lines.answeredRawly(party, asked, raw)
    if (asked instanceof Exchange && raw.manner !== "silent") this.#answer(party, asked, { raw }, false)
  }

  close(party: Party<Request, Answer>, session: string, word: number): void {
    const name = this.#world.digest.word(session)
    this.#world.kernel.fingerprint.fold(word ^ name.a, name.b)
    this.sessions.close(party, session, "closed by this end")
  }

  /** Asks a node from outside the network. */
  outside(party: Party<Request, Answer>, request: Request, answered: ((answer: Answer) => void) | undefined): void {
    const letter = this.#letter(request, 0)
    const id = ++party.requests
    party.asked.set(id, new Aside(letter, answered))
    // The same question asked twice is another input, with luck of its own.
    const a = mix(letter.a, ++party.asides)
    this.#world.turns.step(party, { kind: "request", id, link: "link outside", proof: undefined, request }, a, letter.b, "outside")
  }

  linkTo(party: Party<Request, Answer>, endpoint: Endpoint): Link<Request, Answer> {
    let link = party.links.get(endpoint)
    if (link === undefined) {
      link = new Link(party, endpoint, this.#world.byEndpoint.get(endpoint))
      party.links.set(endpoint, link)
    } else if (link.to === undefined) link.to = this.#world.byEndpoint.get(endpoint)
    return link
  }

  /** A node is gone: whoever waits for its answer finds the connection closed. Returns how many. */
  hangUp(party: Party<Request, Answer>): number {
    let count = 0
    for (const asked of party.asked.values()) {
      if (!(asked instanceof Exchange) || asked.isOver) continue
      count++
      this.hangUpOn(asked)
    }
    return count
  }

  /** Whoever waits for this answer finds the connection closed. */
  hangUpOn(exchange: Exchange<Request, Answer>): void {
    this.endLater(exchange, "maybe-delivered", "closed")
  }

  /** The connection of an exchange ends before its time. */
  reset(exchange: Exchange<Request, Answer>): void {
    this.#push(exchange, 0, { exchange, delivery: "maybe-delivered", because: "closed" })
  }

  #letter(request: Request, word: number): Letter<Request> {
    const { digest, kernel } = this.#world
    digest.of(request)
    kernel.fingerprint.fold(digest.a ^ word, digest.b)
    return new Letter(request, digest.a, digest.b)
  }

  #start(
    link: Link<Request, Answer>,
    id: string | undefined,
    letter: Letter<Request>,
    options: AskOptions,
    raw: RawTell | undefined,
  ): void {
    const { limits, timeoutUs } = this.#world
    const waitUs = Math.min(options.timeoutUs ?? timeoutUs, timeoutUs)
    const exchange = new Exchange(link, id, letter, options.proof, waitUs, raw)
    const nth = link.occurrence(letter.a)
    exchange.a = mix(mix(link.a, letter.a), nth)
    exchange.b = mixOther(mixOther(link.b, letter.b), nth)
    switch (placeFor(exchange, limits)) {
      case "free":
        return this.#send(exchange)
      case "waiting":
        link.from.waiting.push(exchange)
        return
      case "none":
        return this.#push(exchange, 0, { exchange, delivery: "not-delivered", because: "overloaded" })
    }
  }

  readonly #send = (exchange: Exchange<Request, Answer>): void => {
    const { kernel } = this.#world
    const { link, a, b } = exchange
    takePlace(exchange)
    exchange.startedAt = kernel.now
    exchange.dueAt = kernel.now + exchange.waitUs
    kernel.wait(exchange.waitUs, exchange)
    if (link.to === undefined) link.to = this.#world.byEndpoint.get(link.endpoint)
    const passage = this.#ask(link, link.to?.name ?? link.endpoint, "request", exchange.letter, undefined, a, b)
    const { us } = passage
    switch (passage.fate) {
      case "drop":
        return
      case "refuse":
        return this.#push(exchange, 2 * us, { exchange, delivery: "not-delivered", because: "refused" })
      case "reset":
        return this.#push(exchange, 2 * us, { exchange, delivery: "maybe-delivered", because: "closed" })
      case "stall":
        return this.#stall(passage, () => this.#deliver(exchange, us, true, 0, -1))
      default:
        for (let copy = 0, { copies, isHeldBack, bit } = passage; copy < copies; copy++) this.#deliver(exchange, us, isHeldBack, copy, bit)
    }
  }

  #deliver(exchange: Exchange<Request, Answer>, us: number, isHeldBack: boolean, copy: number, bit: number): void {
    const { kernel } = this.#world
    const { link, a, b } = exchange
    const { to } = link
    if (to === undefined) return this.#push(exchange, 2 * us, { exchange, delivery: "not-delivered", because: "refused" })
    let at = kernel.now + us
    if (!isHeldBack) {
      if (at <= link.lastAt) at = link.lastAt + 1
      link.lastAt = at
    }
    if (copy === 0 && bit < 0) this.#world.push(at, RANKS.arrival, to, a, b, ARRIVAL, exchange, 0)
    else
      this.#world.push(
        at,
        RANKS.arrival,
        to,
        mix(a, COPY_WORD + copy),
        b,
        ODD_ARRIVAL,
        { exchange, copy, bit } satisfies Odd<Request, Answer>,
        0,
      )
  }

  #answer(party: Party<Request, Answer>, exchange: Exchange<Request, Answer>, said: Heard<Request, Answer>["said"], more: boolean): void {
    const { kernel } = this.#world
    const { asker, letter } = exchange
    const a = mix(exchange.a, ANSWER_WORD + exchange.parts)
    const { b } = exchange
    const back = this.linkTo(party, asker.plan.endpoint)
    const passage = this.#ask(back, asker.name, "answer", letter, said, a, b)
    const { fate, bit, us } = passage
    exchange.parts++
    if (fate === "drop") return
    if (fate === "reset" || ("raw" in said && said.raw.manner === "half")) {
      return this.#push(exchange, us, { exchange, delivery: "maybe-delivered", because: "closed" })
    }
    const deliver = (): void => {
      const slowly = "raw" in said && said.raw.manner === "slow" ? said.raw.body.length * SLOW_US : 0
      const at = Math.max(kernel.now + us + slowly, exchange.lastPartAt + 1)
      exchange.lastPartAt = at
      this.#world.push(
        at,
        RANKS.arrival,
        asker,
        a,
        b,
        ANSWER,
        { exchange, said, more, bit } satisfies Heard<Request, Answer>,
        exchange.life,
      )
    }
    if (fate === "stall") this.#stall(passage, deliver)
    else deliver()
  }

  #stall({ by }: LetterPassage, deliver: () => void): void {
    if (by !== undefined && by.stalled.length < this.#world.limits.stalledMax) by.stalled.push(deliver)
  }

  #ask(
    link: Link<Request, Answer>,
    to: string,
    kind: "request" | "answer",
    letter: Letter<Request>,
    said: Heard<Request, Answer>["said"] | undefined,
    a: number,
    b: number,
  ): LetterPassage {
    const { kernel, storm } = this.#world
    this.#world.messages++
    if (kind === "request" && storm.isListening) storm.sent(link.from.name, to, letter.route(link.from.plan.codec as never))
    const rules = storm.rulesOf(link, to)
    const body = said === undefined ? undefined : () => this.#bodyOf(link.from, said, letter)
    this.#passage.askFor(rules, link as never, to, kind, letter as never, body, said === NOTHING, kernel.now, a, b)
    return this.#passage
  }

  /** The end of an exchange travels back to the asker, as an answer would. */
  endLater(exchange: Exchange<Request, Answer>, delivery: Ending<Request, Answer>["delivery"], because: UnreachableReason): void {
    const { asker, letter, link } = exchange
    const target = link.to as Party<Request, Answer>
    const passage = this.#ask(
      this.linkTo(target, asker.plan.endpoint),
      asker.name,
      "answer",
      letter,
      NOTHING,
      mix(exchange.a, ENDING_WORD),
      exchange.b,
    )
    if (passage.fate === "deliver" || passage.fate === "reset") this.#push(exchange, passage.us, { exchange, delivery, because })
  }

  #push(exchange: Exchange<Request, Answer>, afterUs: number, ending: Ending<Request, Answer>): void {
    const { asker, life, a, b } = exchange
    this.#world.push(this.#world.kernel.now + afterUs, RANKS.arrival, asker, mix(a, ENDING_WORD), b, ENDING, ending, life)
  }

  over(exchange: Exchange<Request, Answer>): void {
    const { asker } = exchange
    exchange.isOver = true
    leavePlace(exchange, this.#world.limits, this.#send)
    if (asker.state === "leaving" && asker.underWay === 0 && asker.waiting.length === 0) this.#world.staff.left(asker)
  }

  #bodyOf(party: Party<Request, Answer>, said: Heard<Request, Answer>["said"], letter: Letter<Request>): string {
    if ("raw" in said) return said.raw.body
    const { codec } = party.plan
    return codec === undefined || said === NOTHING ? "" : codec.encodeAnswer(said.answer, letter.request).body
  }
}

const NOTHING = { answer: undefined as never }
