/**
 * What the Boss does next: a pure function of the seed, of what it sees, of its budget and of what it has done. Hurting comes
 * in pairs, fire and hire, pause and resume; a harm is planned together with the moment that undoes it.
 */
import type { Budget, Harm } from "./budget.ts"
import { drawBetween, drawOne, drawWeighted } from "./draw.ts"
import type { Disk, Fault } from "./fault.ts"
import type { LinkFault } from "./link.ts"
import { alive, away, nextHonestName, recovering, type View } from "./view.ts"

/** Somebody is away, and when that ends. */
export interface Absence {
  readonly node: string
  readonly undo: "hire" | "resume"
  readonly disk: Disk
  readonly untilMs: number
}

export interface PlanState {
  /** How many nodes were harmed so far; numbers the draws. */
  readonly harms: number
  /** Whether anybody was fired. The first harm always is a fire, so that every plan holds one. */
  readonly fired: boolean
  /** Earliest moment of the next harm. */
  readonly nextHarmMs: number
  readonly absences: readonly Absence[]
  /** How many were hired who had never been here. */
  readonly newcomers: number
  /** Who is cut off from everybody else, or far from them, until when. They count as away. */
  readonly apart: readonly { readonly node: string; readonly untilMs: number }[]
}

export type Decision =
  | { readonly do: "fault"; readonly fault: Fault }
  /** A fault of links, which ends by itself. */
  | { readonly do: "disturb"; readonly fault: LinkFault; readonly forMs: number }
  | { readonly do: "wait"; readonly untilMs: number }

export interface Next {
  readonly decision: Decision
  readonly state: PlanState
}

export function firstState(seed: string, budget: Budget): PlanState {
  const nextHarmMs = drawBetween(budget.firstMsMin, budget.firstMsMax, seed, "first")
  return { harms: 0, fired: false, nextHarmMs, absences: [], newcomers: 0, apart: [] }
}

export function planNext(seed: string, view: View, budget: Budget, before: PlanState): Next {
  const apart = before.apart.filter(({ untilMs }) => untilMs > view.nowMs)
  const state = { ...before, absences: whoIsAway(seed, view, budget, before), apart }
  return comeBack(view, state) ?? harm(seed, view, budget, state) ?? wait(view, budget, state)
}

/** Everybody is back by then. */
function lastReturnMs(view: View, budget: Budget): number {
  return view.stormMs === undefined ? Number.MAX_SAFE_INTEGER : view.stormMs - budget.quietMs
}

/** The absences of the state, corrected by what one sees: others fire and hire as well, and nodes fall over by themselves. */
function whoIsAway(seed: string, view: View, budget: Budget, state: PlanState): readonly Absence[] {
  return view.nodes.flatMap((node): Absence[] => {
    if (node.state === "up" || node.state === "starting") return []
    const undo = node.state === "paused" ? "resume" : "hire"
    const known = state.absences.find((absence) => absence.node === node.name && absence.undo === undo)
    if (known !== undefined) return [known]
    const untilMs = view.nowMs + drawBetween(budget.awayMsMin, budget.awayMsMax, seed, "found away", node.name, state.harms)
    return [{ node: node.name, undo, disk: "kept", untilMs: Math.min(untilMs, lastReturnMs(view, budget)) }]
  })
}

/** The first whose absence is over comes back. */
function comeBack(view: View, state: PlanState): Next | undefined {
  const due = state.absences.filter((absence) => absence.untilMs <= view.nowMs)
  const first = due.reduce<Absence | undefined>((a, b) => (a === undefined || b.untilMs < a.untilMs ? b : a), undefined)
  if (first === undefined) return undefined
  const absences = state.absences.filter((absence) => absence !== first)
  const fault: Fault =
    first.undo === "resume" ? { kind: "resume", node: first.node } : { kind: "hire", node: first.node, disk: diskOf(view, first) }
  return { decision: { do: "fault", fault }, state: { ...state, absences } }
}

/** At most one honest node at a time has lost its disk: whoever comes while another still recovers finds it kept. */
function diskOf(view: View, absence: Absence): Disk {
  const other = recovering(view)
  return other === undefined || other === absence.node ? absence.disk : "kept"
}

