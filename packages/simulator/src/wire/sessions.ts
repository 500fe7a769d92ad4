/** Long-lived sessions: one for each direction in which a node asks another, opened by the first request. Told only to programs that want to know. */
import { hashText, mix, type SessionFacts } from "@watercooler/kernel"
import { SESSION } from "../happenings.ts"
import type { Party } from "../node/party.ts"
import { RANKS } from "../queue/event.ts"
import type { World } from "../world.ts"
import { Exchange } from "./exchange.ts"
import type { Link } from "./link.ts"
import type { Wires } from "./wires.ts"

/** Something that a node is to be told of one of its sessions. */
export interface SessionNews<Request, Answer> {
  readonly party: Party<Request, Answer>
  readonly session: string
  readonly facts: SessionFacts
  /** Why it has ended; undefined if it was opened. */
  readonly because: string | undefined
}

const FIRST_PORT = 32_768
const PORTS = 28_232

export class Sessions<Request, Answer> {
  readonly #world: World<Request, Answer>
  readonly #wires: Wires<Request, Answer>
  readonly #open = new Map<string, Link<Request, Answer>>()

  constructor(world: World<Request, Answer>, wires: Wires<Request, Answer>) {
    this.#world = world
    this.#wires = wires
  }

  /** A request has arrived over this link, which needs a session. Whoever lives at its end is told at once, the asker a moment later. */
  need(link: Link<Request, Answer>): void {
    if (link.session !== undefined || link.to === undefined) return
    link.session = `${link.from.name} to ${link.to.name} ${++link.sessions}`
    this.#open.set(link.session, link)
    this.tell(this.#news(link, link.to, undefined))
    const { kernel } = this.#world
    const news = this.#news(link, link.from, undefined)
    this.#world.push(kernel.now + 1, RANKS.arrival, link.from, link.a, link.sessions, SESSION, news, link.from.life)
  }

  /** Ends a session of this node: requests on it end too, and both ends are told. */
  close(party: Party<Request, Answer>, session: string, because: string): void {
    const link = this.#open.get(session)
    if (link === undefined || (link.from !== party && link.to !== party)) return
    this.#end(link, because)
  }

  /** A node is gone, and with it its sessions. */
  hangUp(party: Party<Request, Answer>): void {
    for (const link of [...this.#open.values()]) if (link.from === party || link.to === party) this.#end(link, "the other end is gone")
  }

  tell({ party, session, facts, because }: SessionNews<Request, Answer>): void {
    if (party.plan.sessions !== true) return
    const [a, b] = [hashText(session, because === undefined ? 5 : 6), facts.remotePort]
    if (because === undefined) this.#world.turns.step(party, { kind: "opened", session, facts }, a, b, session)
    else this.#world.turns.step(party, { kind: "closed", session, facts, because }, a, b, session)
  }

  #end(link: Link<Request, Answer>, because: string): void {
    const { kernel } = this.#world
    const ends = [link.from, link.to as Party<Request, Answer>]
    for (const party of ends) {
      const word = mix(link.a, link.sessions + 0x10000)
      this.#world.push(kernel.now, RANKS.arrival, party, word, link.b, SESSION, this.#news(link, party, because), party.life)
    }
    for (const asked of link.to?.asked.values() ?? []) if (asked instanceof Exchange && asked.link === link) this.#wires.reset(asked)
    this.#open.delete(link.session as string)
    link.session = undefined
  }

  #news(link: Link<Request, Answer>, party: Party<Request, Answer>, because: string | undefined): SessionNews<Request, Answer> {
    const remotePort = FIRST_PORT + (((link.a ^ link.sessions) >>> 0) % PORTS)
    const direction = party === link.from ? "outbound" : "inbound"
    return {
      party,
      session: link.session as string,
      facts: { link: `link ${link.from.name}`, remoteHost: "127.0.0.1", remotePort, direction },
      because,
    }
  }
}
