/** Keeps a node in company: finds peers by tracker, by name and by other peers, proves them, loses them, looks for them again. */
import {
  type Answered,
  again,
  below,
  type Endpoint,
  type Hello,
  type HelloRefusal,
  isEndpoint,
  MICROS_PER_SECOND,
  type Peer,
  type PeerCard,
  sample,
} from "@watercooler/kernel"
import type { Answer } from "../protocol/messages.ts"
import { checkWelcome, helloTo, refusalOf } from "./hello.ts"
import { type Company, proofFor, type Turn } from "./network.ts"

/** While peers are wanted: quick at first, then ever slower. */
const HURRY_US_MIN = 150_000
const HURRY_US_MAX = 5 * MICROS_PER_SECOND
/** When all is well. */
const CALM = { periodUs: 5 * MICROS_PER_SECOND, jitterUs: 2 * MICROS_PER_SECOND }
/** Hellos under way at once. Strangers who ask to be dialled back have only some of these places: they may be leading us nowhere. */
const GREETINGS_MAX = 16
const INVITED_MAX = 8
/** How often the tracker is told that we are here: it may have forgotten. */
const ANNOUNCE_US = 30 * MICROS_PER_SECOND
/** A peer not heard of for so long is greeted again: is it there, and are we its peer as it is ours? */
const SILENT_US = 10 * MICROS_PER_SECOND
/** Each side renews at most so often, which is longer than any hello is under way: else two nodes could renew each other for ever. */
const RENEW_US = 2_500_000

export type Told = { readonly welcome: Answer } | { readonly refused: HelloRefusal | { readonly code: "banned" | "full" } }

export interface PeerageEvents {
  /** A peer has proven itself and is in the table now. */
  joined(endpoint: Endpoint, turn: Turn): void
  /** Nobody is left to be asked for peers: as far as this node can know, it has found all there are. */
  searched(turn: Turn): void
}

export class Peerage {
  readonly #company: Company
  readonly #events: PeerageEvents
  /** Hellos under way, and whether it was the other who wished for one. */
  readonly #greeting = new Map<Endpoint, { readonly invited: boolean }>()
  readonly #asking = new Set<Endpoint>()
  readonly #renewedAt = new Map<Endpoint, number>()
  #hurryUs = HURRY_US_MIN
  #announcing = false
  #announcedAt: number | undefined
  /** Whether the tracker (or, without one, some boot node) has answered since the boot. */
  heardOfOthers = false
  /** Whether whoever was asked last for peers knew none that this node did not know. */
  #nothingNew = false

  constructor(company: Company, events: PeerageEvents) {
    this.#company = company
    this.#events = events
  }

