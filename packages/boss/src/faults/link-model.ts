/** What links are like when nothing is wrong with them: the rules that are asked first, for every link. */
import { below } from "@watercooler/kernel"
import { REORDER_US } from "./link.ts"
import { bandwidthRule, latencyRule, type Rule, type Ruling } from "./rule.ts"

/** One knob per line. Times in microseconds, chances in messages of a thousand. */
export interface LinkOptions {
  /** How long a message is under way. */
  readonly latencyUs?: number
  /** Give or take this much, evenly spread. */
  readonly latencyUsJitter?: number
  /** Latencies as they were observed somewhere: one is drawn for each message, in place of the two above. */
  readonly latencyUsTable?: readonly number[]
  readonly lossPerMille?: number
  readonly duplicatePerMille?: number
  readonly reorderPerMille?: number
  /** A reordered message is held back by up to this much. */
  readonly reorderUsMax?: number
  readonly corruptPerMille?: number
  readonly bytesPerSecond?: number
  /** What finds more than this waiting is lost. */
  readonly queueBytesMax?: number
}

/** Links between these nodes, in this direction. */
export interface LinkRow extends LinkOptions {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** The first row that names both ends of a link says what it is like; where none does, `otherwise`. */
export interface LinkTable {
  readonly otherwise?: LinkOptions
  readonly rows?: readonly LinkRow[]
}

/** A rule, what keys its draws, and whether it must be told until when its link is busy. */
export interface BaseRule {
  readonly name: string
  readonly rule: Rule
  readonly queues: boolean
}

/** A local network: one hop, a little jitter. */
export const LINK_DEFAULTS: LinkOptions = { latencyUs: 5_000 }

export function linkOptionsOf(table: LinkTable, from: string, to: string): LinkOptions {
  return table.rows?.find((row) => row.from.includes(from) && row.to.includes(to)) ?? table.otherwise ?? LINK_DEFAULTS
}

export function baseRules(options: LinkOptions): readonly BaseRule[] {
  const { latencyUs = 0, latencyUsJitter = 0, latencyUsTable, bytesPerSecond, queueBytesMax } = options
  const rules: BaseRule[] = []
  const add = (name: string, rule: Rule, queues = false): void => void rules.push({ name, rule, queues })
  const chance = (name: string, perMille: number | undefined, ruling: Rule): void => {
    if (perMille !== undefined && perMille > 0)
      add(name, (sighting, draw) => (!sighting.isClose && draw() % 1_000 < perMille ? ruling(sighting, draw) : PASS))
  }
  chance("loss", options.lossPerMille, () => LOST)
  if (bytesPerSecond !== undefined) add("bandwidth", bandwidthRule(bytesPerSecond, queueBytesMax), true)
  if (latencyUsTable !== undefined && latencyUsTable.length > 0) {
    add("latency", (_sighting, draw) => ({ kind: "delay", us: latencyUsTable[below(draw, latencyUsTable.length)] as number }))
  } else if (latencyUs > 0 || latencyUsJitter > 0) add("latency", latencyRule(latencyUs, latencyUsJitter))
  chance("duplicate", options.duplicatePerMille, ({ kind }) => (kind === "request" ? TWICE : PASS))
  chance("reorder", options.reorderPerMille, (_sighting, draw) => ({
    kind: "hold-back",
    us: 1 + below(draw, options.reorderUsMax ?? REORDER_US),
  }))
  chance("corrupt", options.corruptPerMille, (_sighting, draw) => ({ kind: "corrupt", bit: draw() }))
  return rules
}

const PASS: Ruling = { kind: "pass" }
const LOST: Ruling = { kind: "drop", because: "lost" }
const TWICE: Ruling = { kind: "duplicate" }
