/** From a run that went wrong to the smallest scenario that goes wrong in the same way. */
import type { PlannedFault, ScenarioPlan } from "../scenario/index.ts"
import { firstBadOf } from "../simulation/first-bad.ts"
import { type Simulated, type SimulateOptions, simulate } from "../simulation/simulate.ts"
import { anchored } from "./anchor.ts"
import { passes } from "./passes.ts"

export interface ShrinkOptions extends Pick<SimulateOptions, "stand"> {
  /** The check that must stay broken; left out, the one that was broken first. */
  readonly check?: string | undefined
  /** Nothing new is tried after so many runs, or so long. */
  readonly triesMax?: number
  readonly isLate?: () => boolean
  readonly tried?: (progress: Progress) => void
}

export interface Progress {
  readonly pass: string
  readonly tries: number
  readonly size: Size
}

export interface Size {
  readonly faults: number
  readonly nodes: number
  readonly stormUs: number
}

export interface Shrunk {
  readonly plan: ScenarioPlan
  readonly check: string
  readonly before: Size
  readonly after: Size
  readonly tries: number
  /** The run of the smallest plan. */
  readonly simulated: Simulated
  /** Time or tries were up before everything had been tried. */
  readonly isCutShort: boolean
  /** Of so many other seeds, so many break the same check. */
  readonly rate: { readonly broken: number; readonly of: number }
}

const TRIES_MAX = 2_000
/** Other lucks that a plan may need when it has been changed so much that its own is another anyway. */
const SALTS = 4
const RATE_SEEDS = 20
/** What a run is called that leaves nothing. */
const RUN = "shrink"

export const sizeOf = ({ faults, nodes, stormUs }: ScenarioPlan): Size => ({ faults: faults.length, nodes: nodes.length, stormUs })

/** The plan with every draw of the Boss as an entry of the timeline: from here on, leaving out one fault leaves the others where they are. */
export function explicitPlan(plan: ScenarioPlan, { timeline }: Pick<Simulated, "timeline">): ScenarioPlan {
  return { ...plan, boss: undefined, faults: timeline as readonly PlannedFault[] }
}

/** Undefined if the plan breaks nothing, or not the check that was asked for. */
export function shrink(given: ScenarioPlan, options: ShrinkOptions = {}): Shrunk | undefined {
  const { stand, triesMax = TRIES_MAX, isLate = () => false } = options
  const run = (plan: ScenarioPlan): Simulated => simulate(plan, { run: RUN, stand })
  const first = run(given)
  const check = options.check ?? firstBadOf({ checks: first.judgement.checks })?.check
  if (check === undefined || !breaks(first, check)) return undefined

  const search = new Search(given, first, check, run, { triesMax, isLate, tried: options.tried })
  const explicit = narrowed(explicitPlan(given, first), check)
  // What the Boss has drawn does the same without it, but not to the microsecond; where that matters, the Boss stays.
  if (!search.attempt(explicit, "every fault by itself")) search.attempt(narrowed(given, check), "only what is broken")
  search.attempt(cutAfter(search.best, search.simulated), "nothing after it")
  search.go()
  search.attempt(anchored(search.best, search.simulated.events), "faults that follow events")
  search.go()
  return {
    plan: search.best,
    check,
    before: sizeOf(explicitPlan(given, first)),
    after: sizeOf(search.best),
    tries: search.tries,
    simulated: search.simulated,
    isCutShort: search.isOver,
    rate: rateOf(search.best, check, run, isLate),
  }
}

const breaks = ({ judgement }: Simulated, check: string): boolean =>
  judgement.checks.some(({ name, result }) => name === check && result === "violated")

/** Only the broken check is looked at, and being broken is what the scenario expects now. */
function narrowed(plan: ScenarioPlan, check: string): ScenarioPlan {
  // A finding ends a run before anything is checked; there is no such check to ask for.
  const checks = check === "nobody-falls-over" ? plan.checks : [check]
  return { ...plan, checks, expect: { verdict: "violated", violates: checks === plan.checks ? undefined : check } }
}

/** The storm ends a moment after the first event that shows what is broken. */
function cutAfter(plan: ScenarioPlan, { events, judgement }: Simulated): ScenarioPlan {
  const bad = firstBadOf({ checks: judgement.checks })?.t
  const stormBegan = events.find((event) => event.type === "phase" && event.phase === "storm")?.t ?? 0
  if (bad === undefined || bad - stormBegan >= plan.stormUs) return plan
  const stormUs = Math.max(1_000_000, Math.ceil((bad - stormBegan + 1) / 1_000_000) * 1_000_000)
  const faults = plan.faults.filter((planned) => !("atUs" in planned) || planned.atUs < stormUs)
  return stormUs >= plan.stormUs ? plan : { ...plan, stormUs, faults }
}

interface Bounds {
  readonly triesMax: number
  readonly isLate: () => boolean
  readonly tried: ((progress: Progress) => void) | undefined
}

class Search {
  best: ScenarioPlan
  /** The run of the best. */
  simulated: Simulated
  tries = 0
  readonly #check: string
  readonly #run: (plan: ScenarioPlan) => Simulated
  readonly #bounds: Bounds
  /** Plans that were tried and did not fail, by their words. */
  readonly #healthy = new Set<string>()

  constructor(given: ScenarioPlan, first: Simulated, check: string, run: (plan: ScenarioPlan) => Simulated, bounds: Bounds) {
    this.best = given
    this.simulated = first
    this.#check = check
    this.#run = run
    this.#bounds = bounds
  }

  /** All passes, until none of them finds anything any more. With the plan's own luck first; when stuck, with others. */
  go(): void {
    for (const salts of [0, SALTS]) {
      for (let before = ""; before !== JSON.stringify(this.best) && !this.isOver; ) {
        before = JSON.stringify(this.best)
        for (const { name, run } of passes) run(this.best, (plan) => this.attempt(plan, name, salts))
      }
    }
  }

  attempt(plan: ScenarioPlan, pass: string, salts = 0): boolean {
    for (let salt = 0; salt <= salts && !this.isOver; salt++) {
      const salted = salt === 0 ? plan : { ...plan, seed: `${plan.seed.replace(/~\d+$/, "")}~${salt}` }
      const words = JSON.stringify(salted)
      if (words === JSON.stringify(this.best) || this.#healthy.has(words)) continue
      const simulated = this.#run(salted)
      this.tries++
      const isBroken = breaks(simulated, this.#check)
      if (isBroken) {
        this.best = salted
        this.simulated = simulated
      } else this.#healthy.add(words)
      this.#bounds.tried?.({ pass, tries: this.tries, size: sizeOf(this.best) })
      if (isBroken) return true
    }
    return false
  }

  /** Nothing more may be tried. */
  get isOver(): boolean {
    return this.tries >= this.#bounds.triesMax || this.#bounds.isLate()
  }
}

function rateOf(plan: ScenarioPlan, check: string, run: (plan: ScenarioPlan) => Simulated, isLate: () => boolean): Shrunk["rate"] {
  let [broken, of] = [0, 0]
  for (let at = 1; at <= RATE_SEEDS && !(isLate() && of > 0); at++) {
    of++
    if (breaks(run({ ...plan, seed: `${plan.seed}/${at}` }), check)) broken++
  }
  return { broken, of }
}
