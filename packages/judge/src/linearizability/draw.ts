/** The neighbourhood of what is impossible, drawn: a line for each process, time from left to right. */
import type { Model } from "../models/model.ts"
import type { Problem, Step } from "./problem.ts"
import type { Furthest } from "./search.ts"

/** Operations drawn before what is impossible. */
const BEFORE = 10
const AFTER = 3
const WIDTH = 100
const LABEL_MAX = 24

interface Bar {
  readonly step: Step
  readonly isBad: boolean
  /** Its place in the order that was found; undefined for what is not in it. */
  readonly place: number | undefined
}

/** `│` is a moment: an operation begins at one `├` and ends at a `┤`; `…` has not ended. The numbers are the order of a linearization. */
export function drawProblem<State>(problem: Problem, { low, order }: Furthest, model: Model<State>): readonly string[] {
  const places = new Map(order.map((which, at) => [which, at + 1]))
  const due = problem.musts[low] as Step
  const bars: Bar[] = []
  for (let at = Math.max(0, low - BEFORE); at < problem.musts.length && bars.length < BEFORE + AFTER + 1; at++) {
    const step = problem.musts[at] as Step
    if (at <= low || step.operation.calledAt < due.operation.returnedAt) bars.push({ step, isBad: at === low, place: places.get(at) })
  }
  const earliest = Math.min(...bars.map(({ step }) => step.operation.calledAt))
  problem.mays.forEach((step, may) => {
    const place = places.get(-1 - may)
    const isNear = step.operation.calledAt >= earliest && step.operation.calledAt < due.operation.returnedAt
    if (bars.length < BEFORE + 2 * AFTER && (isNear || (place !== undefined && place > order.length - BEFORE)))
      bars.push({ step, isBad: false, place })
  })
  return draw(bars, model)
}

function draw<State>(bars: readonly Bar[], model: Model<State>): readonly string[] {
  const moments = [...new Set(bars.flatMap(({ step }) => [step.operation.calledAt, step.operation.returnedAt]))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const column = new Map(moments.map((moment, at) => [moment, at]))
  const scale = Math.max(2, Math.min(9, Math.floor(WIDTH / Math.max(1, moments.length))))
  const rows = new Map<number | string, string[]>()
  const sorted = [...bars].sort((a, b) => a.step.operation.calledAt - b.step.operation.calledAt)
  for (const bar of sorted) {
    const { operation, call } = bar.step
    const from = (column.get(operation.calledAt) ?? 0) * scale
    const to = (column.get(operation.returnedAt) ?? moments.length) * scale
    const words = model.describe(call)
    const label = `${bar.isBad ? "✗ " : bar.place === undefined ? "" : `${bar.place} `}${words.length <= LABEL_MAX ? words : `${words.slice(0, LABEL_MAX - 1)}…`}`
    const row = rows.get(operation.process) ?? []
    rows.set(operation.process, row)
    row.push(barText(from, to, label, Number.isFinite(operation.returnedAt)))
  }
  const width = Math.max(...[...rows.keys()].map((process) => String(process).length))
  return [...rows].flatMap(([process, bars]) =>
    laid(bars).map((line, at) => `  ${at === 0 ? String(process).padStart(width) : " ".repeat(width)} ${line}`),
  )
}

/** A bar at its place, its words above the line of the bar if they do not fit into it. */
function barText(from: number, to: number, label: string, isClosed: boolean): string {
  const inner = Math.max(label.length, to - from - 1)
  return `${" ".repeat(from)}├${label.padEnd(inner, "─")}${isClosed ? "┤" : "…"}`
}

/** Bars of one process that would overlap go on lines below each other. */
function laid(bars: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const bar of bars) {
    const from = bar.length - bar.trimStart().length
    const at = lines.findIndex((line) => line.length < from)
    if (at < 0) lines.push(bar)
    else lines[at] = (lines[at] as string).padEnd(from) + bar.slice(from)
  }
  return lines
}
