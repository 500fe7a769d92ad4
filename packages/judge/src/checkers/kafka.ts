/**
 * Logs to which messages are sent and which are polled from offsets, after Jepsen's Kafka workload. Of each key: which message stands at which offset, and what each
 * process has seen in which order.
 */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { canonical, isList, isMap, numberOf, show, type Value, wordOf } from "../histories/value.ts"
import { plural } from "../words.ts"

interface Log {
  /** Offset → messages said to stand there, and by whom. */
  readonly at: Map<number, Map<string, Operation>>
  readonly offsets: Map<string, Set<number>>
  readonly acknowledged: Map<number, Operation>
  readonly polled: Set<number>
  highest: number
}

interface Poll {
  readonly operation: Operation
  readonly key: string
  readonly pairs: readonly (readonly [offset: number, message: Value])[]
}

class Tallies {
  readonly #tallies = new Map<string, { count: number; readonly detail: string }>()

  add(name: string, detail: string): void {
    const tally = this.#tallies.get(name)
    if (tally === undefined) this.#tallies.set(name, { count: 1, detail })
    else tally.count++
  }

  anomalies(harmless: string) {
    return [...this.#tallies].map(([name, tally]) => ({ name, ...tally, isViolation: name !== harmless }))
  }
}

export function checkKafka(history: History): Opinion {
  const logs = new Map<string, Log>()
  const tallies = new Tallies()
  const failed = new Set<string>()
  let [sent, polled] = [0, 0]
  for (const operation of history.operations) {
    for (const { key, message } of sendsOf(operation)) if (operation.outcome === "fail") failed.add(`${key} ${canonical(message)}`)
    for (const { key, message, offset } of sendsOf(operation)) {
      if (operation.outcome !== "ok" || offset === undefined) continue
      sent++
      stand(logOf(logs, key), key, offset, message, operation, tallies)
      logOf(logs, key).acknowledged.set(offset, operation)
    }
    for (const { key, pairs } of pollsOf(operation)) {
      for (const [offset, message] of pairs) {
        polled++
        const log = logOf(logs, key)
        stand(log, key, offset, message, operation, tallies)
        log.polled.add(offset)
        log.highest = Math.max(log.highest, offset)
        if (failed.has(`${key} ${canonical(message)}`))
          tallies.add(
            "aborted-read",
            `${show(message)} was polled from ${key} in line ${operation.returnLine}, and its sending had failed.`,
          )
      }
    }
  }
  findOrders(history, logs, tallies)
  for (const [key, log] of logs) findLost(key, log, tallies)
  return opinionOf("kafka", {
    anomalies: tallies.anomalies("unobserved"),
    seen: sent > 0 && polled > 0,
    nothing: sent === 0 ? "No message was sent." : "No message was polled.",
    passed: `${plural(sent, "message")} sent to ${plural(logs.size, "log")}, ${polled} polled, none lost, in order.`,
    remarks: history.remarks,
    figures: { sent, polled, logs: logs.size },
  })
}

function logOf(logs: Map<string, Log>, key: string): Log {
  const known = logs.get(key)
  if (known !== undefined) return known
  const log: Log = { at: new Map(), offsets: new Map(), acknowledged: new Map(), polled: new Set(), highest: -1 }
  logs.set(key, log)
  return log
}

function stand(log: Log, key: string, offset: number, message: Value, operation: Operation, tallies: Tallies): void {
  const name = canonical(message)
  const there = log.at.get(offset) ?? new Map<string, Operation>()
  log.at.set(offset, there)
  const [other] = [...there].filter(([known]) => known !== name)
  if (other !== undefined && !there.has(name))
    tallies.add(
      "inconsistent-offsets",
      `Offset ${offset} of ${key} holds ${show(message)} in line ${operation.returnLine}, and ${other[0]} in line ${other[1].returnLine}.`,
    )
  there.set(name, operation)
  const places = log.offsets.get(name) ?? new Set<number>()
  log.offsets.set(name, places)
  if (places.size > 0 && !places.has(offset))
    tallies.add("duplicate", `${show(message)} stands in ${key} at offset ${[...places][0]} and at ${offset}.`)
  places.add(offset)
}

/** Offsets grow within a poll, from poll to poll, and from send to send; and nothing that exists is passed over. */
function findOrders({ operations }: History, logs: ReadonlyMap<string, Log>, tallies: Tallies): void {
  const lastPolled = new Map<string, number>()
  const lastSent = new Map<string, number>()
  const existing = new Map([...logs].map(([key, log]) => [key, [...log.at.keys()].sort((a, b) => a - b)]))
  const skipped = (key: string, from: number, to: number) => (existing.get(key) ?? []).filter((offset) => offset > from && offset < to)
  for (const operation of operations) {
    if (operation.f === "assign" || operation.f === "subscribe" || operation.outcome === "info") {
      for (const name of lastPolled.keys()) if (name.startsWith(`${operation.process} `)) lastPolled.delete(name)
    }
    for (const { key, offset } of sendsOf(operation)) {
      if (operation.outcome !== "ok" || offset === undefined) continue
      const name = `${operation.process} ${key}`
      const before = lastSent.get(name)
      if (before !== undefined && offset <= before)
        tallies.add(
          "nonmonotonic-send",
          `Process ${operation.process} sent to ${key} and was told offset ${offset} in line ${operation.returnLine}, after ${before}.`,
        )
      lastSent.set(name, offset)
    }
    for (const { key, pairs } of pollsOf(operation)) {
      const name = `${operation.process} ${key}`
      const last = lastPolled.get(name)
      let before = last
      for (const [offset] of pairs) {
        const kind = before === last ? "" : "int-"
        const where = `in line ${operation.returnLine}, ${key} by process ${operation.process}`
        if (before !== undefined && offset <= before) tallies.add(`${kind}nonmonotonic-poll`, `Offset ${offset} after ${before} ${where}.`)
        const missing = before === undefined ? [] : skipped(key, before, offset)
        if (missing.length > 0)
          tallies.add(`${kind}poll-skip`, `Offset ${offset} after ${before}, past ${missing.slice(0, 4).join(", ")}, ${where}.`)
        before = offset
      }
      if (before !== undefined) lastPolled.set(name, before)
    }
  }
}

function findLost(key: string, log: Log, tallies: Tallies): void {
  for (const [offset, operation] of log.acknowledged) {
    if (log.polled.has(offset)) continue
    const words = `offset ${offset} of ${key}, acknowledged in line ${operation.returnLine}`
    if (offset < log.highest) tallies.add("lost-write", `Nobody ever polled ${words}, though offset ${log.highest} was.`)
    else tallies.add("unobserved", `Nobody polled as far as ${words}.`)
  }
}

interface Send {
  readonly key: string
  readonly message: Value
  readonly offset: number | undefined
}

/** `[[:send key message]]`, and `[[:send key [offset message]]]` once it is acknowledged. */
function sendsOf(operation: Operation): readonly Send[] {
  const value = operation.outcome === "ok" ? operation.output : operation.input
  return microOps(value).flatMap(([f, key = null, held = null]): Send[] => {
    if (wordOf(f) !== "send") return []
    if (operation.outcome === "ok" && isList(held) && held.length === 2)
      return [{ key: canonical(key), message: held[1] as Value, offset: numberOf(held[0]) }]
    return [{ key: canonical(key), message: held, offset: undefined }]
  })
}

/** `[[:poll {key [[offset message] …]}]]`. */
function pollsOf(operation: Operation): readonly Poll[] {
  if (operation.outcome !== "ok") return []
  return microOps(operation.output).flatMap(([f, held]): Poll[] => {
    if (wordOf(f) !== "poll" || !isMap(held)) return []
    return [...held].map(([key, pairs]) => ({ operation, key: canonical(key), pairs: pairsIn(pairs) }))
  })
}

function pairsIn(value: Value): readonly (readonly [number, Value])[] {
  if (!isList(value)) return []
  return value.flatMap((pair) =>
    isList(pair) && numberOf(pair[0]) !== undefined ? [[pair[0] as number, (pair[1] ?? null) as Value] as const] : [],
  )
}

const microOps = (value: Value | undefined): readonly (readonly Value[])[] => (isList(value) ? value.filter(isList) : [])
