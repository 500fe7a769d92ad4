/** The timeline of a scenario on real processes: each fault at its moment, or when a node has noted something, and its end after that. */
import { isAwaited, type ProcessFault, parseFault, undoOf } from "@watercooler/boss/faults"
import type { JournalEvent, Json } from "@watercooler/kernel"
import type { PlannedFault, ScenarioPlan } from "../scenario/plan/plan.ts"
import { hireNewcomer } from "./newcomers.ts"
import type { Office } from "./office.ts"
import { postTransfer } from "./transfer.ts"

const BY = "scenario"

export interface Timeline {
  /** Nothing more begins. */
  end(): void
  /** Hears what nodes note. */
  hear(event: Pick<JournalEvent & { type: "note" }, "node" | "fact">): void
}

export function beginTimeline(office: Office, { faults, workload }: Pick<ScenarioPlan, "faults" | "workload">): Timeline {
  const timers = new Set<NodeJS.Timeout>()
  const after = (us: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, us / 1_000)
    timers.add(timer)
  }
  const begin = ({ fault, forUs, id }: PlannedFault): void => {
    void carryOut(office, fault as ProcessFault, id)
    const undo = forUs === undefined ? undefined : undoOf(fault as ProcessFault)
    if (forUs !== undefined && undo !== undefined) after(forUs, () => void carryOut(office, undo, `${id}.over`))
  }
  const waiting = new Map<PlannedFault, number>()
  for (const planned of faults) {
    if ("when" in planned) waiting.set(planned, planned.when.count ?? 1)
    else after(planned.atUs, () => begin(planned))
  }
  for (const { atUs, from, to, amount } of workload.payments) {
    const [payer, payee] = [office.find(from)?.party, office.find(to)?.party]
    if (payer !== undefined && payee !== undefined) after(atUs, () => void postTransfer(payer.endpoint, payee.key, amount))
  }
  return {
    end() {
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

/** What cannot be done then is refused, and its receipt says so: nobody can fire who is away. */
async function carryOut(office: Office, fault: ProcessFault, id: string): Promise<void> {
  const parsed = parseFault(fault as unknown as Json)
  if (!parsed.ok) throw new Error(`${id}: ${parsed.because}`)
  if (fault.kind === "hire" && fault.newcomer !== undefined) await hireNewcomer(office, { ...fault.newcomer, name: fault.node }, BY, id)
  else await office.carryOut(parsed.fault, BY, id)
}
