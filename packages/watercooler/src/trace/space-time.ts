/** Who told whom what, and when: the events of a stretch of time as lanes, messages, bands and marks. Formats are drawn from this. */
import { describeAnyFault, describeEnds, describeReceipt, isLinkFault, parseAnyFault } from "@watercooler/boss/faults"
import type { FaultEvent, JournalEvent, Json, Note, Party } from "@watercooler/kernel"
import { shortEnds } from "../terminal/ends.ts"

export interface Window {
  /** Microseconds of the run. */
  readonly fromUs: number
  readonly toUs: number
  /** Only these; everybody when undefined. */
  readonly nodes: readonly string[] | undefined
}

/** One request and its answer. What is undefined never happened: the request never arrived, or its answer never did. */
export interface Message {
  /** Causal id, 32 hexadecimal digits. */
  readonly trace: string
  readonly from: string
  readonly to: string
  readonly method: string
  readonly route: string
  readonly sentUs: number
  readonly arrivedUs: number | undefined
  readonly answeredUs: number | undefined
  readonly heardUs: number | undefined
  /** HTTP status; 0 for no answer. */
  readonly status: number
  readonly because: string | undefined
}

/** Something that lasts: a fault, or somebody's absence. */
export interface Band {
  readonly id: string
  /** Whose lanes; everybody's when empty. */
  readonly nodes: readonly string[]
  readonly words: string
  readonly fromUs: number
  readonly toUs: number
  readonly kind: "link" | "node" | "away"
}

/** Something that a node noted. */
export interface Mark {
  readonly node: string
  readonly t: number
  readonly words: string
}

export interface SpaceTime extends Window {
  readonly run: string
  readonly world: "real" | "simulated"
  readonly lanes: readonly string[]
  readonly messages: readonly Message[]
  readonly bands: readonly Band[]
  readonly marks: readonly Mark[]
}

/** How long before and after the stretch the other ends of its messages may lie. */
const PATIENCE_US = 5_000_000

type Draft = { -readonly [word in keyof Message]: Message[word] }

export function spaceTimeOf(events: Iterable<JournalEvent>, window: Window): SpaceTime {
  const { fromUs, nodes, toUs } = window
  const parties = new Map<string, Party>()
  const names = new Map<string, string>()
  const drafts = new Map<string, Draft>()
  const bands = new BandKeeper()
  const marks: Mark[] = []
  let [run, world] = ["", "real" as SpaceTime["world"]]
  for (const event of events) {
    if (event.type === "header") {
      run = event.run
      world = event.world
      for (const party of event.parties) {
        parties.set(party.name, party)
        names.set(party.endpoint, party.name)
      }
    } else if (event.type === "request" || event.type === "answer") {
      if (event.t >= fromUs - PATIENCE_US && event.t <= toUs + PATIENCE_US) takeMessage(drafts, names, event)
    } else if (event.type === "note") {
      const words = event.t >= fromUs && event.t <= toUs ? wordsOf(event.fact) : undefined
      if (words !== undefined) marks.push({ node: event.node, t: event.t, words })
    } else bands.hear(event)
  }
  const isShown = (name: string): boolean => nodes === undefined || nodes.includes(name)
  const messages = [...drafts.values()]
    .filter(({ from, to }) => from !== "" && to !== "" && (isShown(from) || isShown(to)))
    .filter(({ heardUs, sentUs }) => sentUs <= toUs && (heardUs ?? sentUs) >= fromUs)
    .sort((a, b) => a.sentUs - b.sentUs || (a.trace < b.trace ? -1 : 1))
  const shown = marks.filter(({ node }) => isShown(node))
  const lanes = lanesOf([...parties.keys()].filter(isShown), messages, shown)
  return { run, world, fromUs, toUs, nodes, lanes, messages, bands: bands.within(fromUs, toUs, lanes), marks: shown }
}

/** Everybody of the run in its order, then those who took part without being a party. */
function lanesOf(names: readonly string[], messages: readonly Message[], marks: readonly Mark[]): readonly string[] {
  const others = [...messages.flatMap(({ from, to }) => [from, to]), ...marks.map(({ node }) => node)]
  return [...new Set([...names, ...others])]
}

