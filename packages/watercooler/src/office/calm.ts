/**
 * The calm after the storm: nobody harms anybody any more, everybody comes back, and single blocks follow until all honest
 * heads agree. At least one block, because gossip is push-only: a network that is split and silent stays split.
 */
import type { Employee } from "./employee.ts"
import type { Office } from "./office.ts"
import { getJson, postTransfer } from "./transfer.ts"

/** Longest wait for agreement. */
const agreeMsMax = 60_000
/** Longest wait for what one block leads to, before another one follows. */
const blockMsMax = 8_000
const settleMsMax = 15_000
/** A block reaches everybody within milliseconds; a fork that is older than this stands. */
const standsMs = 1_000
const againMs = 200

export async function becomeCalm(office: Office): Promise<void> {
  const began = performance.now()
  const { boss, employees, options } = office.parts
  office.timeline?.end()
  office.clients?.running.say({ do: "timer", name: "workload/stop" })
  await boss?.leave()
  office.isCallingBack = true
  // What the Boss or an operator has asked for is still done: who is being laid off now is hired back as everybody else.
  await office.desk.atRest()
  await office.desk.close()
  await everybodyBack(office)
  for (const shit of employees.filter((employee) => !employee.party.honest)) shit.timer("misdeeds/calm")
  office.enter("calm")
  if (options.checks && options.kind !== "wall" && options.programs === undefined) {
    await office.until(() => office.chained.every(({ standing }) => standing.settled), settleMsMax)
    // Whose last block is still on its way when time is up has not broken a promise.
    if (!(await agree(office))) await office.until(() => agreed(office), standsMs)
  }
  office.calmMs = Math.round(performance.now() - began)
}

async function everybodyBack(office: Office): Promise<void> {
  await Promise.all(
    office.parts.employees.map(async ({ name, standing }) => {
      if (standing.state === "paused") await office.carryOut({ kind: "resume", node: name }, "watercooler")
      if (standing.state === "down") await office.carryOut({ kind: "hire", node: name, disk: "kept" }, "watercooler")
    }),
  )
}

/** Single blocks until all heads are the same and nobody has anything left to mine. */
async function agree(office: Office): Promise<boolean> {
  const deadline = performance.now() + agreeMsMax
  // What the storm has left to mine comes first, or its last block and ours would make a fork.
  await isQuiet(office, performance.now() + blockMsMax)
  for (let round = 0; performance.now() < deadline && !office.isEnded; round++) {
    const before = highest(office)
    const paid = await payOnce(atWork(office), round)
    const moved = paid && (await agreedAbove(office, before, Math.min(performance.now() + blockMsMax, deadline)))
    if (moved && (await isQuiet(office, deadline))) return true
    if (!paid) await office.until(() => false, againMs)
  }
  return false
}

/** Waits for what one block leads to. False also for a fork that stands, whichever branch the block was for: nobody has anything to mine, so the next must decide. */
async function agreedAbove(office: Office, before: number, deadline: number): Promise<boolean> {
  while (performance.now() < deadline && !office.isEnded) {
    if (await office.until(() => agreed(office) && highest(office) > before, Math.min(standsMs, deadline - performance.now()))) return true
    const waiting = await lookAtHeads(office)
    if (waiting === 0 && !agreed(office)) return false
  }
  return false
}

/** One honest node pays another a single coin; who cannot pay is passed over. */
async function payOnce(nodes: readonly Employee[], round: number): Promise<boolean> {
  for (let at = 0; at < nodes.length; at++) {
    const payer = nodes[(round + at) % nodes.length]
    const payee = nodes[(round + at + 1) % nodes.length]
    if (payer === undefined || payee === undefined) return false
    const answer = await postTransfer(payer.party.endpoint, payee.party.key || payee.party.endpoint, 1)
    if (answer.status === 202) return true
  }
  return false
}

/** Agreement lasts only when nobody is about to mine: what waits in a mempool is mined first. */
async function isQuiet(office: Office, deadline: number): Promise<boolean> {
  while (performance.now() < deadline && !office.isEnded) {
    const waiting = await lookAtHeads(office)
    if (waiting === 0) return agreed(office)
    await office.until(() => false, againMs)
  }
  return false
}

/** Asks every honest node for its head; returns how many transfers wait to be mined. */
async function lookAtHeads(office: Office): Promise<number> {
  const answers = await Promise.all(
    atWork(office).map(async ({ party, standing }) => {
      const { status, body } = await getJson(party.endpoint, "/status")
      if (status === 200) standing.told(Number(body.height), String(body.head))
      return Number(body.mempool ?? 0)
    }),
  )
  return answers.reduce((sum, waiting) => sum + waiting, 0)
}

function agreed(office: Office): boolean {
  return new Set(atWork(office).map(({ standing }) => standing.head)).size === 1
}

function highest(office: Office): number {
  return Math.max(0, ...office.chained.map(({ standing }) => standing.height))
}

function atWork(office: Office): readonly Employee[] {
  return office.chained.filter(({ standing }) => standing.state === "up")
}
