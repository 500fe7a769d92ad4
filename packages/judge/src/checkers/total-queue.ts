/** A queue as a multiset: what went in comes out, once. Order is not looked at. */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { canonical, isList, show, type Value, wordOf } from "../histories/value.ts"
import { plural } from "../words.ts"

interface Element {
  readonly value: Value
  attempts: number
  acknowledged: number
  dequeued: number
  line: number
}

/**
 * Lost is what was acknowledged, and had not come out when the queue had been emptied: by a drain, or by dequeues of which one found nothing after the last
 * enqueue. A dequeue of unknown outcome may have taken one element with it; so many may be missing without anybody being to blame.
 */
export function checkTotalQueue(history: History): Opinion {
  const elements = new Map<string, Element>()
  const elementOf = (value: Value, line: number): Element => {
    const name = canonical(value)
    const known = elements.get(name)
    if (known !== undefined) return known
    const element = { value, attempts: 0, acknowledged: 0, dequeued: 0, line }
    elements.set(name, element)
    return element
  }
  let [unknownDequeues, lastEnqueue, emptiedAt, taken] = [0, -1, -1, 0]
  for (const operation of history.operations) {
    if (isEnqueue(operation) && operation.outcome !== "fail") {
      const element = elementOf(operation.input, operation.line)
      element.attempts++
      if (operation.outcome === "ok") element.acknowledged++
      lastEnqueue = Math.max(lastEnqueue, operation.outcome === "ok" ? operation.returnedAt : operation.calledAt)
    }
    if (!isDequeue(operation)) continue
    if (operation.outcome === "info") unknownDequeues++
    if (foundNothing(operation) || (operation.f === "drain" && operation.outcome === "ok"))
      emptiedAt = Math.max(emptiedAt, operation.f === "drain" ? operation.returnedAt : operation.calledAt)
    for (const value of takenBy(operation)) {
      elementOf(value, operation.line).dequeued++
      taken++
    }
  }
  const all = [...elements.values()]
  const lost = all.filter(({ acknowledged, dequeued }) => acknowledged > dequeued)
  const lostCount = lost.reduce((sum, { acknowledged, dequeued }) => sum + acknowledged - dequeued, 0)
  const strange = all.filter(({ attempts, dequeued }) => attempts === 0 && dequeued > 0)
  const twice = all.filter(({ attempts, dequeued }) => attempts > 0 && dequeued > attempts)
  const recovered = all.filter(({ acknowledged, attempts, dequeued }) => acknowledged < attempts && dequeued > acknowledged).length
  const isEmptied = emptiedAt > lastEnqueue
  const isExcused = !isEmptied || lostCount <= unknownDequeues
  const acknowledged = all.reduce((sum, each) => sum + each.acknowledged, 0)
  const example = (element: Element | undefined, words: string) =>
    element === undefined ? "" : `${show(element.value)} ${words}, line ${element.line}.`
  const opinion = opinionOf("queue", {
    anomalies: [
      { name: "lost", count: lostCount, detail: example(lost[0], "was acknowledged and never came out"), isViolation: !isExcused },
      {
        name: "never-enqueued",
        count: strange.length,
        detail: example(strange[0], "came out and nobody had put it in"),
        isViolation: true,
      },
      { name: "duplicate", count: twice.length, detail: example(twice[0], "came out more often than it was put in"), isViolation: true },
      { name: "recovered", count: recovered, detail: "Enqueues of unknown outcome that had happened.", isViolation: false },
    ],
    seen: acknowledged > 0 && taken > 0 && (lostCount === 0 || !isExcused),
    nothing: missing(acknowledged, taken, lostCount, isEmptied, unknownDequeues),
    passed: `${plural(acknowledged, "acknowledged element")}, all of which came out, once.`,
    remarks: history.remarks,
    figures: { acknowledged, dequeued: taken, lost: lostCount, unknown: unknownDequeues },
  })
  return opinion
}

function missing(acknowledged: number, taken: number, lost: number, isEmptied: boolean, unknown: number): string {
  if (acknowledged === 0) return "Nothing was enqueued."
  if (taken === 0) return "Nothing was dequeued."
  if (!isEmptied) return `${lost} acknowledged elements did not come out, but the queue was never seen empty.`
  return `${lost} acknowledged elements did not come out; ${unknown} dequeues of unknown outcome may have taken them.`
}

const isEnqueue = ({ f }: Operation): boolean => f === "enqueue" || f === "push" || f === "publish"

const isDequeue = ({ f }: Operation): boolean => f === "dequeue" || f === "drain" || f === "pop" || f === "consume"

/** It is answered with nothing, or refused for no other reason than that. */
function foundNothing({ f, outcome, output, error }: Operation): boolean {
  if (f === "drain" || outcome === "info") return false
  if (outcome === "fail") return error === undefined || /empty|exhaust|nothing|not-found|none/i.test(show(error))
  return output === null || ["exhausted", "empty"].includes(wordOf(output) ?? "")
}

function takenBy(operation: Operation): readonly Value[] {
  if (operation.outcome !== "ok" || foundNothing(operation)) return []
  const { f, output } = operation
  if (f === "drain") return isList(output) ? output : []
  return output === undefined ? [] : [output]
}
