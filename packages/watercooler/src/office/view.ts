/** The office as others see it: the Boss, `watercooler ps`, the live table. Plain data. */
import type { NodeView, Temper } from "@watercooler/boss/faults"
import type { Employee } from "./employee.ts"
import type { FaultLine } from "./faults.ts"
import { short } from "./names.ts"
import type { Office, Phase } from "./office.ts"

export interface NodeRow extends NodeView {
  readonly short: string
  readonly kind: string
  readonly misdeeds: readonly string[]
  readonly url: string
  readonly pid: number | null
  readonly alive: boolean
  readonly height: number
  readonly head: string
  readonly peers: number
  readonly restarts: number
  readonly key: string
}

export interface OfficeView {
  readonly run: string
  readonly dir: string
  readonly seed: string
  readonly phase: Phase
  readonly sauronUrl: string | null
  /** Since the storm began. */
  readonly nowMs: number
  readonly stormMs: number | null
  readonly nodes: readonly NodeRow[]
  /** They are programs that are not ours: nothing is known of heads, peers and money. */
  readonly arePrograms: boolean
  readonly faults: readonly FaultLine[]
  readonly temper: Temper
}

const faultsShown = 50

export function viewOf(office: Office): OfficeView {
  const { folder, options, sauronUrl, employees } = office.parts
  return {
    run: folder.run,
    dir: folder.dir,
    seed: options.seed,
    phase: office.phase,
    sauronUrl: sauronUrl ?? null,
    nowMs: office.stormElapsedMs,
    stormMs: options.durationMs ?? null,
    nodes: employees.map(rowOf),
    arePrograms: options.programs !== undefined,
    faults: office.desk.lines.slice(-faultsShown),
    temper: office.temper,
  }
}

export function rowOf({ party, standing, pid }: Employee): NodeRow {
  return {
    name: party.name,
    short: short(party.name),
    kind: party.kind,
    honest: party.honest,
    misdeeds: party.misdeeds,
    url: party.endpoint,
    pid: pid ?? null,
    alive: pid !== undefined,
    state: standing.state,
    disk: standing.disk,
    settled: standing.settled,
    height: standing.height,
    head: standing.head,
    peers: standing.peers.size,
    restarts: standing.restarts,
    key: party.key,
  }
}
