/**
 * A set to which elements are added and which is read whole, any number of times.
 *
 * Of each element: since when it is known, because its addition was acknowledged or a read has shown it, and which reads that began later lack it. Jepsen's
 * checker of this name lets reads pass that are stale, and elements that nobody ever added; this one does not, unless staleness is allowed. What a read
 * lacks that is said to be final is lost, even if another copy has it.
 */
import type { History, Operation } from "../histories/history.ts"
import { type Anomaly, type Opinion, opinionOf } from "../histories/opinion.ts"
import { canonical, isList, isMap, show, type Value } from "../histories/value.ts"
import { plural } from "../words.ts"

export interface SetOptions {
  /** Reads may lack for a while what they have once shown; only what stays away is lost. Undefined: if the elements are broadcast, which takes its time. */
  readonly isEventual: boolean | undefined
}

const ADD: ReadonlySet<string> = new Set(["add", "broadcast", "insert"])

interface Element {
  readonly value: Value
  /** The earliest invocation of an addition that did not certainly fail. */
  invokedAt: number
  /** Its additions have all failed. */
  isFailed: boolean
  acknowledged: Operation | undefined
  /** Acknowledged or shown, whichever came first. */
  knownAt: number
  knownLine: number
  readonly present: Operation[]
}

interface Tally {
  count: number
  detail: string
}

export function checkSet(history: History, { isEventual: asked }: SetOptions): Opinion {
  const isEventual = asked ?? history.operations.some(({ f }) => f === "broadcast")
  const elements = new Map<string, Element>()
  const reads: Operation[] = []
  for (const operation of history.operations) {
    if (ADD.has(operation.f)) noteAddition(elements, operation)
    else if (operation.f === "read" && operation.outcome === "ok" && isSetValue(operation.output)) reads.push(operation)
  }
  const strange = tally()
  const future = tally()
  const aborted = tally()
  const duplicate = tally()
  for (const read of reads) {
    const counts = new Map<string, { readonly value: Value; count: number }>()
    for (const value of membersOf(read.output)) {
      const name = canonical(value)
      const seen = counts.get(name)
      if (seen === undefined) counts.set(name, { value, count: 1 })
      else seen.count++
    }
    for (const [name, { value, count }] of counts) {
      if (count > 1) note(duplicate, `${show(value)} stands ${count} times in what line ${read.returnLine} read.`)
      const element = elements.get(name)
      if (element === undefined) note(strange, `${show(value)} was read in line ${read.returnLine} and nobody ever added it.`)
      else if (element.isFailed) note(aborted, `${show(value)} was read in line ${read.returnLine}, and its addition had failed.`)
      else if (element.invokedAt > read.returnedAt)
        note(future, `${show(value)} was read in line ${read.returnLine}, before anybody added it.`)
      if (element === undefined) continue
      element.present.push(read)
      if (read.returnedAt < element.knownAt) {
        element.knownAt = read.returnedAt
        element.knownLine = read.returnLine ?? read.line
      }
    }
  }
  const { lost, stale, unread } = absences([...elements.values()], reads)
  const anomalies: Anomaly[] = [
    { name: "lost", ...lost, isViolation: true },
    { name: "never-added", ...strange, isViolation: true },
    { name: "added-later", ...future, isViolation: true },
    { name: "failed-but-there", ...aborted, isViolation: true },
    { name: "duplicate", ...duplicate, isViolation: true },
    { name: "stale", ...stale, isViolation: !isEventual },
  ]
  const acknowledged = [...elements.values()].filter((element) => element.acknowledged !== undefined).length
  return opinionOf("set", {
    anomalies,
    seen: reads.length > 0 && acknowledged > unread,
    nothing:
      reads.length === 0
        ? "Nothing was read."
        : acknowledged === 0
          ? "No addition succeeded."
          : "No read began after an addition had succeeded.",
    passed: `${plural(acknowledged, "acknowledged element")} in ${plural(reads.length, "read")}, none lost${stale.count > 0 ? `; ${stale.count} stale for a while, which is allowed` : ""}${unread > 0 ? `; ${unread} were added after the last read` : ""}.`,
    remarks: history.remarks,
    figures: { elements: elements.size, acknowledged, reads: reads.length, lost: lost.count, stale: stale.count, unread },
  })
}

function noteAddition(elements: Map<string, Element>, operation: Operation): void {
  const name = canonical(operation.input)
  let element = elements.get(name)
  if (element === undefined) {
    element = {
      value: operation.input,
      invokedAt: Number.POSITIVE_INFINITY,
      isFailed: true,
      acknowledged: undefined,
      knownAt: Number.POSITIVE_INFINITY,
      knownLine: 0,
      present: [],
    }
    elements.set(name, element)
  }
  if (operation.outcome !== "fail") {
    element.isFailed = false
    element.invokedAt = Math.min(element.invokedAt, operation.calledAt)
  }
  if (operation.outcome === "ok" && operation.returnedAt < element.knownAt) {
    element.acknowledged = operation
    element.knownAt = operation.returnedAt
    element.knownLine = operation.returnLine ?? operation.line
  }
}

/** Each element walks back from the last read over those that show it, so all of it costs no more than the reads are long. */
function absences(
  elements: readonly Element[],
  reads: readonly Operation[],
): { readonly lost: Tally; readonly stale: Tally; readonly unread: number } {
  const byCall = [...reads].sort((a, b) => a.calledAt - b.calledAt)
  const lost = tally()
  const stale = tally()
  let unread = 0
  for (const element of elements) {
    if (element.knownAt === Number.POSITIVE_INFINITY) continue
    const present = new Set(element.present)
    const first = firstAfter(byCall, element.knownAt)
    let at = byCall.length - 1
    let final: Operation | undefined
    for (; at >= first && present.has(byCall[at] as Operation); at--);
    for (let i = at; i >= first && (byCall[i] as Operation).isFinal; i--)
      if (!present.has(byCall[i] as Operation)) final = byCall[i] as Operation
    if (first === byCall.length && element.present.length === 0) unread++
    if (at < first) continue
    const absent = final ?? (byCall[at] as Operation)
    const known = `${show(element.value)} was known since line ${element.knownLine}, and the read in lines ${absent.line} to ${absent.returnLine} lacks it`
    if (final !== undefined) note(lost, `${known}, though it was the last of process ${absent.process}.`)
    else if (element.present.some((read) => read.returnedAt > absent.calledAt)) note(stale, `${known}; a later one shows it.`)
    else note(lost, `${known}, as does every later one.`)
  }
  return { lost, stale, unread }
}

function firstAfter(byCall: readonly Operation[], moment: number): number {
  let [low, high] = [0, byCall.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((byCall[middle] as Operation).calledAt > moment) high = middle
    else low = middle + 1
  }
  return low
}

const isSetValue = (value: Value | undefined): boolean => isList(value) || isMap(value)

function membersOf(value: Value | undefined): Iterable<Value> {
  return isMap(value) ? value.keys() : isList(value) ? value : []
}

const tally = (): Tally => ({ count: 0, detail: "" })

function note(tally: Tally, detail: string): void {
  if (tally.count++ === 0) tally.detail = detail
}
