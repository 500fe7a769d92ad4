/** Faults on a timeline: each with a name of its own, the moment it begins, and how long it lasts. */
import type { Json, Note } from "@watercooler/kernel"
import { describeFault, type ProcessFault, parseProcessFault } from "./fault.ts"
import { describeLinkFault, isLinkFault, type LinkFault, linkFaultKinds, parseLinkFault } from "./link.ts"
import { describeNodeFault, isNodeFault, type NodeFault, nodeFaultKinds, parseNodeFault } from "./node-fault.ts"
import { type RouteTest, routeTest } from "./route.ts"
import { vocabulary } from "./vocabulary.ts"
import { isWords, type Parsed, WordReader, type Words } from "./words.ts"

/** Every fault there is, whichever world can do it. */
export type AnyFault = ProcessFault | LinkFault | NodeFault

/** A node notes something, for the `count`th time (once, unless said otherwise). */
export interface NoteTrigger {
  /** Whoever it is, when left out. */
  readonly node?: string
  readonly note: string
  /** Facts that the note must hold, each with this value. */
  readonly where?: { readonly [fact: string]: Json }
  readonly count?: number
}

/** A node sends a request, for the `count`th time. */
export interface MessageTrigger {
  /** The route: `/block`, `PUT /keys/:key`, `/files/*`. */
  readonly sends: string
  /** Whoever it is, when left out. */
  readonly node?: string
  /** To whomever it is, when left out. */
  readonly to?: string
  readonly count?: number
}

export type Trigger = NoteTrigger | MessageTrigger

/**
 * A fault and its moment: so long after the run began, or so long after a node noted something. `forUs`: heals by itself after that; whoever was
 * fired is hired back with its disk kept, whoever was paused goes on.
 */
export type TimelineFault =
  | { readonly id: string; readonly atUs: number; readonly forUs?: number; readonly fault: AnyFault }
  | { readonly id: string; readonly when: Trigger; readonly afterUs: number; readonly forUs?: number; readonly fault: AnyFault }

/** A year. */
const MOMENT_US_MAX = 31_536_000_000_000
const COUNT_MAX = 1_000_000_000

/** Reads any fault that came from outside, also one that real processes cannot do yet. */
export function parseAnyFault(words: Json): Parsed<AnyFault> {
  if (!isWords(words)) return { ok: false, because: `a fault is an object, not ${JSON.stringify(words)}` }
  const { kind } = words
  if (linkFaultKinds.some((known) => known === kind)) return parseLinkFault(words)
  if (nodeFaultKinds.some((known) => known === kind)) return parseNodeFault(words)
  const parsed = parseProcessFault(words)
  if (parsed.ok) return { ok: true, value: parsed.fault }
  if (vocabulary.some(({ name }) => name === kind)) return parsed
  return {
    ok: false,
    because: `there is no fault named ${JSON.stringify(kind)}; there are ${vocabulary.map(({ name }) => name).join(", ")}`,
  }
}

/** One line for a person, for any fault. */
export function describeAnyFault(fault: AnyFault): string {
  if (isLinkFault(fault)) return describeLinkFault(fault)
  return isNodeFault(fault) ? describeNodeFault(fault) : describeFault(fault)
}

/** Whom it is done to: `b1`, or `b1, b2 ↔ b3`. */
export function describeEnds(fault: AnyFault): string {
  return isLinkFault(fault) ? `${fault.from.join(", ")} ${fault.both === true ? "↔" : "→"} ${fault.to.join(", ")}` : fault.node
}

/** Every node that a fault names. */
export function nodesOf(fault: AnyFault): readonly string[] {
  return isLinkFault(fault) ? [...new Set([...fault.from, ...fault.to])] : [fault.node]
}

