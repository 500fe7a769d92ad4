/**
 * The tracker: a newcomer's last resort. It tells some of the nodes it knows, and knows only nodes that it has dialled itself
 * and that showed the key they had claimed. It remembers nothing over a restart: nodes announce themselves again.
 */
import {
  type Asked,
  again,
  type Crypto,
  checkHello,
  type Endpoint,
  type ExchangeAnswer,
  type Hello,
  type Input,
  type InputOf,
  type Micros,
  type NodeProgram,
  type Out,
  type RequestId,
  sample,
} from "@watercooler/kernel"
import { type TrackerConfig, type TrackerRequest, trackerDefaults } from "./config.ts"
import { TrackerTable } from "./table.ts"

type In = Input<TrackerRequest, ExchangeAnswer>
type Effects = Out<TrackerRequest, ExchangeAnswer>

/** A node being dialled back: what key it claims, if it claims one, and who waits to hear. */
interface Dial {
  readonly endpoint: Endpoint
  readonly key: string | undefined
  readonly waiting: RequestId[]
}

/** More announcements of the same node than this at once are turned away. */
const WAITING_MAX = 8

export function createTracker(config: TrackerConfig, crypto: Crypto): NodeProgram<TrackerRequest, ExchangeAnswer> {
  return new Tracker({ ...trackerDefaults, ...config }, crypto)
}

class Tracker implements NodeProgram<TrackerRequest, ExchangeAnswer> {
  readonly #config: Required<TrackerConfig>
  readonly #crypto: Crypto
  readonly #table: TrackerTable
  /** By ask: `dial <endpoint>`. */
  readonly #dials = new Map<string, Dial>()
  readonly #silentUntil = new Map<Endpoint, Micros>()

  constructor(config: Required<TrackerConfig>, crypto: Crypto) {
    this.#config = config
    this.#crypto = crypto
    this.#table = new TrackerTable(config.peersMax)
  }

  step(input: In, out: Effects): void {
    switch (input.kind) {
      case "boot":
        return this.#setProbe(out)
      case "request":
        return this.#asked(input, input.now, out)
      case "answer":
        return this.#answered(input, out)
      case "unreachable":
        return this.#failed(input.ask, input.because, input.now, out)
      case "garbage":
        if (input.instead.of === "answer") return this.#failed(input.instead.ask, input.because, input.now, out)
        return refuse(out, input.instead.id, 400, "garbage", input.because)
      case "timer":
        return this.#probe(input.now, out)
      default:
        return undefined
    }
  }

