/** Networks for the simulator's bench: nothing at all, gossips, and full BigLoads. */
import { type Answer, BigLoad, bigload, crapcoinHttp, genesisText, JOBS, planCrapcoin, type Request } from "@watercooler/bigload"
import { NodeCrypto } from "@watercooler/host"
import { type HttpCodec, type NodeProgram, saltOf } from "@watercooler/kernel"
import { createTracker } from "@watercooler/sauron/tracker"
import {
  describeFinding,
  exponentialWork,
  Kernel,
  type PartyPlan,
  type QueueKind,
  RANKS,
  RememberingCrypto,
  SimEvent,
  Simulation,
  WALL_EPOCH_US,
} from "@watercooler/simulator"

const SECOND = 1_000_000

/** Events that only put in the next one, `inFlight` of them at a time, folded into the fingerprint. Returns how many were done. */
export function runEmptyKernel(queue: QueueKind, inFlight: number, count: number): number {
  const kernel = new Kernel<SimEvent<undefined, undefined>, never>(queue, () => undefined as never)
  const salt = saltOf("kernel", "bench")[0]
  const later = (at: number, a: number): void => {
    const wait = (Math.imul(a ^ salt, 0x9e3779b1) >>> 16) + 1
    kernel.push(new SimEvent(at + wait, RANKS.arrival, a & 1_023, a, at | 0, 1, undefined, undefined, 0))
  }
  for (let i = 0; i < inFlight; i++) later(0, i)
  for (let done = 0; done < count; done++) {
    const event = kernel.next(Number.MAX_SAFE_INTEGER) as SimEvent
    kernel.fingerprint.fold(event.at | 0, event.identity)
    later(event.at, event.identity + inFlight)
  }
  return kernel.events
}

type Rumour = { readonly kind: "push"; readonly rumour: number }
type Heard = { readonly ok: true }

const rumourCodec: HttpCodec<Rumour, Heard> = {
  routes: ["POST /push"],
  routeOf: (_method, url) => url,
  encodeRequest: ({ rumour }) => ({ method: "POST", url: "/push", headers: {}, body: `{"rumour":${rumour}}` }),
  decodeRequest: () => ({ ok: false, because: "never read" }),
  encodeAnswer: () => ({ status: 200, headers: {}, body: "{}" }),
  decodeAnswer: () => ({ ok: false, because: "never read" }),
  refusal: (because, status) => ({ status, headers: {}, body: because }),
}

/** Everybody passes on what is new to `degree` others, and says something new every so often. */
export function gossips(
  nodes: number,
  degree: number,
  everyUs: number,
  options: { readonly queue?: QueueKind; readonly hasFaults?: boolean } = {},
): Simulation<Rumour, Heard> {
  const endpoint = (index: number): string => `http://10.0.0.1:${1 + (index % nodes)}`
  const plans = [...Array(nodes).keys()].map((index): PartyPlan<Rumour, Heard> => {
    const peers = [...Array(degree).keys()].map((hop) => endpoint(index + 1 + ((hop * hop * 7) % (nodes - 1))))
    return { name: `g${index}`, endpoint: endpoint(index), codec: rumourCodec, create: () => gossip(peers, everyUs) }
  })
  const names = plans.map(({ name }) => name)
  const [half, rest] = [names.slice(0, nodes / 2), names.slice(nodes / 2)]
  const faults = [
    { id: "slow links", atUs: 0, fault: { kind: "latency", from: half, to: rest, us: 20_000, jitterUs: 10_000 } },
    { id: "losses", atUs: 0, fault: { kind: "drop", from: rest, to: half, percent: 5 } },
    { id: "cut", atUs: SECOND, forUs: SECOND, fault: { kind: "cut", from: names.slice(0, 3), to: names.slice(3), both: true } },
  ] as const
  return new Simulation<Rumour, Heard>({
    seed: "gossips",
    crypto: new NodeCrypto(),
    parties: plans,
    links: { otherwise: { latencyUs: 10_000, latencyUsJitter: 5_000 } },
    queue: options.queue ?? "heap",
    limits: { eventsWaitingMax: 50_000_000 },
    ...(options.hasFaults === false ? {} : { faults }),
  })
}

