/** The Boss at work: look, decide, act, until told that it is calm. */
import { setTimeout as sleep } from "node:timers/promises"
import { firstState, isTemper, type PlanState, planNext, provoked, type Temper, tempered } from "../faults/index.ts"
import type { BossConfig } from "./config.ts"
import { type Diary, openDiary } from "./diary.ts"
import { type Supervisor, supervisorAt } from "./supervisor.ts"

/** However long the plan waits, the Boss looks again after this: others fire and hire as well. */
const lookAgainMs = 500

/** Works until the signal is given. An office that cannot be reached any more is an error. */
export async function runBoss(config: BossConfig, calm: AbortSignal): Promise<void> {
  const diary = openDiary(config.journalFile, config.runStartedNs)
  try {
    await work(config, supervisorAt(config.controlUrl, config.tokenFile), diary, calm)
  } catch (error) {
    if (!calm.aborted) throw error
  } finally {
    diary.close()
  }
}

export async function work(
  config: Pick<BossConfig, "seed" | "budget">,
  supervisor: Supervisor,
  diary: Pick<Diary, "planned">,
  calm: AbortSignal,
): Promise<void> {
  let state = firstState(config.seed, config.budget)
  let before: Temper = "usual"
  for (let faults = 0; !calm.aborted; ) {
    const view = await supervisor.look(calm)
    const temper = isTemper(view.temper) ? view.temper : "usual"
    const budget = tempered(config.budget, temper)
    if (temper !== before) state = provoked(state, view.nowMs, budget)
    before = temper
    const next = planNext(config.seed, view, budget, state)
    if (next.decision.do === "wait") {
      state = next.state
      await sleep(Math.max(1, Math.min(next.decision.untilMs - view.nowMs, lookAgainMs)), undefined, { signal: calm })
      continue
    }
    const id = `boss-${++faults}`
    const { fault } = next.decision
    diary.planned(id, fault)
    const outcome = await supervisor.act(fault, id, calm, next.decision.do === "disturb" ? next.decision.forMs : undefined)
    state = outcome.done ? next.state : putOff(state, view.nowMs + config.budget.coolDownMs)
  }
}

/** A fault that was refused counts for nothing, and is thought over before the next. */
function putOff(before: PlanState, untilMs: number): PlanState {
  const absences = before.absences.map((absence) => ({ ...absence, untilMs: Math.max(absence.untilMs, untilMs) }))
  return { ...before, nextHarmMs: Math.max(before.nextHarmMs, untilMs), absences }
}
