/** The faults of a real run as entries of a timeline: those that took effect during the storm, each when it did. */
import type { Newcomer, ProcessFault } from "@watercooler/boss/faults"
import { type FaultEvent, fullName, type Party, type ProcessEvent } from "@watercooler/kernel"
import type { PlannedFault } from "../scenario/index.ts"

type State = "up" | "paused" | "away" | "nobody yet"

const STEP_US = 1_000

export class Happened {
  readonly #began = new Map<string, FaultEvent>()
  readonly #faults: { readonly id: string; readonly t: number; readonly fault: ProcessFault }[] = []

  /** Only what has a receipt has happened. Whoever is hired is at work at the end of it, everything else hits at once. */
  hear(event: FaultEvent): void {
    if (event.what === "began") this.#began.set(event.id, event)
    const began = this.#began.get(event.id)
    if (event.what !== "ended" || began === undefined) return
    this.#began.delete(event.id)
    const fault = event.fault as unknown as ProcessFault
    this.#faults.push({ id: event.id, t: fault.kind === "hire" ? event.t : began.t, fault })
  }

  /** A process that ended by itself is gone all the same. */
  ended({ subject, t, unasked }: ProcessEvent): void {
    if (unasked === true) this.#faults.push({ id: `ended-by-itself-${subject}-${t}`, t, fault: { kind: "fire", node: subject } })
  }

  /** Times from the beginning of the storm, in milliseconds; what contradicts what came before is left out, and counted. */
  timeline(parties: readonly Party[], first: readonly Party[], names: ReadonlyMap<string, string>, stormBegan: number, stormUs: number) {
    const states = new Map<string, State>(parties.map(({ name }) => [name, "nobody yet"]))
    for (const { name } of first) states.set(name, "up")
    const lastAt = new Map<string, number>()
    const faults: PlannedFault[] = []
    let leftOut = 0
    for (const { id, t, fault } of this.#faults.sort((a, b) => a.t - b.t)) {
      const party = parties.find(({ name }) => name === fault.node)
      const state = party === undefined ? undefined : next(states.get(fault.node), fault)
      const atUs = Math.max(Math.round((t - stormBegan) / STEP_US) * STEP_US, (lastAt.get(fault.node) ?? -STEP_US) + STEP_US)
      if (party === undefined || state === undefined || atUs >= stormUs) {
        leftOut++
        continue
      }
      states.set(fault.node, state)
      lastAt.set(fault.node, atUs)
      faults.push({ id, atUs, fault: named(fault, party, names) })
    }
    return { faults, leftOut }
  }
}

/** How a node stands after a fault; undefined if that cannot happen to it. */
function next(state: State | undefined, { kind, ...rest }: ProcessFault): State | undefined {
  switch (kind) {
    case "fire":
    case "layoff":
      return state === "up" || state === "paused" ? "away" : undefined
    case "pause":
      return state === "up" ? "paused" : undefined
    case "resume":
      return state === "paused" ? "up" : undefined
    case "hire":
      return state === ("newcomer" in rest && rest.newcomer !== undefined ? "nobody yet" : "away") ? "up" : undefined
  }
}

function named(fault: ProcessFault, party: Party, names: ReadonlyMap<string, string>): ProcessFault {
  const node = names.get(fault.node) as string
  if (fault.kind !== "hire") return { kind: fault.kind, node }
  return {
    kind: "hire",
    node,
    disk: fault.disk,
    ...(fault.newcomer === undefined ? {} : { newcomer: newcomerOf(fault.newcomer, party, names) }),
  }
}

/** What it is, and does, was settled when it was hired, whatever was asked for. */
function newcomerOf({ boot }: Newcomer, { kind, honest, misdeeds }: Party, names: ReadonlyMap<string, string>): Newcomer {
  const by = boot === undefined ? undefined : names.get(fullName(boot.toLowerCase()))
  return { party: kind as Newcomer["party"] & string, ...(honest ? {} : { misdeeds }), ...(by === undefined ? {} : { boot: by }) }
}
