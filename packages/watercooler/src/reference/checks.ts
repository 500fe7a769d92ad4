/** The judge's checks as a page for people: `docs/reference/checks.md` is printed from its table. */
import type { Check } from "@watercooler/judge"
import { markdownTable } from "./table.ts"

const head = `# Checks

This page is printed from \`packages/judge/src/checks/table.ts\`; a test keeps it so.

A check is a pure function over the journal and over what the nodes hold at the end. It answers with one of three words and a sentence
with figures:

- **passed**: the claim holds.
- **violated**: it does not. The sentence names the first bad event, its time and its nodes.
- **inconclusive**: there was too little to look at. Nothing seen is not the same as all well.

A run with one violation is violated, exit code 1. A run without one, but with an open question, is inconclusive, exit code 3.
Only checks that can say anything about a run are made: without bad actors, nobody asks whether they were refused.

Offices are judged when they are opened with \`--auto\`, or with \`--checks\`; not with \`--no-checks\`. Runs of a [scenario](scenario.md), on processes or
in virtual time, always are: by the checks that it names, or by all that can say anything. What a scenario expects decides the exit code.

An inconclusive run is no failure of the network: it has not shown what it was to show. Its first line says why. Of many seeds a few may be so, as when a liar
found no block for its lie: give such a scenario a longer storm, more of what has to happen, or fewer checks under \`sometimes\`. If all are, the scenario does not
do what its claim speaks of, such as a fault that waits for a note which never comes.
`

const phases = `## Phases

- **always**: must hold throughout, in the storm too.
- **after-calm**: must hold once faults have ended *and one more block* has followed. Gossip is push-only, so a network that was split
  and then falls silent stays split, rightly.
- **sometimes**: must have happened at least once, or the run proves nothing.

*k* is 6, or what a scenario says under \`confirmations\`: a block with so many others above it is settled. *Honest* means every node that is not a shit.

Chains are replayed by the judge's own verifier, \`packages/judge/src/crapcoin\`, which was written from
[the protocol](../protocol/crapcoin.md) and shares no code with the nodes.
`

const askedFor = ["fork-happened"]

/** The command adds one check of its own, because only a supervisor knows who fell over unasked. */
const own = [
  "`nobody-falls-over`",
  "always",
  "An honest process ends only when it is fired or laid off. Made by the office itself, which alone knows who asked.",
]

export function checksPage(checks: readonly Check[]): string {
  const rows = checks.map(({ name, phase, claim }) => [
    `\`${name}\``,
    phase,
    askedFor.includes(name) ? `${claim} Only for scenarios that ask for it.` : claim,
  ])
  return `${head}\n${markdownTable(["check", "phase", "claim"], [...rows, own])}\n\n${phases}`
}
