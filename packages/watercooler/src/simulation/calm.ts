/**
 * The calm after the storm, in virtual time: everything heals, everybody comes back, the shits stop, and single blocks follow until all honest
 * heads agree. At least one block, because gossip is push-only.
 */
import { CALM_TIMER } from "@watercooler/shit-node"
import { ask, askAll, type Net } from "./asking.ts"
import { CLIENTS, TRACKER } from "./cast.ts"
import type { Stage } from "./stage.ts"

const SETTLE_US_MAX = 15_000_000
/** Longest wait for what one block leads to. */
const BLOCK_US_MAX = 20_000_000
const LOOK_US = 100_000
/** A fork that nobody mines on and that is older than this stands. */
const STANDS_US = 1_000_000
/** When time is up in the middle of a tie: so many times what one node needs for a block, but never longer than two minutes. */
const LAST_BLOCKS = 4
const LAST_WORD_US_MAX = 120_000_000

/** Returns how long it took, virtual microseconds. */
export function becomeCalm(stage: Stage, usMax: number): number {
  const { cast, chronicle, net } = stage
  const began = net.now
  if (stage.hasClients) net.fireTimer(CLIENTS, "workload/stop")
  net.healAll()
  everybodyBack(net)
  for (const { honest, name } of cast.parties) if (!honest) net.fireTimer(name, CALM_TIMER)
  chronicle.record({ type: "phase", phase: "calm" })
  stage.runUntil(() => stage.chained.every((name) => chronicle.standingOf(name).settled), Math.min(usMax, SETTLE_US_MAX))
  if (!agree(stage, began + usMax)) lastWord(stage)
  return net.now - began
}

/**
 * Two blocks of one height in the last moment are no broken promise, and neither is a block that is still on its way: the next block would decide, and
 * there is time for it. But who has not heard of the highest block within a second is not in a tie: it has been left out, and that is held against somebody.
 */
function lastWord(stage: Stage): void {
  const { cast, chained, net, plan } = stage
  const blockUs = plan.network.blockIntervalUs * cast.powerInAll
  const deadline = net.now + Math.min(LAST_WORD_US_MAX, Math.max(BLOCK_US_MAX, LAST_BLOCKS * blockUs))
  for (let round = 0; net.now < deadline && net.finding === undefined; ) {
    const before = highest(stage)
    if (stage.runUntil(() => agreed(stage), STANDS_US)) return
    if (highest(stage) === before && !isTie(stage)) return
    // What waits in a mempool makes the next block; else there has to be something.
    if (busyOf(net, chained).length === 0) payOnce(stage, round++)
  }
}

function everybodyBack(net: Net): void {
  const away = net.nodes.filter(({ state }) => state !== "up" && state !== "paused").map(({ name }) => name)
  for (const { name, state } of net.nodes) if (state === "paused") net.resume(name)
  // The tracker first, as others ask it.
  for (const name of [...away.filter((each) => each === TRACKER), ...away.filter((each) => each !== TRACKER)]) net.hireBack(name, "kept")
}

/** Single blocks until all heads are the same and nobody has anything left to mine. Whether that came true in time. */
function agree(stage: Stage, deadline: number): boolean {
  const { net } = stage
  isQuiet(stage, Math.min(deadline, net.now + BLOCK_US_MAX))
  for (let round = 0; net.now < deadline && net.finding === undefined; round++) {
    const [before, blocks] = [highest(stage), total(stage)]
    if (!payOnce(stage, round)) {
      net.run(LOOK_US)
      continue
    }
    // A payer on the shorter of two branches makes that longer, and not the longest: the next pays then.
    const within = Math.min(BLOCK_US_MAX, deadline - net.now)
    stage.runUntil(() => total(stage) > blocks, within)
    stage.runUntil(() => agreed(stage), Math.min(STANDS_US, deadline - net.now))
    if (highest(stage) > before && isQuiet(stage, Math.min(deadline, net.now + BLOCK_US_MAX))) return true
  }
  return false
}

/** One honest node pays the next a single coin; who cannot pay is passed over. */
function payOnce({ cast, chained, net }: Stage, round: number): boolean {
  return chained.some((_, at) => {
    const payer = chained[(round + at) % chained.length] as string
    const payee = chained[(round + at + 1) % chained.length] as string
    return ask(net, payer, { kind: "transfer", to: cast.party(payee).key, amount: 1 })?.kind === "promised"
  })
}

/** Waits until nobody has anything to mine. Whether all agree then. Who had something is asked again alone, until the others are worth asking. */
function isQuiet(stage: Stage, deadline: number): boolean {
  const { chained, net } = stage
  let asked = chained
  while (net.now < deadline && net.finding === undefined) {
    const busy = busyOf(net, asked)
    if (busy.length === 0 && asked === chained) return agreed(stage)
    if (busy.length > 0) net.run(LOOK_US)
    asked = busy.length > 0 ? busy : chained
  }
  return false
}

/** Those that have something to mine, or do not say. */
function busyOf(net: Net, names: readonly string[]): readonly string[] {
  const answers = askAll(net, names, () => ({ kind: "status" }))
  return names.filter((name) => {
    const answer = answers.get(name)
    return answer?.kind !== "status" || answer.mempool > 0
  })
}

function agreed({ chained, chronicle }: Stage): boolean {
  return new Set(chained.map((name) => chronicle.standingOf(name).head)).size <= 1
}

/** All heads are of one height. */
function isTie({ chained, chronicle }: Stage): boolean {
  return new Set(chained.map((name) => chronicle.standingOf(name).height)).size <= 1
}

function highest({ chained, chronicle }: Stage): number {
  return Math.max(0, ...chained.map((name) => chronicle.standingOf(name).height))
}

/** Of all chains together: grows with every block, on whatever branch. */
function total({ chained, chronicle }: Stage): number {
  return chained.reduce((sum, name) => sum + chronicle.standingOf(name).height, 0)
}
