/** What happened, as a sequence diagram in plain text: a lane for each node, an event a line, the violation at the end. */

import { describeAnyFault, parseAnyFault } from "@watercooler/boss/faults"
import type { JournalEvent, Json, Note } from "@watercooler/kernel"
import { shortName } from "@watercooler/kernel"
import { plural } from "../terminal/words.ts"

export interface DiagramOptions {
  /** Lines in all, the heading included. */
  readonly linesMax: number
  /** The event that broke a promise, virtual microseconds: what comes after it is left out. */
  readonly untilUs: number | undefined
}

const HASH = 6
const LANE = 13
/** More lanes than these are not drawn: only those to whom something happened last. */
const LANES_MAX = 6

interface Line {
  readonly t: number
  /** Undefined: it concerns everybody. */
  readonly node: string | undefined
  readonly words: string
}

export function sequenceDiagram(
  events: readonly JournalEvent[],
  { linesMax, untilUs = Number.POSITIVE_INFINITY }: DiagramOptions,
): readonly string[] {
  const all = events.filter(({ t }) => t <= untilUs).flatMap(lineOf)
  const shown = all.slice(-(linesMax - 3))
  const lanes = lanesOf(shown)
  const left = all.length - shown.length
  return [
    `${"seconds".padStart(10)}  ${lanes.map((node) => shortName(node).padEnd(LANE)).join("")}`,
    ...(left > 0 ? [`${"".padStart(10)}  ${lanes.map(() => "┊".padEnd(LANE)).join("")} ${plural(left, "event")} before`] : []),
    ...shown.map((line) => drawn(line, lanes)),
  ]
}

function lanesOf(lines: readonly Line[]): readonly string[] {
  const recent = [...new Set(lines.toReversed().flatMap(({ node }) => (node === undefined ? [] : [node])))].slice(0, LANES_MAX)
  return recent.sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
}

function drawn({ t, node, words }: Line, lanes: readonly string[]): string {
  const time = `${(t / 1e6).toFixed(3).padStart(10)}  `
  if (node === undefined || !lanes.includes(node))
    return `${time}${"── ".padEnd(3)}${node === undefined ? "" : `${shortName(node)} `}${words}`
  const at = lanes.indexOf(node)
  // Whatever is said reaches over the lanes to the right of it.
  return `${time}${lanes
    .slice(0, at)
    .map(() => "│".padEnd(LANE))
    .join("")}● ${words}`
}

function lineOf(event: JournalEvent): readonly Line[] {
  const { t } = event
  if (event.type === "phase") return [{ t, node: undefined, words: `${event.phase} begins` }]
  if (event.type === "fault" && (event.what === "began" || event.what === "ended")) {
    const parsed = parseAnyFault(event.fault as Json)
    const words = parsed.ok ? describeAnyFault(parsed.value) : event.fault.kind
    return [{ t, node: undefined, words: event.what === "began" ? words : `${words}: over` }]
  }
  if (event.type !== "note") return []
  const words = sayNote(event.fact)
  return words === undefined ? [] : [{ t, node: event.node, words }]
}

const hash = (value: unknown): string => String(value).slice(0, HASH)

/** Undefined for what would only fill the page. */
function sayNote(fact: Note): string | undefined {
  switch (fact.note) {
    case "block-mined":
      return `mines ${hash(fact.hash)} at ${fact.height}`
    case "head-moved":
      return Number(fact.reorgDepth) > 0
        ? `leaves ${fact.reorgDepth} for ${hash(fact.head)} at ${fact.height}`
        : `head ${hash(fact.head)} at ${fact.height}`
    case "rejected":
      return `refuses ${fact.what}: ${fact.code}`
    case "banned":
      return `bans ${hash(fact.peer)}`
    case "misdeed":
      return `does ${fact.misdeed}`
    case "woke":
      return `wakes at ${fact.height}${fact.emptyDisk === true ? ", its disk empty" : ""}`
    case "transfer-accepted":
      return `promises ${hash(fact.transaction)}`
    case "transfer-confirmed":
      return `confirms ${hash(fact.transaction)}`
    default:
      return undefined
  }
}
