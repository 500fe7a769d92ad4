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
  agree(stage, began + usMax)
  return net.now - began
}

function everybodyBack(net: Net): void {
  const away = net.nodes.filter(({ state }) => state !== "up" && state !== "paused").map(({ name }) => name)
  for (const { name, state } of net.nodes) if (state === "paused") net.resume(name)
  // The tracker first, as others ask it.
  for (const name of [...away.filter((each) => each === TRACKER), ...away.filter((each) => each !== TRACKER)]) net.hireBack(name, "kept")
}

/** Single blocks until all heads are the same and nobody has anything left to mine. */
function agree(stage: Stage, deadline: number): boolean {
  const { net } = stage
  isQuiet(stage, Math.min(deadline, net.now + BLOCK_US_MAX))
  for (let round = 0; net.now < deadline && net.finding === undefined; round++) {
    const before = highest(stage)
    if (!payOnce(stage, round)) {
      net.run(LOOK_US)
      continue
    }
    const within = Math.min(BLOCK_US_MAX, deadline - net.now)
    stage.runUntil(() => highest(stage) > before, within)
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

/** Waits until nobody has anything to mine. Whether all agree then. */
function isQuiet(stage: Stage, deadline: number): boolean {
  const { chained, net } = stage
  while (net.now < deadline && net.finding === undefined) {
    const answers = [...askAll(net, chained, () => ({ kind: "status" })).values()]
    const waiting = answers.reduce((sum, answer) => sum + (answer.kind === "status" ? answer.mempool : 0), 0)
    if (waiting === 0 && answers.length === chained.length) return agreed(stage)
    net.run(LOOK_US)
  }
  return false
}

function agreed({ chained, chronicle }: Stage): boolean {
  return new Set(chained.map((name) => chronicle.standingOf(name).head)).size <= 1
}

function highest({ chained, chronicle }: Stage): number {
  return Math.max(0, ...chained.map((name) => chronicle.standingOf(name).height))
}
