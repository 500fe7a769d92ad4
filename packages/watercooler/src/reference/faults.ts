/** The vocabulary of faults as a page for people: `docs/reference/faults.md` is printed from the Boss's table. */
import type { VocabularyEntry } from "@watercooler/boss/faults"
import { faultExample } from "../scenario/schema/examples.ts"
import { markdownTable } from "./table.ts"

const head = `# Faults

This page is printed from \`packages/boss/src/faults/vocabulary.ts\`; a test keeps it so.

A fault is data, such as \`{"kind": "hire", "node": "bigload-2", "disk": "wiped"}\`. The same words serve [scenarios](scenario.md), the Boss, the
commands, the journal and both worlds. What a world cannot do is refused with a sentence, never skipped.

In a scenario each stands beside its moment, \`{at: 5s, for: 2s, fire: b1}\`, or \`{when: {node: b3, notes: head-moved}, after: 1s, cut: [b3, others]}\`.

Faults of links need no privileges: nodes reach each other through a *switchboard*, a process of the office that is hired with the first of them (or from
the start, where a scenario says what links are like) and gone with the run. It cuts connections into HTTP messages and asks the same rules as the
simulator. Bytes of another protocol pass as a stream: nothing of them is lost for good, what a cut holds arrives when it heals. A clock, a disk and
a processor are troubled by the node's own host, or by stopping and letting go of its process many times a second.

Every fault ends with a *receipt*: how many processes, connections, messages and bytes it touched. A fault that touched nothing
makes a judged run inconclusive, because it proved nothing.
`

const disks = `## What becomes of a disk

Said when a node is hired back.

| disk | the node finds |
|---|---|
| \`kept\` | everything that it had persisted |
| \`wiped\` | nothing: it asks its peers for the chain, and neither pays nor mines before it has caught up |
| \`torn\` | what it had persisted, and behind it half a record that it never acknowledged. The store drops the half |
| \`rotten\` | bytes that it had acknowledged and that have changed since. The Boss never does this by itself |
`

const boss = `## What the Boss does by itself

Its plan is a pure function of the seed and of what it sees. It only harms honest nodes, at most two in five of them at once, and
leaves the others at work. The first harm is always a fire; \`fire\`, \`layoff\` and \`pause\` then come as 5 : 2 : 3, and, in storms of twenty seconds
and more, \`cut\` (one node off from all others) and \`latency\` (one node far from all others) as 2 : 2 beside them. Whoever was fired is
hired back with the disk kept, wiped or torn as 5 : 3 : 2, but at most one honest node at a time has lost any of its disk.
In the last six seconds of a storm of half a minute nobody is harmed. Shorter storms are the same in less time.
\`--dry-run\` prints the plan as it would go if every fault took effect at once.
`

export function faultsPage(vocabulary: readonly VocabularyEntry[]): string {
  return [
    head,
    "## The words\n",
    `${markdownTable(["fault", "in a scenario", "does", "undone by", "real", "simulated", "among processes by"], vocabulary.map(described))}\n`,
    disks,
    boss,
  ].join("\n")
}

function described({ by, name, does, undo, worlds }: VocabularyEntry): readonly string[] {
  const [real, simulated] = (["real", "simulated"] as const).map((world) => (worlds.includes(world) ? "yes" : "no")) as [string, string]
  const example = faultExample(name)
  return [`\`${name}\``, example === undefined ? "" : `\`${example}\``, does, undo === undefined ? "" : `\`${undo}\``, real, simulated, by]
}