/** Reads one entry of a timeline: `{id: "f1", atUs: 1000000, forUs: 500000, fault: {kind: "pause", node: "b1"}}`. */
export function parseTimelineFault(words: Json): Parsed<TimelineFault> {
  if (!isWords(words)) return { ok: false, because: `a planned fault is an object, not ${JSON.stringify(words)}` }
  const id = typeof words.id === "string" && words.id !== "" ? words.id : undefined
  if (id === undefined) return { ok: false, because: `a planned fault needs a name of its own as "id", not ${JSON.stringify(words.id)}` }
  const fault = parseAnyFault(words.fault ?? null)
  if (!fault.ok) return { ok: false, because: `${id}: ${fault.because}` }
  const read = new WordReader(id, words)
  read.skip("id", "fault", "when")
  const forUs = read.maybeInteger("forUs", 0, MOMENT_US_MAX)
  const rest = { ...(forUs === undefined ? {} : { forUs }), fault: fault.value }
  if (words.when === undefined) return read.done({ id, atUs: read.integer("atUs", 0, MOMENT_US_MAX), ...rest })
  const when = parseTrigger(id, words.when)
  if (!when.ok) return when
  return read.done({ id, when: when.value, afterUs: read.integer("afterUs", 0, MOMENT_US_MAX, 0), ...rest })
}

/** A whole timeline; no two entries have the same name. */
export function parseTimeline(words: Json): Parsed<readonly TimelineFault[]> {
  if (!Array.isArray(words)) return { ok: false, because: "a timeline is a list of planned faults" }
  const planned: TimelineFault[] = []
  for (const entry of words as readonly Json[]) {
    const parsed = parseTimelineFault(entry)
    if (!parsed.ok) return parsed
    if (planned.some(({ id }) => id === parsed.value.id)) return { ok: false, because: `two faults are called ${parsed.value.id}` }
    planned.push(parsed.value)
  }
  return { ok: true, value: planned }
}

function parseTrigger(id: string, words: Json): Parsed<Trigger> {
  if (!isWords(words)) return { ok: false, because: `${id}: "when" is an object, not ${JSON.stringify(words)}` }
  const read = new WordReader(`${id}: "when"`, words)
  read.skip("where")
  const [node, note, count] = [read.maybeText("node"), read.maybeText("note"), read.maybeInteger("count", 1, COUNT_MAX)]
  const { where } = words
  const rest = { ...(node === undefined ? {} : { node }), ...(count === undefined ? {} : { count }) }
  if (note === undefined && words.sends !== undefined) {
    const [sends, to] = [read.maybeText("sends"), read.maybeText("to")]
    return read.done({ sends: sends ?? "", ...(to === undefined ? {} : { to }), ...rest })
  }
  if (note === undefined) return { ok: false, because: `${id}: "when" needs the name of a note as "note", or a route as "sends"` }
  if (where !== undefined && !isWords(where))
    return { ok: false, because: `${id}: "where" holds the facts of a note, not ${JSON.stringify(where)}` }
  return read.done({ note, ...(where === undefined ? {} : { where: where as { readonly [fact: string]: Json } }), ...rest })
}

/** Whether this is a note that a trigger waits for; counting is for whoever hears the notes. */
export function isAwaited(trigger: Trigger, node: string, fact: Note): boolean {
  if ("sends" in trigger || fact.note !== trigger.note || (trigger.node !== undefined && trigger.node !== node)) return false
  return Object.entries(trigger.where ?? {}).every(([name, value]) => isSame(fact[name], value))
}

/** Whether this is a request that a trigger waits for; counting is for whoever carries it. */
export function isAwaitedMessage(trigger: MessageTrigger, from: string, to: string, route: string, method?: string): boolean {
  return (trigger.node ?? from) === from && (trigger.to ?? to) === to && testOf(trigger)(method, route)
}

/** Every request is asked about, and no trigger changes. */
const tests = new WeakMap<MessageTrigger, RouteTest>()
function testOf(trigger: MessageTrigger): RouteTest {
  const known = tests.get(trigger) ?? routeTest(trigger.sends)
  tests.set(trigger, known)
  return known
}

function isSame(a: Json | undefined, b: Json): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [ones, others] = [a as Words, b as Words]
  const names = Object.keys(others)
  return Object.keys(ones).length === names.length && names.every((name) => isSame(ones[name], others[name] as Json))
}