  /** Greetings and questions of its own under way. Those that strangers have wished for do not count: strangers could go on for ever. */
  get busy(): boolean {
    if (this.#asking.size > 0) return true
    for (const { invited } of this.#greeting.values()) if (!invited) return true
    return false
  }

  /** Whether this node has found as many peers as it wants, or all there are. */
  get complete(): boolean {
    const { config, peers } = this.#company
    const enough = config.minPeers > 0 && peers.size >= config.minPeers
    return !this.busy && (enough || (this.heardOfOthers && (this.#nothingNew || config.minPeers === 0)))
  }

  /** At boot: greet the peers of before, and look for more. */
  start(known: readonly PeerCard[], turn: Turn): void {
    for (const { endpoint } of known) this.greet(endpoint, turn)
    this.#look(turn)
    this.#schedule(turn)
  }

  /** The BootstrapService: any request finds out that the peers table is empty, and starts looking. */
  bootstrapIfEmpty(turn: Turn): void {
    if (this.#company.peers.size === 0 && !this.busy && this.heardOfOthers) this.#look(turn)
  }

  /** On the maintenance timer. */
  tick(turn: Turn): void {
    const { config, peers } = this.#company
    for (const lost of peers.due(turn.now)) this.greet(lost.endpoint, turn)
    if (peers.size < config.minPeers) this.#look(turn)
    this.#checkOnSilent(turn)
    const isForgotten = this.#announcedAt === undefined || turn.now - this.#announcedAt >= ANNOUNCE_US
    if (config.tracker !== "" && isForgotten) this.#announce(turn)
    this.#schedule(turn)
  }

  /** Introduces this node to an endpoint, unless it is itself, known already, or being greeted. */
  greet(endpoint: Endpoint, turn: Turn): void {
    if (this.#company.peers.get(endpoint) === undefined) this.#greet(endpoint, false, turn)
  }

  /** Somebody shows a session of ours and is no peer of ours: we are its peer, then, and it should be ours, or nobody would tell it anything. */
  heardStranger(endpoint: Endpoint, turn: Turn): void {
    const { peers } = this.#company
    if (!peers.full && peers.get(endpoint) === undefined) this.#greet(endpoint, true, turn)
  }

  /** Somebody introduces itself. It gets a session for its key; its endpoint is believed after it has been dialled. */
  met(hello: Hello, turn: Turn): Told {
    const { config, peers, sessions, standing } = this.#company
    const refusal = refusalOf(this.#company, hello, config.endpoint)
    if (refusal !== undefined) return { refused: refusal }
    if (standing.isBanned(hello.key, turn.now)) return { refused: { code: "banned" } }
    const known = peers.get(hello.endpoint)
    if (known === undefined && peers.full) return { refused: { code: "full" } }
    const session = sessions.open({ key: hello.key, name: hello.name, endpoint: hello.endpoint })
    // Known already: it has restarted or lost us, so what we hold of its sessions may be stale. Or another key claims a peer's endpoint:
    // then the one who really lives there is asked, and the claim alone evicts nobody.
    if (known === undefined) this.#greet(hello.endpoint, true, turn)
    else this.#renew(hello.endpoint, turn)
    return { welcome: { kind: "welcome", hello: helloTo(this.#company, hello.key), session } }
  }

  /** An answer to something this part asked. False when the ask was not its own. */
  answered({ ask, peer, answer }: Pick<Answered<Answer>, "ask" | "peer" | "answer">, turn: Turn): boolean {
    if (ask === `hello ${peer}`) this.#welcomed(peer, answer, turn)
    else if (ask === `peers ${peer}`) this.#toldOfPeers(peer, answer, turn)
    else if (ask === "tracker announce") this.#trackerAnswered(answer.kind === "welcome", turn)
    else return false
    return true
  }

  /** An ask of this part has failed. */
  failed(ask: string, peer: Endpoint, turn: Turn): boolean {
    if (ask === `hello ${peer}`) this.#greeting.delete(peer)
    else if (ask === `peers ${peer}`) this.#asking.delete(peer)
    else if (ask === "tracker announce") this.#trackerAnswered(false, turn)
    else return false
    this.#maybeSearched(turn)
    return true
  }

  /** A peer could not be reached, whoever tried. */
  lost(endpoint: Endpoint, because: string, turn: Turn): void {
    if (this.#company.peers.lose(endpoint, turn.now) === undefined) return
    // Whoever named this one has named nothing new; now it would be.
    this.#nothingNew = false
    this.#dropped(endpoint, because, turn)
  }

  /** A peer says goodbye. */
  left(endpoint: Endpoint, turn: Turn): void {
    if (this.#company.peers.remove(endpoint) !== undefined) this.#dropped(endpoint, "goodbye", turn)
  }

  #dropped(endpoint: Endpoint, because: string, turn: Turn): void {
    turn.out.persist({ kind: "peer-gone", endpoint })
    turn.out.note({ note: "peer-dropped", endpoint, because })
    if (this.#company.peers.size < this.#company.config.minPeers) this.#hurry(turn)
  }

  #renew(endpoint: Endpoint, turn: Turn): void {
    if (turn.now - (this.#renewedAt.get(endpoint) ?? Number.NEGATIVE_INFINITY) < RENEW_US) return
    this.#greet(endpoint, true, turn)
  }

  /** The peer that has been silent longest, if it has been so for long. */
  #checkOnSilent(turn: Turn): void {
    let silent: Peer | undefined
    for (const peer of this.#company.peers.all()) if (silent === undefined || peer.lastSeen < silent.lastSeen) silent = peer
    if (silent !== undefined && turn.now - silent.lastSeen >= SILENT_US) this.#greet(silent.endpoint, true, turn)
  }

  #greet(endpoint: Endpoint, invited: boolean, turn: Turn): void {
    if (!isEndpoint(endpoint) || endpoint === this.#company.config.endpoint || this.#greeting.has(endpoint)) return
    if (this.#greeting.size >= GREETINGS_MAX) return
    if (invited && [...this.#greeting.values()].filter((greeting) => greeting.invited).length >= INVITED_MAX) return
    this.#greeting.set(endpoint, { invited })
    this.#renewedAt.set(endpoint, turn.now)
    if (this.#renewedAt.size > 1_000) this.#renewedAt.clear()
    turn.out.ask(`hello ${endpoint}`, endpoint, { kind: "announce", hello: helloTo(this.#company, endpoint) })
  }

  #welcomed(endpoint: Endpoint, answer: Answer, turn: Turn): void {
    this.#greeting.delete(endpoint)
    const checked = checkWelcome(this.#company, endpoint, answer, turn)
    if (checked.ok) {
      const { hello, session } = checked.value
      // Without a tracker, whoever answers is all the introduction there is.
      if (this.#company.config.tracker === "") this.heardOfOthers = true
      const isNew = this.#company.peers.get(endpoint) === undefined
      const card = { endpoint, key: hello.key, name: hello.name }
      if (this.#company.peers.add(card, session, turn.now) && isNew) {
        turn.out.persist({ kind: "peer", ...card })
        turn.out.note({ note: "peer-added", endpoint, peer: hello.key, from: hello.name })
        if (this.#company.config.tracker === "" && this.#company.peers.size < this.#company.config.minPeers)
          this.#askForPeers(endpoint, turn)
        this.#events.joined(endpoint, turn)
      }
    } else {
      turn.out.note({ note: "rejected", what: "hello", code: checked.because, link: endpoint })
      if (this.#company.peers.get(endpoint) !== undefined) this.lost(endpoint, checked.because, turn)
      else this.#company.peers.lose(endpoint, turn.now)
      // It has no place for us, but knows others who may.
      if (checked.because === "full" && this.#company.peers.size < this.#company.config.minPeers) this.#askForPeers(endpoint, turn)
    }
    this.#maybeSearched(turn)
  }

  /** First the peers, then the tracker, then the nodes given by name. */
  #look(turn: Turn): void {
    const { config, peers } = this.#company
    const own = sample(() => turn.out.random(), peers.endpoints(), 1)
    for (const endpoint of own) this.#askForPeers(endpoint, turn)
    for (const endpoint of config.bootNodes) this.greet(endpoint, turn)
    if (config.tracker !== "") {
      if (this.#announcedAt === undefined) this.#announce(turn)
      this.#askForPeers(config.tracker, turn)
    } else {
      if (config.bootNodes.length === 0) this.heardOfOthers = this.#nothingNew = true
      if (own.length === 0) this.#maybeSearched(turn)
    }
  }

  #trackerAnswered(isWelcome: boolean, turn: Turn): void {
    this.#announcing = false
    this.#announcedAt = isWelcome ? turn.now : undefined
  }

  #announce(turn: Turn): void {
    const { tracker } = this.#company.config
    if (this.#announcing) return
    this.#announcing = true
    turn.out.ask("tracker announce", tracker, { kind: "announce", hello: helloTo(this.#company, tracker) })
  }

  #askForPeers(endpoint: Endpoint, turn: Turn): void {
    if (this.#asking.has(endpoint)) return
    this.#asking.add(endpoint)
    const { config } = this.#company
    const limit = endpoint === config.tracker ? Math.max(config.bootstrapPeers, config.minPeers) : 20
    turn.out.ask(`peers ${endpoint}`, endpoint, { kind: "peers", limit, except: config.endpoint }, proofFor(this.#company, endpoint))
  }

  #toldOfPeers(endpoint: Endpoint, answer: Answer, turn: Turn): void {
    this.#asking.delete(endpoint)
    if (answer.kind === "peers") {
      if (endpoint === this.#company.config.tracker || this.#company.config.tracker === "") this.heardOfOthers = true
      const wanted = Math.max(0, this.#company.config.minPeers - this.#company.peers.size - this.#greeting.size)
      const news = answer.peers.filter((card) => this.#isNews(card, turn))
      this.#nothingNew = news.length === 0
      for (const card of sample(() => turn.out.random(), news, wanted)) this.greet(card.endpoint, turn)
    }
    this.#maybeSearched(turn)
  }

  #isNews(card: PeerCard, turn: Turn): boolean {
    const { config, peers, standing } = this.#company
    return card.endpoint !== config.endpoint && peers.get(card.endpoint) === undefined && !standing.isBanned(card.key, turn.now)
  }

  #maybeSearched(turn: Turn): void {
    if (!this.busy) this.#events.searched(turn)
  }

  #schedule(turn: Turn): void {
    if (this.#company.peers.size >= this.#company.config.minPeers) {
      this.#hurryUs = HURRY_US_MIN
      again(turn.out, "peerage", CALM)
      return
    }
    turn.out.timer("peerage", this.#hurryUs + below(() => turn.out.random(), this.#hurryUs))
    this.#hurryUs = Math.min(this.#hurryUs * 2, HURRY_US_MAX)
  }

  #hurry(turn: Turn): void {
    this.#hurryUs = HURRY_US_MIN
    this.#schedule(turn)
  }
}

export const PEER_TABLE = { lostMax: 100, retryUs: 2 * MICROS_PER_SECOND, attemptsMax: 100 }
