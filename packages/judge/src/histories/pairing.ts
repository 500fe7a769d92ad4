/** Invocations and their completions, put together. What is odd is put up with where it can be, and said. */
import type { HistoryEvent, Operation, Outcome } from "./history.ts"

interface Open {
  readonly event: HistoryEvent
  readonly at: number
}

export interface Paired {
  /** In the order of their invocations. */
  readonly operations: readonly Operation[]
  readonly remarks: readonly string[]
}

/** Clients are numbers, or names with a number in them such as `c12`; a nemesis and its like are not. */
export const isClient = (process: number | string): boolean =>
  typeof process === "number" ? process >= 0 : /\d/.test(process) && !/nemesis/i.test(process)

/**
 * A process does one thing at a time. Who invokes again without a completion has crashed in between: the earlier operation is info and may
 * take effect at any later time. A completion that nobody asked for is refused by saying so: it counts as invoked at the same moment.
 */
export function pair(events: readonly HistoryEvent[]): Paired {
  if (events.length > 0 && !events.some(({ type, process }) => type === "invoke" && isClient(process))) return withoutInvocations(events)
  const operations: Operation[] = []
  const slots = new Map<number | string, { readonly open: Open; readonly slot: number }>()
  let [crashed, strangers] = [0, 0]
  let [crashedLine, strangerLine] = [0, 0]
  events.forEach((event, at) => {
    if (!isClient(event.process)) return
    const pending = slots.get(event.process)
    if (event.type === "invoke") {
      if (pending !== undefined) {
        crashed++
        crashedLine ||= event.line
        operations[pending.slot] = complete(pending.open, undefined, at)
      }
      slots.set(event.process, { open: { event, at }, slot: operations.length })
      operations.push(complete({ event, at }, undefined, at))
      return
    }
    if (pending === undefined || pending.open.event.f !== event.f) {
      // A client that logs something of its own is no operation.
      if (event.type === "info") return
      strangers++
      strangerLine ||= event.line
      return
    }
    slots.delete(event.process)
    operations[pending.slot] = complete(pending.open, event, at)
  })
  const remarks: string[] = []
  if (crashed > 0)
    remarks.push(
      `${times(crashed)} a process invoked again before its last operation was completed (first in line ${crashedLine}): the earlier one may have happened at any time.`,
    )
  if (strangers > 0)
    remarks.push(`${times(strangers)} a completion came that nobody had asked for (first in line ${strangerLine}): it was left out.`)
  return { operations, remarks }
}

/** Some write down completions only. Then nobody knows what came before what, except of each process. */
function withoutInvocations(events: readonly HistoryEvent[]): Paired {
  const operations = events
    .filter(({ process, type, f }) => isClient(process) && (type !== "info" || f === "txn"))
    .map((event, at): Operation => ({ ...complete({ event, at: 0 }, event, events.length + at), line: event.line }))
  return { operations, remarks: ["Nothing is known of when operations were invoked: all of them may have been going on at once."] }
}

function complete({ event, at }: Open, completion: HistoryEvent | undefined, completedAt: number): Operation {
  const outcome: Outcome = completion === undefined || completion.type === "invoke" ? "info" : completion.type
  const key = event.key ?? completion?.key
  const error = completion?.error
  return {
    process: event.process,
    f: event.f,
    input: event.value,
    output: outcome === "ok" ? completion?.value : undefined,
    outcome,
    isFinal: event.isFinal === true || completion?.isFinal === true,
    calledAt: at,
    returnedAt: outcome === "info" ? Number.POSITIVE_INFINITY : completedAt,
    line: event.line,
    returnLine: completion?.line,
    time: event.time,
    ...(key === undefined ? {} : { key }),
    ...(error === undefined ? {} : { error }),
  }
}

const times = (count: number): string => (count === 1 ? "Once" : `${count} times`)
