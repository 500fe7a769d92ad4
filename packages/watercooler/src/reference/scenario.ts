/** The scenario language as a page for people: `docs/reference/scenario.md` is printed from the JSON Schema that editors use. */
import { FAULTS_MAX, NODES_MAX } from "../scenario/schema/scenario.ts"
import { REAL_NODES_MAX } from "../scenario/worlds.ts"
import { markdownTable } from "./table.ts"

type Schema = { readonly [key: string]: unknown }

const head = `# Scenario files

This page is printed from \`packages/watercooler/src/scenario/schema\`; a test keeps it so. \`watercooler init\` writes a first scenario with a
comment on everything in it; the folder \`scenarios\` holds two dozen more.

A scenario is a YAML file. It names a claim about the network, says who takes part and what goes wrong, and which checks show whether the
claim is true. With this as its first line, an editor that knows YAML completes keys and explains them:

\`\`\`yaml
# yaml-language-server: $schema=../packages/watercooler/scenario.schema.json
\`\`\`

A whole scenario:

\`\`\`yaml
claim: Two sides of a cut agree again once it heals.
storm: 30s
nodes: {bigloads: 5}
workload:
  transfers: {every: 500ms}
faults:
  - at: 8s
    for: 5s
    cut: [[b1, b2], b3..b5]
checks:
  always: [chain-valid]
  after-calm: [agreement]
\`\`\`

The same object in TypeScript is a \`Scenario\`.

## How things are written

| | |
|---|---|
| a duration | \`250us\`, \`250ms\`, \`5s\`, \`2m\`, \`1m30s\`, \`1h\`; never without its unit |
| a span | \`1500ms..4s\`: drawn between the two |
| a percentage | \`30%\`, or \`30\` |
| a node | \`b1\` or \`bigload-1\`, \`s1\` or \`shit-1\`, \`c1\` or \`bigcrap-1\`, \`w1\` or \`wall-1\` |
| some nodes | \`b1..b5\`, \`honest\`, \`shits\`, \`all\`, the name of a group, or a list of these |
| the other side of a link | \`others\`: everybody who is not named on this side |
| somebody, drawn from the seed | \`any\`, one honest node; \`{any: 2, of: b1..b5}\`. As a side of links: \`cut: [any, others]\` |
| the tracker | \`tracker\`, which has a process and no links of its own |

A file has at most 1 MiB, a scenario at most ${counted(NODES_MAX)} nodes and ${counted(FAULTS_MAX)} faults, all repetitions counted. Every mistake in a file is named at
once, with its line, and nothing is started: exit code 2.

All chance is drawn from the seed and from the content of each fault, never from its place in the file: taking one fault out leaves
all others as they were.
`

const timeline = `Each entry says *when*, with \`at\`, \`every\` or \`when\`, and holds *one* fault. Times count from the beginning of the storm. A fault that
contradicts another is refused: to hire somebody who is not away, or to fire somebody who is.

\`\`\`yaml
faults:
  - {at: 8s, for: 5s, cut: [[b1, b2], b3..b5]}
  - {every: 6s, jitter: 1s, for: 2s, fire: any}
  - {when: {node: b3, notes: head-moved, where: {height: 10}}, after: 2s, fire: b1}
  - {at: 3s, drop: {percent: 30, route: POST /block}}
\`\`\`
`

const foot = `## In which world

Both worlds take the same file. What one of them cannot do is refused with a sentence that names the line, and never skipped. The simulator can do
everything. So can processes, but for numbers: an office has room for ${REAL_NODES_MAX} of them. Of the scenarios that are shipped all but \`one-thousand-nodes.yaml\` run
on processes.
`

export function scenarioPage(schema: object): string {
  const root = schema as Schema
  const faults = property(property(root, "faults"), "items")
  const isVerb = (key: string) => requiredIn(faults).includes(key)
  const moments = Object.keys(properties(faults)).filter((key) => !isVerb(key))
  return [
    head,
    "## Sections\n",
    `${tableOf(root, Object.keys(properties(root)))}\n`,
    ...["network", "nodes", "links", "workload", "boss", "checks"].map((name) => section(name, property(root, name))),
    "## faults\n",
    timeline,
    `${tableOf(faults, moments)}\n`,
    "One of these:\n",
    `${tableOf(faults, requiredIn(faults), (key) => (SOME_MESSAGES.includes(key) ? "" : extrasOf(property(faults, key))))}\n`,
    `${SOME_MESSAGES.map((key) => `\`${key}\``).join(", ")} hit some messages and leave others. A number alone is a percentage; or:\n`,
    `${tableOf(objectOf(property(faults, "reorder")), ["percent", "route", "of", "holding", "first", "delay"])}\n`,
    "`delay` is for `reorder` only.\n",
    "`from`, `to`, `both` and `between` say which links, everywhere: one way from `from` to `to`, `all` when left out; the other way as well with `both`;\nor both ways between sides.\n",
    foot,
  ].join("\n")
}

/** Faults that have the same keys inside. */
const SOME_MESSAGES = ["drop", "duplicate", "reorder", "corrupt"]

/** A section with what is inside of it, and inside of that. */
function section(name: string, schema: Schema): string {
  const object = objectOf(schema)
  const inner = Object.entries(properties(object)).flatMap(([key, value]) => {
    const below = objectOf(value)
    const keys = Object.keys(properties(below))
    return keys.length === 0 ? [] : [`### ${name}: ${key}\n`, `${tableOf(below, keys)}\n`]
  })
  return [`## ${name}\n`, `${String(schema.description ?? "")}\n`, `${tableOf(object, Object.keys(properties(object)))}\n`, ...inner].join(
    "\n",
  )
}

function tableOf(schema: Schema, keys: readonly string[], more: (key: string) => string = () => ""): string {
  const rows = keys.map((key) => {
    const value = property(schema, key)
    const needed = (schema.required as readonly string[] | undefined)?.includes(key) === true ? " Needed." : ""
    return [`\`${key}\``, `${String(value.description ?? "")}${needed}${more(key)}`, exampleOf(value)]
  })
  return markdownTable(["key", "means", "such as"], rows)
}

/** What else may stand inside of a fault, apart from which links or whom it hits. */
function extrasOf(schema: Schema): string {
  const known = ["from", "to", "both", "between", "node"]
  const extras = Object.entries(properties(objectOf(schema))).filter(([key]) => !known.includes(key))
  return extras.map(([key, value]) => ` \`${key}\`: ${String(value.description ?? "")}`).join("")
}

/** Of a choice, the alternative that is an object; of a list, what is in it; of a table, its values. */
function objectOf(schema: Schema): Schema {
  const choices = [schema, ...((schema.anyOf as readonly Schema[] | undefined) ?? [])]
  const object = choices.find((choice) => choice.properties !== undefined)
  if (object !== undefined) return object
  const inner = (schema.items ?? schema.additionalProperties) as Schema | boolean | undefined
  return typeof inner === "object" ? objectOf(inner) : {}
}

function properties(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema.properties as Readonly<Record<string, Schema>> | undefined) ?? {}
}

function property(schema: Schema, key: string): Schema {
  return key === "items" ? (schema.items as Schema) : (properties(schema)[key] ?? {})
}

function requiredIn(schema: Schema): readonly string[] {
  return (schema.oneOf as readonly { readonly required: readonly string[] }[]).flatMap(({ required }) => required)
}

function exampleOf({ examples }: Schema): string {
  const [example] = (examples as readonly unknown[] | undefined) ?? []
  return example === undefined ? "" : `\`${String(example)}\``
}

/** 20000 → 20,000. */
function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",")
}
