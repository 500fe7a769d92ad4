/** Writes a scenario as a file that a person likes to read: short things on one line, a blank line between sections. */
import { Document, isMap, isScalar, isSeq, type Node, Pair, Scalar, visit } from "yaml"
import { verbNames } from "../schema/faults.ts"
import type { Scenario } from "../schema/scenario.ts"

/** What fits on a line of this many letters stands on one line. */
const LINE_MAX = 100

/** The order in which one reads a scenario. */
const SECTIONS: readonly string[] = [
  ...[
    "claim",
    "seed",
    "storm",
    "calm",
    "network",
    "nodes",
    "groups",
    "links",
    "workload",
    "faults",
    "boss",
    "checks",
    "expect",
    "violates",
  ],
]
/** The order in which one reads a fault: its moment, then what happens. */
const FAULT: readonly string[] = ["id", "at", "every", "times", "when", "after", "jitter", "for", ...verbNames, "disk"]

export interface Wording {
  /** Where the JSON Schema lies, seen from the file; for editors. */
  readonly schema?: string
  /** What stands above the claim, without `#`. */
  readonly comment?: string
}

export function serialise(scenario: Scenario, { schema, comment }: Wording = {}): string {
  const document = new Document(inOrder(scenario))
  visit(document, {
    Scalar: (key, scalar) => {
      if (key !== "key" && typeof scalar.value === "string" && needsQuotes(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE
    },
    Collection: (_key, collection, ancestors) => {
      // Sections are blocks, and so is each list of entries; everything small is on one line.
      const isRoot = ancestors.length === 1
      if (!isRoot && !isListOfEntries(collection) && JSON.stringify(collection).length <= LINE_MAX) collection.flow = true
    },
  })
  airBetweenSections(document.contents)
  const head = [
    schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`],
    comment === undefined ? [] : comment.split("\n").map((line) => `# ${line}`.trimEnd()),
  ]
  const lines = head.flat().map((line) => `${line}\n`)
  return `${lines.join("")}${lines.length > 0 ? "\n" : ""}${document.toString({ lineWidth: LINE_MAX, flowCollectionPadding: true })}`
}

/** The first three entries belong together; each section after them gets some air, and so does each entry that needs several lines. */
function airBetweenSections(contents: unknown): void {
  if (!isMap(contents)) return
  for (const [at, pair] of contents.items.entries()) {
    if (!(pair instanceof Pair) || !isScalar(pair.key)) continue
    if (at > 0 && !["seed", "storm", "calm", "violates"].includes(String(pair.key.value))) pair.key.spaceBefore = true
    if (isSeq(pair.value)) for (const item of pair.value.items) if (isMap(item)) item.flow = JSON.stringify(item).length <= LINE_MAX
  }
}

function isListOfEntries(node: Node): boolean {
  return isSeq(node) && node.items.length > 1 && node.items.every((item) => isMap(item))
}

/** Plain words that some reader of YAML would take for something else. */
function needsQuotes(text: string): boolean {
  return /^(y|n|yes|no|on|off)$/i.test(text)
}

function inOrder(scenario: Scenario): object {
  const faults = scenario.faults?.map((fault) => sorted(fault, FAULT))
  return sorted(faults === undefined ? scenario : { ...scenario, faults }, SECTIONS)
}

function sorted(value: object, order: readonly string[]): object {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)))
}
