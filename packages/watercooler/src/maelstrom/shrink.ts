/** Fewer faults and fewer operations with which the same still goes wrong. Nodes are real, so each try is a run, and takes as long. */
import type { HistoryAnswer } from "@watercooler/judge/histories"
import type { Schedule } from "./schedule.ts"

export interface Attempt {
  readonly answer: HistoryAnswer
  readonly names: readonly string[]
}

export interface ShrinkOptions {
  /** Runs a schedule; the promise is of what came of it. */
  readonly tryOut: (schedule: Schedule) => Promise<Attempt>
  /** Names of what went wrong before; any of them is the same failure. */
  readonly names: readonly string[]
  /** How often a schedule is run before it counts as one with which nothing goes wrong: nodes have clocks of their own, and may be lucky. */
  readonly tries: number
  /** False when there is no time for another try. */
  readonly mayGoOn: () => boolean
}

/** Shortens the end first, because each try then takes less; then faults, then operations, by ever smaller parts. */
export async function shrinkSchedule(schedule: Schedule, { tryOut, names, tries, mayGoOn }: ShrinkOptions): Promise<Schedule> {
  let best = schedule
  const still = async (candidate: Schedule): Promise<boolean> => {
    for (let left = tries; left > 0 && mayGoOn(); left--) {
      const { answer, names: found } = await tryOut(candidate)
      if (answer !== "violated" || !(names.length === 0 || found.some((name) => names.includes(name)))) continue
      best = candidate
      return true
    }
    return false
  }
  while (best.options.limitMs > LIMIT_MIN_MS && (await still(shortened(best, best.options.limitMs / 2))));
  await withFewer(best.faults, (faults) => still({ ...best, faults }))
  await withFewer(best.operations, (operations) => still({ ...best, operations }))
  return best
}

const LIMIT_MIN_MS = 1_000

function shortened(schedule: Schedule, limitMs: number): Schedule {
  return {
    ...schedule,
    options: { ...schedule.options, limitMs },
    operations: schedule.operations.filter(({ atMs }) => atMs < limitMs),
    faults: schedule.faults
      .filter(({ atMs }) => atMs < limitMs)
      .map((fault) => ({ ...fault, forMs: Math.min(fault.forMs, limitMs - fault.atMs) })),
  }
}

/** Parts of the list are left out, halves first. `works` keeps what it has found to work. */
async function withFewer<Item>(all: readonly Item[], works: (items: readonly Item[]) => Promise<boolean>): Promise<void> {
  let kept = all
  if (kept.length > 0 && (await works([]))) return
  for (let size = Math.ceil(kept.length / 2); size >= 1 && kept.length > 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length && kept.length > 1; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (fewer.length > 0 && (await works(fewer))) kept = fewer
      else from += size
    }
  }
}