/** Remembers the last few thousand rumours, in two generations. */
function gossip(peers: readonly string[], everyUs: number): NodeProgram<Rumour, Heard> {
  let young = new Set<number>()
  let old = new Set<number>()
  const isNew = (rumour: number): boolean => {
    if (young.has(rumour) || old.has(rumour)) return false
    if (young.size > 1_000) [young, old] = [new Set(), young]
    young.add(rumour)
    return true
  }
  const answer: Heard = { ok: true }
  return {
    step: (input, out) => {
      if (input.kind === "boot") out.timer("say", 1 + (out.random() % everyUs))
      else if (input.kind === "timer") {
        const request: Rumour = { kind: "push", rumour: out.random() }
        isNew(request.rumour)
        out.tell(peers, request)
        out.timer("say", everyUs)
      } else if (input.kind === "request") {
        out.reply(input.id, answer)
        if (isNew(input.request.rumour)) out.tell(peers, input.request)
      }
    },
  }
}

export interface BigloadNetwork {
  readonly simulation: Simulation<Request, Answer>
  /** Runs for so long; somebody pays somebody every so often, and each transfer becomes a block. */
  live(forUs: number, payEveryUs: number): void
  heights(): readonly number[]
}

/** How many of them are rich. */
const PAYERS = 20

/** Full nodes that find each other through a tracker; each has `minPeers` peers or more. */
export function bigloads(nodes: number, minPeers: number): BigloadNetwork {
  const crypto = new RememberingCrypto(new NodeCrypto())
  const tracker = "http://127.0.0.1:7999"
  const people = [...Array(nodes).keys()].map((index) => {
    return { name: `bigload-${index + 1}`, kind: "bigload", endpoint: `http://127.0.0.1:${8_000 + index}` }
  })
  const rich = people.slice(0, PAYERS)
  const timestamp = WALL_EPOCH_US / 1_000 - 1_000
  const plan = planCrapcoin(crypto, { seed: "bench", parties: rich, difficulty: 1, timestamp, tracker, minPeers, seedMoney: 1_000_000 })
  const programs: BigLoad[] = []
  const sauron = { name: "sauron", kind: "sauron" }
  const self = { network: crypto.hash(genesisText(plan.genesis)), version: 1, self: tracker, key: plan.keyOf(sauron), name: "sauron" }
  const parties: PartyPlan<Request, Answer>[] = people.map((party, index) => ({
    name: party.name,
    endpoint: party.endpoint,
    codec: crapcoinHttp,
    jobs: JOBS,
    hiredAtUs: index * 2_000,
    create: () => {
      const config = bigload.parseConfig(plan.settingsOf(party))
      if (!config.ok) throw new Error(config.because)
      programs[index] = new BigLoad(config.value, crypto)
      return programs[index] as BigLoad
    },
  }))
  const createSauron = () => createTracker(self, crypto) as unknown as NodeProgram<Request, Answer>
  parties.push({ name: "sauron", endpoint: tracker, codec: crapcoinHttp, create: createSauron })
  const simulation = new Simulation<Request, Answer>({
    seed: "bench",
    crypto,
    parties,
    links: { otherwise: { latencyUs: 20_000, latencyUsJitter: 10_000 } },
    work: exponentialWork(100_000),
  })
  let payments = 0
  return {
    simulation,
    live: (forUs, payEveryUs) => {
      for (const until = simulation.now + forUs; simulation.now < until; ) {
        const from = people[payments % Math.min(PAYERS, nodes)] as (typeof people)[number]
        const to = people[(payments * 7 + 1) % nodes] as (typeof people)[number]
        simulation.request(from.name, { kind: "transfer", to: plan.keyOf(to), amount: 1 })
        payments++
        simulation.run(Math.min(payEveryUs, until - simulation.now))
        if (simulation.finding !== undefined) throw new Error(describeFinding(simulation.finding))
      }
    },
    heights: () => programs.map(({ node }) => node.chain.head.height),
  }
}
