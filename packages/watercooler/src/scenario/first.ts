/** The scenario that `watercooler init` writes: small, true, and with a word on everything that is in it. */

export const FIRST_FILE = "first.yaml"
/** The published JSON Schema, at the root of the package. */
export const SCHEMA_FILE = "scenario.schema.json"
/** The page on scenarios, from the same root. */
export const REFERENCE_FILE = "../../docs/reference/scenario.md"

/** `schema` and `reference`: where the JSON Schema and the page on scenarios lie, seen from the file. */
export function firstScenario(schema: string, reference: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# A scenario claims something about a network and describes the storm that puts the claim to the test.
# In an editor that knows YAML, the completion explains every key. So does this page:
# ${reference}

# What is claimed, in words. A run shows whether it is so.
claim: Two sides of a network that were cut from each other agree again soon after the cut has healed.

# All chance is drawn from this. \`--seed\` draws another storm.
seed: 1

# How long things happen. Then comes the calm: faults end, everybody is hired back, one more block follows.
storm: 40s

network:
  blockInterval: 1s # of the whole network, on average, in virtual time
  confirmations: 20 # k: no block with so many others above it may ever be taken back

# Five honest full nodes, b1 to b5. For bad actors, s1 and so on, add:  shits: 1, misdeeds: [eclipse]
nodes: { bigloads: 5 }

# How long a message is under way, and up to how much longer.
links: { latency: 20ms, jitter: 10ms }

# Somebody pays somebody, every half second. Without transfers there are no blocks.
workload:
  transfers: { every: 500ms }

# What goes wrong: \`at\` a time, \`every\` so often, or \`when\` a node notes something; \`for\` so long.
faults:
  - at: 6s
    for: 18s # long enough that both sides make blocks of their own
    cut: [[b1, b2], b3..b5] # both ways; one way is  cut: { from: b1, to: b3 }

  - at: 28s
    for: 3s # then hired back
    fire: any # drawn from the seed
    disk: wiped # it comes back with nothing

# What must hold throughout, what must hold in the end, and what must have happened or the run proves nothing.
checks:
  always: [chain-valid, supply-conserved, nonces-unique, no-deep-reorg, honest-not-banned]
  after-calm: [agreement, propagation]
  sometimes: [faults-touched, fork-happened]
`
}
