/** The journal's lines of requests and answers: one by whoever answered, one by whoever asked. Written only if somebody reads them. */
import type { RawReply } from "@watercooler/kernel"
import type { Party } from "../node/party.ts"
import { type Aside, Exchange } from "../wire/exchange.ts"
import { bytesOf } from "../wire/letter.ts"
import type { World } from "../world.ts"

type Asked<Request, Answer> = Exchange<Request, Answer> | Aside<Request, Answer>

export class TrafficLines<Request, Answer> {
  readonly #world: World<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
  }

  statusOf({ asker, letter }: Exchange<Request, Answer>, answer: Answer): number {
    const { codec } = asker.plan
    return this.#world.scribe.hasTraffic && codec !== undefined ? codec.encodeAnswer(answer, letter.request).status : 200
  }

  /** The line of whoever answered. */
  answered(party: Party<Request, Answer>, asked: Asked<Request, Answer>, answer: Answer): void {
    const { codec } = party.plan
    if (!this.#world.scribe.hasTraffic || codec === undefined) return
    const { status, body } = codec.encodeAnswer(answer, asked.letter.request)
    this.#write(party, asked, status, bytesOf(body))
  }

  answeredRawly(party: Party<Request, Answer>, asked: Asked<Request, Answer>, raw: RawReply): void {
    if (this.#world.scribe.hasTraffic) this.#write(party, asked, raw.status, bytesOf(raw.body))
  }

  #write(party: Party<Request, Answer>, asked: Asked<Request, Answer>, status: number, bytesOut: number): void {
    const { kernel, scribe } = this.#world
    const { codec } = party.plan
    const { letter } = asked
    const isExchange = asked instanceof Exchange
    const traffic = {
      method: letter.method(codec as never),
      route: letter.route(codec as never),
      status,
      durationUs: isExchange ? kernel.now - asked.startedAt : 0,
      a: isExchange ? asked.a : letter.a,
      b: isExchange ? asked.b : letter.b,
    }
    const from = isExchange ? asked.asker.name : "outside"
    scribe.request(party.name, traffic, { link: `link ${from}`, from, bytesIn: letter.bytes(codec as never), bytesOut })
  }

  /** The line of whoever asked. */
  ended(exchange: Exchange<Request, Answer>, status: number, because: string | undefined): void {
    const { kernel, scribe } = this.#world
    const { asker, letter, link, startedAt, a, b } = exchange
    const { codec } = asker.plan
    if (!scribe.hasTraffic || codec === undefined) return
    const traffic = {
      method: letter.method(codec as never),
      route: letter.route(codec as never),
      status,
      durationUs: kernel.now - startedAt,
      a,
      b,
    }
    scribe.answer(asker.name, traffic, link.endpoint, because)
  }
}