  #asked(input: Asked<TrackerRequest>, now: Micros, out: Effects): void {
    const { id, request } = input
    switch (request.kind) {
      case "pubkey":
        return out.reply(id, { kind: "pubkey", key: this.#config.key, name: this.#config.name, network: this.#config.network })
      case "peers": {
        const limit = Math.max(0, Math.min(request.limit, this.#config.sampleMax))
        const peers = sample(() => out.random(), this.#table.cardsExcept(request.except), limit)
        return out.reply(id, { kind: "peers", peers })
      }
      case "announce":
        return this.#announced(id, request.hello, out)
      case "goodbye":
        return refuse(out, id, 403, "no-session", "A tracker opens no sessions, so nobody can prove who is leaving. It notices by itself.")
      case "sighted":
        this.#sighted(request.endpoint, now, out)
        return out.reply(id, { kind: "welcome" })
    }
  }

  #announced(id: RequestId, hello: Hello, out: Effects): void {
    const { network, version, self, key } = this.#config
    const refusal = checkHello(this.#crypto, hello, { network, version, self, key, capabilitiesRequired: [] })
    if (refusal !== undefined) {
      out.note({ note: "rejected", what: "hello", peer: hello.key, ...refusal })
      return refuse(
        out,
        id,
        refusal.code === "forged-hello" ? 403 : 400,
        refusal.code,
        `The hello was refused: ${JSON.stringify(refusal)}.`,
      )
    }
    if (hello.endpoint === "" || hello.endpoint === self)
      return refuse(out, id, 400, "no-endpoint", "A node that announces itself must say where it can be dialled.")
    if (this.#table.holds(hello.endpoint, hello.key)) return out.reply(id, { kind: "welcome" })
    const open = this.#dials.get(dialOf(hello.endpoint))
    if (open !== undefined && open.key === hello.key && open.waiting.length < WAITING_MAX) {
      open.waiting.push(id)
      return undefined
    }
    if (open !== undefined || this.#dials.size >= this.#config.dialsMax)
      return refuse(out, id, 503, "busy", `${this.#dials.size} nodes are being dialled back. Announce yourself again in a moment.`)
    this.#dial({ endpoint: hello.endpoint, key: hello.key, waiting: [id] }, out)
  }

  /** Hearsay: an observer saw a node there. It is asked who it is, unless it is known or was silent a moment ago. */
  #sighted(endpoint: Endpoint, now: Micros, out: Effects): void {
    if (endpoint === this.#config.self || this.#table.at(endpoint) !== undefined || this.#dials.has(dialOf(endpoint))) return
    if (this.#dials.size >= this.#config.dialsMax || now < (this.#silentUntil.get(endpoint) ?? 0)) return
    this.#dial({ endpoint, key: undefined, waiting: [] }, out)
  }

  #dial(dial: Dial, out: Effects): void {
    this.#dials.set(dialOf(dial.endpoint), dial)
    out.ask(dialOf(dial.endpoint), dial.endpoint, { kind: "pubkey" }, { timeoutUs: this.#config.dialTimeoutUs })
  }

  #answered(input: InputOf<"answer", TrackerRequest, ExchangeAnswer>, out: Effects): void {
    const { ask, peer, answer, now } = input
    if (answer.kind !== "pubkey") return this.#failed(ask, `answered ${answer.kind} instead of its key`, now, out)
    if (answer.network !== this.#config.network) return this.#failed(ask, `belongs to network ${answer.network}`, now, out)
    const dial = this.#dials.get(ask)
    if (dial === undefined) return this.#stillThere(peer, answer.key, now, out)
    if (dial.key !== undefined && dial.key !== answer.key) return this.#failed(ask, "key-mismatch", now, out)
    this.#dials.delete(ask)
    this.#silentUntil.delete(peer)
    const card = { endpoint: peer, key: answer.key, name: answer.name }
    if (!this.#table.put(card, now)) {
      for (const id of dial.waiting)
        refuse(out, id, 503, "full", `This tracker knows ${this.#config.peersMax} nodes, and all of them answer.`)
      return
    }
    out.note({ note: "peer-added", endpoint: peer, peer: answer.key, from: dial.key === undefined ? "sighting" : "announcement" })
    for (const id of dial.waiting) out.reply(id, { kind: "welcome" })
  }

  #stillThere(peer: Endpoint, key: string, now: Micros, out: Effects): void {
    const entry = this.#table.at(peer)
    if (entry === undefined) return
    entry.failures = 0
    if (entry.card.key === key) return
    this.#table.remove(peer)
    out.note({ note: "peer-dropped", endpoint: peer, because: "somebody else answers there now" })
    this.#sighted(peer, now, out)
  }

  #failed(ask: string | undefined, because: string, now: Micros, out: Effects): void {
    const dial = ask === undefined ? undefined : this.#dials.get(ask)
    if (ask !== undefined && dial !== undefined) {
      this.#dials.delete(ask)
      this.#restFrom(dial.endpoint, now)
      const mismatch = because === "key-mismatch"
      const detail = mismatch ? "answers with another key than it announced" : `could not be dialled back: ${because}`
      for (const id of dial.waiting)
        refuse(out, id, mismatch ? 403 : 400, mismatch ? because : "not-dialled-back", `${dial.endpoint} ${detail}.`)
      return
    }
    const endpoint = ask?.startsWith("probe ") ? ask.slice("probe ".length) : undefined
    const entry = endpoint === undefined ? undefined : this.#table.at(endpoint)
    if (endpoint === undefined || entry === undefined) return
    entry.failures += 1
    if (entry.failures < this.#config.failuresMax) return
    this.#table.remove(endpoint)
    out.note({ note: "peer-dropped", endpoint, because })
  }

  #restFrom(endpoint: Endpoint, now: Micros): void {
    for (const [silent, until] of this.#silentUntil) {
      if (until > now && this.#silentUntil.size < this.#config.dialsMax) break
      this.#silentUntil.delete(silent)
    }
    this.#silentUntil.set(endpoint, now + this.#config.sightingRestUs)
  }

  #probe(now: Micros, out: Effects): void {
    for (const entry of this.#table.longestUnasked(this.#config.probesPerRound)) {
      // A probe may still be open from the round before; asking twice under one name is an error.
      if (now - entry.askedAt <= this.#config.dialTimeoutUs) continue
      entry.askedAt = now
      out.ask(`probe ${entry.card.endpoint}`, entry.card.endpoint, { kind: "pubkey" }, { timeoutUs: this.#config.dialTimeoutUs })
    }
    this.#setProbe(out)
  }

  #setProbe(out: Effects): void {
    const { probeEveryUs } = this.#config
    again(out, "probe", { periodUs: Math.floor(probeEveryUs * 0.75), jitterUs: Math.floor(probeEveryUs / 2) })
  }
}

function dialOf(endpoint: Endpoint): string {
  return `dial ${endpoint}`
}

function refuse(out: Effects, id: RequestId, status: number, code: string, detail: string): void {
  out.reply(id, { kind: "refused", status, code, detail })
}