function harm(seed: string, view: View, budget: Budget, state: PlanState): Next | undefined {
  if (view.nowMs < state.nextHarmMs || view.nowMs > lastReturnMs(view, budget) - budget.awayMsMin) return undefined
  const kind = state.fired ? drawWeighted(weightsLeft(budget, state), seed, "kind", state.harms) : "fire"
  if (kind === "newcomer") return recruit(seed, view, budget, state)
  const victim = drawOne(preferred(victims(view, budget, state), seed, view, state), seed, "victim", state.harms)
  if (victim === undefined || kind === undefined) return undefined
  if (kind === "cut" || kind === "slow") return disturb(kind, victim, seed, view, budget, state)
  const untilMs = view.nowMs + drawBetween(budget.awayMsMin, budget.awayMsMax, seed, "away", state.harms)
  const absence: Absence = {
    node: victim,
    undo: kind === "pause" ? "resume" : "hire",
    disk: kind === "fire" ? (drawWeighted(budget.disks, seed, "disk", state.harms) ?? "kept") : "kept",
    untilMs: Math.min(untilMs, lastReturnMs(view, budget)),
  }
  const after: PlanState = {
    ...state,
    harms: state.harms + 1,
    fired: state.fired || kind === "fire",
    nextHarmMs: view.nowMs + drawBetween(budget.coolDownMs, budget.coolDownMsMax, seed, "cool-down", state.harms),
    absences: [...state.absences, absence],
  }
  return { decision: { do: "fault", fault: { kind, node: victim } }, state: after }
}

/** One node apart from all others, as if its cable was pulled or it had gone far away. Its process stays at work. */
function disturb(kind: "cut" | "slow", victim: string, seed: string, view: View, budget: Budget, state: PlanState): Next | undefined {
  const others = view.nodes.map(({ name }) => name).filter((name) => name !== victim)
  const ends = { from: [victim], to: others, both: true } as const
  const leftMs = lastReturnMs(view, budget) - view.nowMs
  // A process that is away is missed at once, a wire only when somebody speaks on it.
  const shortestMs = Math.min(2 * budget.awayMsMin, budget.awayMsMax)
  if (leftMs < shortestMs) return undefined
  const forMs = Math.min(leftMs, drawBetween(shortestMs, budget.awayMsMax, seed, "apart", state.harms))
  const us = drawBetween(SLOW_US_MIN, SLOW_US_MAX, seed, "latency", state.harms)
  const fault: LinkFault = kind === "cut" ? { kind, ...ends } : { kind: "latency", ...ends, us, jitterUs: Math.floor(us / 4) }
  const after: PlanState = {
    ...state,
    harms: state.harms + 1,
    nextHarmMs: view.nowMs + drawBetween(budget.coolDownMs, budget.coolDownMsMax, seed, "cool-down", state.harms),
    apart: [...state.apart, { node: victim, untilMs: view.nowMs + forMs }],
  }
  return { decision: { do: "disturb", fault, forMs }, state: after }
}

/** How far somebody is away who is slow: another continent, or the other side of the moon. */
const SLOW_US_MIN = 100_000
const SLOW_US_MAX = 600_000

/** Newcomers weigh nothing once there are enough of them. */
function weightsLeft({ weights, hiresMax }: Budget, state: PlanState): Readonly<Record<Harm, number>> {
  return { cut: 0, slow: 0, ...weights, newcomer: state.newcomers < hiresMax ? (weights.newcomer ?? 0) : 0 }
}

/** Somebody new, honest, with the next free name. It takes a turn of harm, because a network has to cope with newcomers too. */
function recruit(seed: string, view: View, budget: Budget, state: PlanState): Next {
  const fault: Fault = { kind: "hire", node: nextHonestName(view), disk: "kept", newcomer: {} }
  const after: PlanState = {
    ...state,
    harms: state.harms + 1,
    newcomers: state.newcomers + 1,
    nextHarmMs: view.nowMs + drawBetween(budget.coolDownMs, budget.coolDownMsMax, seed, "cool-down", state.harms),
  }
  return { decision: { do: "fault", fault }, state: after }
}

/** Whom the budget allows to be harmed now. */
function victims(view: View, budget: Budget, { apart }: PlanState): readonly string[] {
  const isApart = (name: string) => apart.some(({ node }) => node === name)
  const missing = view.nodes.filter(({ name, state }) => state === "up" && isApart(name)).length
  if (away(view) + missing + 1 > budget.awayMax) return []
  const honestToo = alive(view) - missing - 1 >= budget.aliveMin
  return view.nodes
    .filter((node) => node.state === "up" && !isApart(node.name) && (node.honest ? honestToo : budget.shitsToo))
    .map((node) => node.name)
}

/** Whom it likes, three times out of four, when there is anybody of them whom it may harm. */
function preferred(allowed: readonly string[], seed: string, { likes = [] }: View, { harms }: PlanState): readonly string[] {
  const liked = allowed.filter((name) => likes.includes(name))
  return liked.length > 0 && drawBetween(1, 4, seed, "likes", harms) > 1 ? liked : allowed
}

/** Until the next thing is due; when only the budget forbids it, the office is looked at again soon. */
function wait(view: View, budget: Budget, state: PlanState): Next {
  const soon = view.nowMs + Math.max(50, Math.min(budget.coolDownMs, 500))
  const dates = [...state.absences.map((absence) => absence.untilMs), state.nextHarmMs].filter((date) => date > view.nowMs)
  return { decision: { do: "wait", untilMs: dates.length === 0 ? soon : Math.min(...dates) }, state }
}
