/** The faults of a real run as entries of a timeline: those that took effect during the storm, each when it did. */
import { isLinkFault, isNodeFault, type LinkFault, type Newcomer, type NodeFault, type ProcessFault } from "@watercooler/boss/faults"
import { type FaultEvent, fullName, type Party, type ProcessEvent } from "@watercooler/kernel"
import type { PlannedFault } from "../scenario/index.ts"

type State = "up" | "paused" | "away" | "nobody yet"

const STEP_US = 1_000

export class Happened {
  readonly #began = new Map<string, FaultEvent>()
  readonly #faults: { readonly id: string; readonly t: number; readonly fault: ProcessFault }[] = []

  /** Faults of links, clocks, disks and processors, which last: from when to when. */
  readonly #lasted: { readonly id: string; readonly from: number; readonly until: number; readonly fault: LinkFault | NodeFault }[] = []

  /** Only what has a receipt has happened. Whoever is hired is at work at the end of it, everything else hits at once. */
  hear(event: FaultEvent): void {
    if (event.what === "began") this.#began.set(event.id, event)
    const began = this.#began.get(event.id)
    if (event.what !== "ended" || began === undefined) return
    this.#began.delete(event.id)
    if (isLinkFault(event.fault) || isNodeFault(event.fault)) {
      // That something was healed is known from what ended then.
      if (event.fault.kind !== "heal") this.#lasted.push({ id: event.id, from: began.t, until: event.t, fault: event.fault })
      return
    }
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
    const lasting = this.#lastingIn(names, stormBegan, stormUs)
    return { faults: [...faults, ...lasting.faults].sort((a, b) => momentOf(a) - momentOf(b)), leftOut: leftOut + lasting.leftOut }
  }

  /** Those that ended, for as long as they lasted, and those that had not ended yet, until the storm does. */
  #lastingIn(names: ReadonlyMap<string, string>, stormBegan: number, stormUs: number) {
    const open = [...this.#began.values()].flatMap(({ id, t, fault }) =>
      (isLinkFault(fault) && fault.kind !== "heal") || isNodeFault(fault) ? [{ id, from: t, until: undefined, fault }] : [],
    )
    const faults: PlannedFault[] = []
    let leftOut = 0
    for (const { id, from, until, fault } of [...this.#lasted, ...open]) {
      const atUs = Math.max(0, Math.round((from - stormBegan) / STEP_US) * STEP_US)
      const renamed = renamedIn(fault, names)
      if (renamed === undefined || atUs >= stormUs) {
        leftOut++
        continue
      }
      const lastedUs = until === undefined ? stormUs : Math.max(STEP_US, Math.round((until - from) / STEP_US) * STEP_US)
      // Whatever lasts to the end of the storm ends with it, and need not say so.
      faults.push({ id, atUs, fault: renamed, ...(atUs + lastedUs >= stormUs || fault.kind === "reset" ? {} : { forUs: lastedUs }) })
    }
    return { faults, leftOut }
  }
}

const momentOf = (fault: PlannedFault): number => ("atUs" in fault ? fault.atUs : 0)

/** Undefined where it names somebody who is not in the scenario. */
function renamedIn(fault: LinkFault | NodeFault, names: ReadonlyMap<string, string>): LinkFault | NodeFault | undefined {
  const all = (those: readonly string[]) => those.flatMap((name) => names.get(name) ?? [])
  if (isNodeFault(fault)) {
    const node = names.get(fault.node)
    return node === undefined ? undefined : { ...fault, node }
  }
  const [from, to] = [all(fault.from), all(fault.to)]
  return from.length < fault.from.length || to.length < fault.to.length ? undefined : { ...fault, from, to }
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
