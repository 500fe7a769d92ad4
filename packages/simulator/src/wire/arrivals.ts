/** What reaches a node from others: requests, answers, and the news that no answer comes. Every ask ends exactly once. */
import { mix } from "@watercooler/kernel"
import type { Party } from "../node/party.ts"
import type { World } from "../world.ts"
import { corruptAnswer, corruptRequest, decodeRaw, decodeRawTell } from "./bytes.ts"
import { canonicalCopy } from "./canonical.ts"
import { Aside, type Ending, type Exchange, type Heard, type Odd } from "./exchange.ts"
import { ANSWER_WORD, COPY_WORD, ENDING_WORD, type Wires } from "./wires.ts"

export class Arrivals<Request, Answer> {
  readonly #world: World<Request, Answer>
  readonly #wires: Wires<Request, Answer>

  constructor(world: World<Request, Answer>, wires: Wires<Request, Answer>) {
    this.#world = world
    this.#wires = wires
  }

  arrived(exchange: Exchange<Request, Answer>): void {
    this.#arrive(exchange, exchange.a, exchange.b, false, -1)
  }

  arrivedOddly({ exchange, copy, bit }: Odd<Request, Answer>): void {
    this.#arrive(exchange, mix(exchange.a, COPY_WORD + copy), exchange.b, copy > 0, bit)
  }

  #arrive(exchange: Exchange<Request, Answer>, a: number, b: number, isCopy: boolean, bit: number): void {
    const target = exchange.link.to as Party<Request, Answer>
    if (target.state !== "up") {
      const isGone = target.state === "away"
      return this.#wires.endLater(exchange, isGone ? "not-delivered" : "maybe-delivered", isGone ? "refused" : "closed")
    }
    if (target.plan.sessions === true || exchange.asker.plan.sessions === true) this.#wires.sessions.need(exchange.link)
    const { proof, letter, raw } = exchange
    const link = `link ${exchange.asker.name}`
    const decoded =
      raw !== undefined
        ? decodeRawTell(target.plan.codec, raw)
        : bit >= 0
          ? corruptRequest(target.plan.codec, letter.request, bit)
          : undefined
    // A route that does not exist is answered by the server itself; the program does not hear of it.
    if (decoded?.ok === false && decoded.status === 404) return this.#wires.endLater(exchange, "maybe-delivered", "closed")
    const id = ++target.requests
    target.asked.set(id, isCopy ? new Aside(letter, undefined) : exchange)
    if (decoded?.ok === false) {
      const { because, bytes } = decoded
      const instead = { of: "request", id, link, proof } as const
      return this.#world.turns.step(target, { kind: "garbage", instead, because, bytes }, a, b, exchange.asker.name)
    }
    const sent = decoded === undefined ? letter.request : decoded.value
    const request = this.#world.options.serialise === true ? canonicalCopy(sent) : sent
    this.#world.turns.step(target, { kind: "request", id, link, proof, request }, a, b, exchange.asker.name)
  }

  /** An answer has come to whoever asked. */
  heard({ exchange, said, more, bit }: Heard<Request, Answer>): void {
    const { asker, id, letter } = exchange
    if (exchange.isOver || exchange.life !== asker.life) return
    if (!more) this.#wires.over(exchange)
    const { codec } = asker.plan
    const decoded =
      "raw" in said
        ? decodeRaw(codec, said.raw, letter.request)
        : bit >= 0
          ? corruptAnswer(codec, said.answer, letter.request, bit)
          : undefined
    const [a, b] = [mix(exchange.a, ANSWER_WORD), exchange.b]
    if (exchange.raw !== undefined) return
    if (decoded?.ok === false) {
      this.#wires.lines.ended(exchange, 0, "not what the codec reads")
      if (more) this.#wires.over(exchange)
      const { because, bytes } = decoded
      const instead = { of: "answer", ask: id, peer: exchange.link.endpoint } as const
      return this.#world.turns.step(asker, { kind: "garbage", instead, because, bytes }, a, b, id)
    }
    const answer = decoded === undefined ? (said as { answer: Answer }).answer : decoded.value
    if (!more) this.#wires.lines.ended(exchange, this.#wires.lines.statusOf(exchange, answer), undefined)
    // Of a tell, only failures come back.
    if (id === undefined) return
    const copy = this.#world.options.serialise === true ? canonicalCopy(answer) : answer
    this.#world.turns.step(asker, { kind: "answer", ask: id, peer: exchange.link.endpoint, answer: copy, more }, a, b, id)
  }

  /** It is certain now that no answer comes. */
  unreachable({ exchange, delivery, because }: Ending<Request, Answer>): void {
    const { asker, id } = exchange
    if (exchange.isOver || exchange.life !== asker.life) return
    this.#wires.over(exchange)
    this.#wires.lines.ended(exchange, 0, because)
    if (exchange.raw !== undefined) return
    const peer = exchange.link.endpoint
    this.#world.turns.step(asker, { kind: "unreachable", ask: id, peer, delivery, because }, mix(exchange.a, ENDING_WORD), exchange.b, peer)
  }

  timedOut(exchange: Exchange<Request, Answer>): void {
    this.unreachable({ exchange, delivery: "maybe-delivered", because: "timeout" })
  }
}
