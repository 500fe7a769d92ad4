/** Every fault there is a word for, in one table: what it takes, which worlds can do it, what undoes it, one sentence. */

/** The world of processes, and that of virtual time. */
export type FaultWorld = "real" | "simulated"

/** Who does it to real processes. */
export type Doer = "a signal" | "the switchboard" | "the node's host" | "the supervisor"

export interface KnownFault {
  readonly name: string
  /** What it must be told, in order. */
  readonly takes: readonly string[]
  /** The fault that ends this one; undefined when it ends by itself or cannot be undone. */
  readonly undo: string | undefined
  readonly does: string
  /** Among processes. */
  readonly by: Doer
  readonly worlds: readonly FaultWorld[]
}

export type VocabularyEntry = KnownFault

const BOTH = ["real", "simulated"] as const

function known(name: string, takes: readonly string[], undo: string | undefined, by: Doer, does: string): KnownFault {
  return { name, takes, undo, by, does, worlds: BOTH }
}

export const vocabulary: readonly VocabularyEntry[] = [
  known("fire", ["node"], "hire", "a signal", "Ends a node without warning (SIGKILL): nothing is flushed, nobody is told."),
  known("layoff", ["node"], "hire", "a signal", "Asks a node to leave (SIGTERM): it finishes what it does and tells its peers."),
  known(
    "hire",
    ["node", "disk"],
    "fire",
    "the supervisor",
    "Starts a node again, its disk kept, wiped, torn or rotten; or, as a newcomer, somebody who was never here.",
  ),
  known("pause", ["node"], "resume", "a signal", "Stops a node in its tracks (SIGSTOP): its port accepts, and nobody answers."),
  known("resume", ["node"], undefined, "a signal", "Lets a paused node go on (SIGCONT); its clock has not waited."),
  known("slow", ["node", "factor"], "slow", "the supervisor", "Lets everything that a node computes take so many times as long."),
  known("cut", ["from", "to"], "heal", "the switchboard", "Loses everything that goes from one node to another."),
  known("heal", ["from", "to"], undefined, "the switchboard", "Ends every fault of a link."),
  known(
    "stall",
    ["from", "to"],
    "heal",
    "the switchboard",
    "Accepts what one node sends to another, and holds it until the stall is over.",
  ),
  known("refuse", ["from", "to"], "heal", "the switchboard", "Refuses new connections from one node to another."),
  known("latency", ["from", "to", "us", "jitterUs"], "heal", "the switchboard", "Delays every message, with jitter, in order."),
  known("slow-close", ["from", "to", "us"], "heal", "the switchboard", "Tells whoever is hung up on so much later."),
  known("bandwidth", ["from", "to", "bytesPerSecond"], "heal", "the switchboard", "Lets only so many bytes a second through."),
  known("reset", ["from", "to"], undefined, "the switchboard", "Resets the connections of a link once."),
  known("drop", ["from", "to", "percent"], "heal", "the switchboard", "Loses some messages without trace."),
  known("duplicate", ["from", "to", "percent"], "heal", "the switchboard", "Delivers some messages twice."),
  known("reorder", ["from", "to", "percent"], "heal", "the switchboard", "Lets some messages overtake others."),
  known("corrupt", ["from", "to", "percent"], "heal", "the switchboard", "Changes a bit in some messages."),
  known("skew", ["node", "us"], "skew", "the node's host", "Sets a node's wall clock off by so much while it lasts."),
  known("drift", ["node", "ppm"], "drift", "the node's host", "Lets a node's wall clock run fast or slow."),
  known("jump", ["node", "us"], undefined, "the node's host", "Sets a node's wall clock forward or back."),
  known("disk-full", ["node"], "hire", "the node's host", "Refuses every further write of a node, which ends it."),
  known("disk-lying", ["node"], "hire", "the node's host", "Says that records are durable before they are; a fire loses them."),
  known("disk-slow", ["node", "us"], "hire", "the node's host", "Delays every write of a node."),
]
