/** The timeline of a scenario on real processes: each fault at its moment, or when a node has noted something, and its end after that. */
import { isAwaited, type ProcessFault, type TimelineFault, undoOf } from "@watercooler/boss/faults"
import type { JournalEvent } from "@watercooler/kernel"
import type { PlannedFault, ScenarioPlan } from "../scenario/plan/plan.ts"
import { isLasting, type LastingFault } from "./lasting.ts"
import { hireNewcomer } from "./newcomers.ts"
import type { Office } from "./office.ts"
import { postTransfer } from "./transfer.ts"
import { CLIENTS, TRACKER } from "./wiring.ts"

const BY = "scenario"

export interface Timeline {
  /** Nothing more begins. */
  end(): void
  /** Hears what nodes note. */
  hear(event: Pick<JournalEvent & { type: "note" }, "node" | "fact">): void
}

export function beginTimeline(office: Office, { faults, nodes, workload }: Pick<ScenarioPlan, "faults" | "nodes" | "workload">): Timeline {
  const timers = new Set<NodeJS.Timeout>()
  const after = (us: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, us / 1_000)
    timers.add(timer)
  }
  const begin = ({ fault, forUs, id }: Pick<TimelineFault, "fault" | "forUs" | "id">): void => {
    if (isLasting(fault)) return void last(office, fault, id, forUs)
    if (fault.node === TRACKER) return ofTracker(office, fault, id, forUs)
    void carryOut(office, fault, id)
    const undo = forUs === undefined ? undefined : undoOf(fault)
    if (forUs !== undefined && undo !== undefined) after(forUs, () => void carryOut(office, undo, `${id}.over`))
  }
  for (const clock of clocksOf(nodes)) begin(clock)
  let isOver = false
  const waiting = new Map<PlannedFault, number>()
  for (const planned of faults) {
    // Said beforehand, as in virtual time: the judge misses what never begins.
    office.parts.recorder.record({ type: "fault", what: "planned", id: planned.id, fault: { ...planned.fault }, by: BY })
    if ("when" in planned && "sends" in planned.when)
      void office.parts.wiring.watch(planned.id, planned.when, () => {
        if (!isOver) after(planned.afterUs, () => begin(planned))
      })
    else if ("when" in planned) waiting.set(planned, planned.when.count ?? 1)
    else after(planned.atUs, () => begin(planned))
  }
  for (const { atUs, from, to, amount } of workload.payments) {
    const [payer, payee] = [office.find(from)?.party, office.find(to)?.party]
    if (payer !== undefined && payee !== undefined) after(atUs, () => void postTransfer(payer.endpoint, payee.key, amount))
  }
  return {
    end() {
      isOver = true
      for (const timer of timers) clearTimeout(timer)
      waiting.clear()
    },
    hear({ node, fact }) {
      for (const [planned, left] of waiting) {
        if (!("when" in planned) || !isAwaited(planned.when, node, fact)) continue
        if (left > 1) waiting.set(planned, left - 1)
        else {
          waiting.delete(planned)
          after(planned.afterUs, () => begin(planned))
        }
      }
    },
  }
}

/**
 * Among processes the tracker is a part of Sauron, who goes on looking: to the nodes it is away all the same, because the switchboard turns them down, or
 * paused, because it keeps what they ask.
 */
function ofTracker(office: Office, { kind }: ProcessFault, id: string, forUs: number | undefined): void {
  const from = [...office.parts.employees.map(({ name }) => name), CLIENTS]
  if (kind === "hire" || kind === "resume") void office.start({ kind: "heal", from, to: [TRACKER] }, BY, { id })
  else void last(office, { kind: kind === "pause" ? "stall" : "refuse", from, to: [TRACKER] }, id, forUs)
}

/** What cannot be done then is refused, and its receipt says so: nobody can fire who is away. */
async function carryOut(office: Office, fault: ProcessFault, id: string): Promise<void> {
  if (fault.kind === "hire" && fault.newcomer !== undefined) await hireNewcomer(office, { ...fault.newcomer, name: fault.node }, BY, id)
  else await office.carryOut(fault, BY, id)
}

/** A disk that was full has ended its node; once there is room again, whoever looks after it starts it. */
async function last(office: Office, fault: LastingFault, id: string, forUs: number | undefined): Promise<void> {
  const started = await office.start(fault, BY, { id, forMs: forUs === undefined ? undefined : forUs / 1_000 })
  if (!started.done || fault.kind !== "disk-full" || forUs === undefined) return
  await started.over
  if (office.phase === "storm" && office.find(fault.node)?.standing.state === "down")
    await office.carryOut({ kind: "hire", node: fault.node, disk: "kept" }, BY, `${id}.over`)
}

/** Clocks that are wrong from the beginning. */
export function clocksOf(nodes: ScenarioPlan["nodes"]): readonly (TimelineFault & { readonly atUs: 0 })[] {
  return nodes.flatMap(({ clock, name: node }) => [
    ...(clock.skewUs === 0
      ? []
      : [{ id: `clock-skew-${node}`, atUs: 0 as const, fault: { kind: "skew" as const, node, us: clock.skewUs } }]),
    ...(clock.driftPpm === 0
      ? []
      : [{ id: `clock-drift-${node}`, atUs: 0 as const, fault: { kind: "drift" as const, node, ppm: clock.driftPpm } }]),
  ])
}
