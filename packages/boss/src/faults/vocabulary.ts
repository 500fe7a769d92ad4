/** Every fault there is a word for, in one table: what it takes, which worlds can do it now, what undoes it, one sentence. */

interface Words {
  /** What it must be told, in order. */
  readonly takes: readonly string[]
  /** The fault that ends this one; undefined when it ends by itself or cannot be undone. */
  readonly undo: string | undefined
  readonly does: string
  /** The simulator can do it. */
  readonly simulated: "now"
}

export interface KnownFault extends Words {
  readonly name: "fire" | "layoff" | "hire" | "pause" | "resume"
  /** Real processes can do it. */
  readonly real: "now"
}

export interface FutureFault extends Words {
  readonly name: string
  /** Real processes cannot do it yet. */
  readonly real: "later"
  /** Said to whoever asks for it. */
  readonly because: string
}

export type VocabularyEntry = KnownFault | FutureFault

const switchboard = "needs the switchboard between the nodes, which is not built yet; use pause to silence a whole node"
const clock = "needs a clock that the host can bend, which is not built yet"
const disk = "needs a store that can be slowed and filled, which is not built yet"

function process(name: KnownFault["name"], takes: readonly string[], undo: string | undefined, does: string): KnownFault {
  return { name, takes, undo, does, simulated: "now", real: "now" }
}

function later(name: string, takes: readonly string[], undo: string | undefined, does: string, why: string): FutureFault {
  return { name, takes, undo, does, simulated: "now", real: "later", because: `${name} ${why}` }
}

export const vocabulary: readonly VocabularyEntry[] = [
  process("fire", ["node"], "hire", "Ends a node without warning (SIGKILL): nothing is flushed, nobody is told."),
  process("layoff", ["node"], "hire", "Asks a node to leave (SIGTERM): it finishes what it does and tells its peers."),
  process(
    "hire",
    ["node", "disk"],
    "fire",
    "Starts a node again, its disk kept, wiped, torn or rotten; or, as a newcomer, somebody who was never here.",
  ),
  process("pause", ["node"], "resume", "Stops a node in its tracks (SIGSTOP): its port accepts, and nobody answers."),
  process("resume", ["node"], undefined, "Lets a paused node go on (SIGCONT); its clock has not waited."),
  later(
    "slow",
    ["node", "factor"],
    "slow",
    "Lets everything that a node computes take so many times as long.",
    "needs a governor of processor time, which is not built yet",
  ),
  later("cut", ["from", "to"], "heal", "Loses everything that goes from one node to another.", switchboard),
  later("heal", ["from", "to"], undefined, "Ends every fault of a link.", switchboard),
  later("stall", ["from", "to"], "heal", "Accepts what one node sends to another, and says nothing.", switchboard),
  later("refuse", ["from", "to"], "heal", "Refuses new connections from one node to another.", switchboard),
  later("latency", ["from", "to", "us", "jitterUs"], "heal", "Delays every message, with jitter, in order.", switchboard),
  later("slow-close", ["from", "to", "us"], "heal", "Tells whoever is hung up on so much later.", switchboard),
  later("bandwidth", ["from", "to", "bytesPerSecond"], "heal", "Lets only so many bytes a second through.", switchboard),
  later("reset", ["from", "to"], undefined, "Resets the connections of a link once.", switchboard),
  later("drop", ["from", "to", "percent"], "heal", "Loses some messages without trace.", switchboard),
  later("duplicate", ["from", "to", "percent"], "heal", "Delivers some messages twice.", switchboard),
  later("reorder", ["from", "to", "percent"], "heal", "Lets some messages overtake others.", switchboard),
  later("corrupt", ["from", "to", "percent"], "heal", "Changes a bit in some messages.", switchboard),
  later("skew", ["node", "us"], "skew", "Sets a node's wall clock off by so much while it lasts.", clock),
  later("drift", ["node", "ppm"], "drift", "Lets a node's wall clock run fast or slow.", clock),
  later("jump", ["node", "us"], undefined, "Sets a node's wall clock forward or back.", clock),
  later("disk-full", ["node"], "hire", "Refuses every further write of a node, which ends it.", disk),
  later("disk-lying", ["node"], "hire", "Says that records are durable before they are; a fire loses them.", disk),
  later("disk-slow", ["node", "us"], "hire", "Delays every write of a node.", disk),
]
