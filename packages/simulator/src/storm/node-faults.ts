/** Faults of processes, clocks, disks and processors: what each does to its node, and what undoes it. */
import {
  type AnyFault,
  type ClockFault,
  type DiskFault,
  type LinkFault,
  type ProcessFault,
  type SlowFault,
  undoOf,
} from "@watercooler/boss/faults"
import type { Json } from "@watercooler/kernel"
import type { Party } from "../node/party.ts"
import type { Staff, Touched } from "../node/staff.ts"
import type { World } from "../world.ts"
import type { LiveFault } from "./live-fault.ts"

type NodeWide = Exclude<AnyFault, LinkFault>

/** Begins it. True if it is over at once, and only its traces last. */
export function beginNodeFault<Request, Answer>(
  world: World<Request, Answer>,
  live: LiveFault,
  fault: NodeWide,
  forUs: number | undefined,
): boolean {
  if (fault.kind === "hire" && fault.newcomer !== undefined) return welcome(world, live, fault)
  const party = world.parties.get(fault.node)
  if (party === undefined) {
    world.scribe.fault("refused", live.planned.id, fault, { because: `nobody is called ${fault.node}` })
    return true
  }
  switch (fault.kind) {
    case "fire":
    case "layoff":
    case "hire":
    case "pause":
    case "resume":
      return ofProcess(world, live, fault, party, forUs)
    case "skew":
    case "drift":
    case "jump":
      return ofClock(world, live, fault, party)
    case "slow":
      return ofProcessor(live, fault, party)
    default:
      return ofDisk(world, live, fault, party, forUs)
  }
}

function ofProcess<Request, Answer>(
  world: World<Request, Answer>,
  live: LiveFault,
  fault: ProcessFault,
  party: Party<Request, Answer>,
  forUs: number | undefined,
): boolean {
  const { staff } = world
  count(live, touchedBy(staff, fault, party))
  const undo = undoOf(fault)
  if (undo === undefined || forUs === undefined || live.processes === 0) return true
  live.undo = () => {
    const { messages } = touchedBy(staff, undo, party)
    if (undo.kind === "resume") live.messages += messages
  }
  return false
}

function touchedBy<Request, Answer>(staff: Staff<Request, Answer>, fault: ProcessFault, party: Party<Request, Answer>): Touched {
  switch (fault.kind) {
    case "fire":
      return staff.fire(party)
    case "layoff":
      return staff.layOff(party)
    case "hire":
      return staff.hire(party, fault.disk)
    case "pause":
      return staff.pause(party)
    case "resume":
      return staff.resume(party)
  }
}

function welcome<Request, Answer>(world: World<Request, Answer>, live: LiveFault, fault: Extract<ProcessFault, { kind: "hire" }>): boolean {
  const plan = world.options.newcomer?.(fault.node, fault.newcomer as Json)
  if (plan === undefined || world.parties.has(fault.node)) {
    const because = plan === undefined ? "this run does not say who newcomers are" : `${fault.node} is here already`
    world.scribe.fault("refused", live.planned.id, fault, { because })
    return true
  }
  count(live, world.staff.hire(world.staff.enlist(plan)))
  return true
}

function ofClock<Request, Answer>(
  world: World<Request, Answer>,
  live: LiveFault,
  fault: ClockFault,
  party: Party<Request, Answer>,
): boolean {
  const before = party.bentTurns
  party.clock.bend(fault, world.kernel.now)
  live.undo = () => {
    party.clock.mend(fault)
    turnsTouched(live, party.bentTurns - before)
  }
  return false
}

function ofProcessor<Request, Answer>(live: LiveFault, fault: SlowFault, party: Party<Request, Answer>): boolean {
  const before = party.slowTurns
  party.slow *= fault.factor
  live.undo = () => {
    party.slow /= fault.factor
    turnsTouched(live, party.slowTurns - before)
  }
  return false
}

function ofDisk<Request, Answer>(
  world: World<Request, Answer>,
  live: LiveFault,
  fault: DiskFault,
  party: Party<Request, Answer>,
  forUs: number | undefined,
): boolean {
  const { disk } = party
  const before = party.recordsWritten
  const { life } = party
  if (fault.kind === "disk-slow") disk.troubles.slowUs += fault.us
  else disk.troubles[fault.kind === "disk-full" ? "full" : "lying"] = true
  live.undo = () => {
    live.records = party.recordsWritten - before
    if (fault.kind === "disk-slow") disk.troubles.slowUs -= fault.us
    else if (fault.kind === "disk-full") {
      disk.troubles.full = false
      // A write that failed has ended the node. Once there is room again, whoever looks after it starts it.
      const hasEnded = party.state === "away" && party.life === life + 1
      if (hasEnded) live.processes = live.records = 1
      if (hasEnded && forUs !== undefined) world.staff.hire(party)
    } else {
      disk.troubles.lying = false
      disk.flush(world.kernel.now)
    }
    if (live.records > 0) live.processes = 1
  }
  return false
}

/** A fault that lasts has touched the turns that its node took meanwhile. */
function turnsTouched(live: LiveFault, turns: number): void {
  live.messages = turns
  live.processes = turns > 0 ? 1 : 0
}

function count(live: LiveFault, { processes, connections, messages, records }: Touched): void {
  live.processes += processes
  live.messages += messages
  for (let i = 0; i < connections; i++) live.connections.add({})
  if (records > 0) live.records = (live.records ?? 0) + records
}