function takeMessage(
  drafts: Map<string, Draft>,
  names: ReadonlyMap<string, string>,
  event: JournalEvent & { type: "request" | "answer" },
): void {
  const { durationUs, method, node, route, status, t, trace } = event
  if (trace === "") return
  let draft = drafts.get(trace)
  if (draft === undefined) {
    draft = {
      trace,
      from: "",
      to: "",
      method,
      route,
      sentUs: t - durationUs,
      arrivedUs: undefined,
      answeredUs: undefined,
      heardUs: undefined,
      status: 0,
      because: undefined,
    }
    drafts.set(trace, draft)
  }
  if (event.type === "request") {
    draft.to = node
    draft.from ||= event.from ?? ""
    draft.arrivedUs = t - durationUs
    draft.answeredUs = t
    draft.status ||= status
  } else {
    draft.from = node
    draft.to ||= names.get(event.to) ?? event.to
    draft.sentUs = t - durationUs
    // Who gave up has heard nothing.
    draft.heardUs = status > 0 ? t : undefined
    draft.status = status
    draft.because = event.because
  }
}

class BandKeeper {
  readonly #bands: Band[] = []
  readonly #open = new Map<string, { readonly event: FaultEvent; readonly since: number }>()
  readonly #away = new Map<string, { readonly since: number; readonly words: string }>()

  hear(event: JournalEvent): void {
    if (event.type === "fault") this.#fault(event)
    else if (event.type === "process") {
      const { subject, t, what } = event
      if (what === "ready" || what === "resumed") this.#back(subject, t)
      else if (what !== "hired" && !this.#away.has(subject)) this.#away.set(subject, { since: t, words: what })
    }
  }

  within(fromUs: number, toUs: number, lanes: readonly string[]): readonly Band[] {
    for (const [name] of [...this.#away]) this.#back(name, toUs)
    for (const [id, { event, since }] of this.#open) this.#keep(id, event, since, toUs, undefined)
    return this.#bands
      .filter((band) => band.toUs >= fromUs && band.fromUs <= toUs)
      .filter(({ nodes }) => nodes.length === 0 || nodes.some((name) => lanes.includes(name)))
      .map((band) => ({ ...band, fromUs: Math.max(fromUs, band.fromUs), toUs: Math.min(toUs, band.toUs) }))
  }

  #fault(event: FaultEvent): void {
    if (event.what === "began") this.#open.set(event.id, { event, since: event.t })
    else if (event.what === "ended") {
      const began = this.#open.get(event.id)
      this.#open.delete(event.id)
      if (began !== undefined) this.#keep(event.id, event, began.since, event.t, event)
    }
  }

  #keep(id: string, { fault }: FaultEvent, fromUs: number, toUs: number, ended: FaultEvent | undefined): void {
    const parsed = parseAnyFault(fault as Json)
    if (!parsed.ok) return
    const { value } = parsed
    const receipt = ended?.receipt === undefined ? "" : `: ${describeReceipt(value.kind, ended.receipt)}`
    const words = `${isLinkFault(value) ? `${value.kind} ${shortEnds(describeEnds(value))}` : describeAnyFault(value)}${receipt}`
    if ("from" in value) this.#bands.push({ id, nodes: [...value.from, ...value.to], words, fromUs, toUs, kind: "link" })
    // Absences tell of faults of processes.
    else if (!["fire", "layoff", "hire", "pause", "resume"].includes(value.kind))
      this.#bands.push({ id, nodes: [value.node], words, fromUs, toUs, kind: "node" })
  }

  #back(name: string, t: number): void {
    const away = this.#away.get(name)
    this.#away.delete(name)
    if (away !== undefined)
      this.#bands.push({
        id: `${name} ${away.since}`,
        nodes: [name],
        words: `${name} ${away.words}`,
        fromUs: away.since,
        toUs: t,
        kind: "away",
      })
  }
}

/** What changes what a node believes; everything else is in the journal. */
function wordsOf(fact: Note): string | undefined {
  switch (fact.note) {
    case "head-moved": {
      const depth = Number(fact.reorgDepth ?? 0)
      return `head ${String(fact.height)} ${String(fact.head).slice(0, 6)}${depth > 0 ? `, reorg ${depth} deep` : ""}`
    }
    case "block-mined":
      return `mined ${String(fact.height)}`
    case "banned":
      return `bans ${String(fact.endpoint ?? fact.peer).slice(0, 24)}`
    case "rejected":
      return `rejects ${String(fact.what ?? "")} ${String(fact.code ?? "")}`
    default:
      return undefined
  }
}
