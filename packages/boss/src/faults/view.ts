/** What the Boss sees of the office when it decides. */
import type { Disk } from "./fault.ts"
import type { Temper } from "./temper.ts"

export interface NodeView {
  readonly name: string
  readonly honest: boolean
  /** up: it has said that it is ready. starting: hired, not ready yet. */
  readonly state: "up" | "starting" | "paused" | "down"
  /** How it found its disk when it was last hired. */
  readonly disk: Disk
  /** Whether it has caught up with the others since then. */
  readonly settled: boolean
}

export interface View {
  /** Milliseconds since the storm began. */
  readonly nowMs: number
  /** How long the storm lasts; undefined when nobody has said. */
  readonly stormMs: number | undefined
  readonly nodes: readonly NodeView[]
  /** In which the Boss is to be; usual when left out. */
  readonly temper?: Temper
  /** Whom the Boss would rather harm than others: whoever leads, say. */
  readonly likes?: readonly string[]
}

/** Honest nodes at work. */
export function alive(view: View): number {
  return view.nodes.filter((node) => node.honest && node.state === "up").length
}

/** Nodes that are not at work: fired, laid off, paused, or not ready yet. */
export function away(view: View): number {
  return view.nodes.filter((node) => node.state !== "up").length
}

/** What the next honest node is called that has never been here: one more than the highest number. */
export function nextHonestName(view: View): string {
  const numbers = view.nodes.map(({ name }) => Number(/^bigload-(\d+)$/.exec(name)?.[1] ?? 0))
  return `bigload-${Math.max(0, ...numbers) + 1}`
}

/** The honest node that lost (part of) its disk and has not caught up again. */
export function recovering(view: View): string | undefined {
  return view.nodes.find((node) => node.honest && node.disk !== "kept" && node.state !== "down" && !node.settled)?.name
}
