/** What the parts of a simulation have in common: time, luck, the parties, and each other. */
import type { LinkTable, Rule, TimelineFault } from "@watercooler/boss/faults"
import { type Crypto, type Endpoint, type JournalEvent, type Json, KeyedDraws } from "@watercooler/kernel"
import { Digest } from "./chance/digest.ts"
import type { CostTable } from "./costs.ts"
import { TIMEOUT } from "./happenings.ts"
import { type Heading, Scribe } from "./journal/scribe.ts"
import { Kernel } from "./kernel.ts"
import { type Finding, LIMITS, type Limits } from "./limits.ts"
import type { Party, PartyPlan } from "./node/party.ts"
import type { Staff } from "./node/staff.ts"
import type { Turns } from "./node/turns.ts"
import { RANKS, type Rank, SimEvent } from "./queue/event.ts"
import type { QueueKind } from "./queue/queue.ts"
import type { Storm } from "./storm/storm.ts"
import type { Exchange } from "./wire/exchange.ts"
import type { Wires } from "./wire/wires.ts"
import type { WorkModel } from "./work.ts"

/** A simulated run. Only the seed and the door to cryptography are needed; times are in virtual microseconds. */
export interface SimulationOptions<Request, Answer> {
  /** Decides every draw. The same seed, parties and faults give the same run, to the last effect. */
  readonly seed: string
  /** Given to jobs. Programs bring their own; sharing one that remembers verified signatures makes large networks much faster. */
  readonly crypto: Crypto
  /** Who is there from the beginning. Others are hired later. */
  readonly parties?: readonly PartyPlan<Request, Answer>[]
  /** What links are like: five milliseconds, unless said otherwise. */
  readonly links?: LinkTable
  /** Rules of the caller's own, asked before all others. */
  readonly rules?: readonly Rule[]
  readonly faults?: readonly TimelineFault[]
  /** Whom a hire of a newcomer brings. */
  readonly newcomer?: (name: string, newcomer: Json) => PartyPlan<Request, Answer>
  /** How long orders take: 50 ms, unless said otherwise. */
  readonly work?: WorkModel
  readonly costs?: CostTable
  readonly limits?: Partial<Limits>
  /** Longest wait for an answer. */
  readonly timeoutUs?: number
  /** How events are kept in order. Makes no difference to the run. */
  readonly queue?: QueueKind
  /** Writes every message as canonical JSON and reads it back. Makes no difference to the run, unless programs share what they should not. */
  readonly serialise?: boolean
  /** Called with every turn of every program, which it must take: to guard against clocks and chance, or to measure. */
  readonly around?: (turn: () => void) => void
  /** Hears every line of the journal. */
  readonly sink?: (event: JournalEvent) => void
  /** Whether requests and answers are journalled too, which costs their encoding. On, if there is a sink. */
  readonly traffic?: boolean
  /** First line of the journal, as far as only the caller knows it. */
  readonly heading?: Heading
}

/** As the host's, unless its configuration says otherwise. */
const TIMEOUT_US = 2_000_000

export type AnyEvent<Request, Answer> = SimEvent<Party<Request, Answer> | undefined, unknown>

export class World<Request, Answer> {
  readonly options: SimulationOptions<Request, Answer>
  readonly limits: Limits
  readonly costs: CostTable
  readonly timeoutUs: number
  readonly draws: KeyedDraws
  readonly digest = new Digest()
  readonly kernel: Kernel<AnyEvent<Request, Answer>, Exchange<Request, Answer>>
  readonly scribe: Scribe
  readonly parties = new Map<string, Party<Request, Answer>>()
  readonly byEndpoint = new Map<Endpoint, Party<Request, Answer>>()
  turns!: Turns<Request, Answer>
  wires!: Wires<Request, Answer>
  storm!: Storm<Request, Answer>
  staff!: Staff<Request, Answer>
  finding: Finding | undefined
  /** Turns taken, and messages sent. */
  steps = 0
  messages = 0

  constructor(options: SimulationOptions<Request, Answer>) {
    this.options = options
    this.limits = { ...LIMITS, ...options.limits }
    this.costs = options.costs ?? {}
    this.timeoutUs = options.timeoutUs ?? TIMEOUT_US
    this.draws = new KeyedDraws(options.seed)
    this.kernel = new Kernel(options.queue ?? "heap", (exchange) => {
      const { asker, a, b, dueAt, life } = exchange
      return new SimEvent<Party<Request, Answer> | undefined, unknown>(dueAt, RANKS.timeout, asker.a, a, b, TIMEOUT, asker, exchange, life)
    })
    this.scribe = new Scribe(options.sink, options.traffic ?? true, () => this.kernel.now)
  }

  push(
    at: number,
    rank: Rank,
    party: Party<Request, Answer> | undefined,
    a: number,
    b: number,
    kind: number,
    item: unknown,
    life: number,
  ): void {
    this.kernel.push(new SimEvent(at, rank, party === undefined ? 0 : party.a, a, b, kind, party, item, life))
  }

  party(name: string): Party<Request, Answer> {
    const party = this.parties.get(name)
    if (party === undefined) throw new Error(`nobody is called ${name}; there are ${[...this.parties.keys()].join(", ") || "none"}`)
    return party
  }

  /** The first thing found ends the run. */
  found(what: Finding["what"], party: Party<Request, Answer> | undefined, because: string): void {
    this.finding ??= { what, node: party?.name ?? "", at: this.kernel.now, because, lately: [...(party?.lately ?? [])] }
  }
}
