/** What faults and processes change in the picture. */
import type { FaultEvent, Json, ProcessEvent } from "@watercooler/kernel"
import { change, type Draft, keepNewest } from "./draft.ts"
import { type FaultPicture, HELPERS, type NodePicture, pictureBounds } from "./picture.ts"

export function drawFault(draft: Draft, event: FaultEvent): void {
  const at = draft.faults.findLastIndex((fault) => fault.id === event.id)
  const before = draft.faults[at]
  const fault = faultAfter(before, event)
  if (event.what === "began") draft.totals.faults += 1
  if (before === undefined) draft.faults.push(fault)
  else draft.faults[at] = fault
  keepNewest(draft.faults, pictureBounds.faults)
}

/** A fault as it is known after one more line about it. */
export function faultAfter(before: FaultPicture | undefined, event: FaultEvent): FaultPicture {
  const from = namesIn(event.fault.from)
  const to = namesIn(event.fault.to)
  const nodes = new Set([...namesIn(event.fault.node), ...namesIn(event.fault.nodes), ...from, ...to])
  return {
    id: event.id,
    kind: event.fault.kind,
    nodes: [...nodes].slice(0, pictureBounds.names),
    from,
    to,
    both: event.fault.both === true,
    by: event.by,
    state: event.what,
    plannedAt: event.what === "planned" ? event.t : before?.plannedAt,
    beganAt: event.what === "began" ? event.t : before?.beganAt,
    endedAt: event.what === "ended" || event.what === "refused" ? event.t : before?.endedAt,
    receipt: event.receipt ?? before?.receipt,
    because: event.because ?? before?.because,
    fault: event.fault,
  }
}

/** Faults name their victims in several ways: one `node`, some `nodes`, a link or many `from` … `to`. */
function namesIn(value: Json | undefined): string[] {
  const named: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value]
  return named.filter((name): name is string => typeof name === "string").slice(0, pictureBounds.names)
}

export function drawProcess(draft: Draft, event: ProcessEvent): void {
  if (!HELPERS.has(event.subject)) change(draft, event.subject, (node) => changesOf(event, node))
}

function changesOf(event: ProcessEvent, node: NodePicture): Partial<NodePicture> {
  switch (event.what) {
    case "hired": {
      // A process has a new pid each time; a first hire may also be heard of late, after the node was already seen.
      const again = node.state === "down" || node.pid !== undefined
      const forgets = event.disk === "wiped" ? { height: undefined, head: undefined, headAt: undefined } : {}
      return { state: "starting", pid: event.pid, restarts: node.restarts + (again ? 1 : 0), peers: node.told, ...forgets }
    }
    case "ready":
    case "resumed":
      return { state: "alive", ...(event.pid === undefined ? {} : { pid: event.pid }) }
    case "paused":
      return { state: "paused" }
    default:
      return { state: "down", peers: [] }
  }
}
