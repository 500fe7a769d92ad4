/** `watercooler maelstrom test`: Maelstrom's workloads for nodes that speak its protocol, without the JVM. */
import { Flags } from "@oclif/core"
import { consistencyModelOf, consistencyModels } from "@watercooler/judge/histories"
import { BadInput } from "../../input/complaint.ts"
import { parseDuration } from "../../input/duration.ts"
import { didYouMean } from "../../input/suggest.ts"
import { demandWritable } from "../../input/writable.ts"
import { nemesisOf } from "../../maelstrom/aims.ts"
import { latencyDistributions } from "../../maelstrom/network.ts"
import { readRole } from "../../maelstrom/roles.ts"
import { topologies } from "../../maelstrom/topology.ts"
import { jsonFlag, OfficeCommand } from "../base.ts"

const WORKLOADS = [
  "echo",
  "unique-ids",
  "broadcast",
  "g-set",
  "g-counter",
  "pn-counter",
  "lin-kv",
  "txn-list-append",
  "txn-rw-register",
  "kafka",
]

export default class MaelstromTest extends OfficeCommand {
  static override summary = "Test a node that speaks Maelstrom's protocol, without the JVM."
  static override description =
    `Starts as many processes of a program as wanted, each of which reads JSON messages from standard input and writes some to standard output, carries their messages over a network with seeded delays, losses, partitions, kills and pauses, asks them what the workload asks, and judges their answers by the same rules as Maelstrom does.

Workloads: ${WORKLOADS.join(", ")}. Services: lin-kv, seq-kv, lww-kv, lin-tso. What stands behind -- is handed to the program.

Exit codes: 0 passed, 1 violated, 2 bad input, 3 inconclusive or undecided.`
  static override examples = [
    {
      description: "One node that echoes",
      command: "<%= config.bin %> maelstrom test -w echo --bin ./echo.py --node-count 1 --time-limit 5",
    },
    {
      description: "Five that broadcast, over a network that is cut now and then",
      command: "<%= config.bin %> maelstrom test -w broadcast --bin ./node.py --time-limit 20 --rate 100 --latency 10 --nemesis partition",
    },
    {
      description: "A Raft whose leader is cut off, together with one follower",
      command:
        "<%= config.bin %> maelstrom test -w lin-kv --bin ./raft.py --time-limit 30 --nemesis isolate-leader-with-1 --nemesis-interval 5",
    },
  ]
  static override strict = false
  static override flags = {
    workload: Flags.string({ char: "w", description: "what is asked of the nodes", helpValue: "NAME", required: true }),
    bin: Flags.string({ description: "the program: executable, or .js, .mjs, .py", helpValue: "FILE", required: true }),
    "node-count": Flags.string({ description: "how many nodes: n0, n1, … (five, from n1 to n5)", helpValue: "N" }),
    concurrency: Flags.string({ description: "clients at once: a number, or 2n for two a node (1n)", helpValue: "N" }),
    rate: Flags.string({ description: "operations a second, all clients together (5)", helpValue: "N" }),
    "time-limit": Flags.string({ description: "how long clients go on: seconds, or 1m30s (10)", helpValue: "TIME" }),
    latency: Flags.string({ description: "mean milliseconds of one way between nodes (0)", helpValue: "MS" }),
    "latency-dist": Flags.string({ description: "constant, uniform or exponential (constant)", helpValue: "NAME" }),
    "p-loss": Flags.string({ description: "the part of messages between nodes that is lost, from 0 to 1 (0)", helpValue: "P" }),
    nemesis: Flags.string({
      description:
        "what goes wrong: partition, kill, pause, or to whoever has a role: isolate-leader, isolate-leader-with-1, kill-leader, pause-leader; several with commas",
      helpValue: "NAMES",
    }),
    role: Flags.string({
      description: "how a role is known: 'leader=/became leader for term (\\d+)/', 'leader=sends append_entries' (again for more)",
      helpValue: "NAME=SIGN",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "nemesis-interval": Flags.string({ description: "how long faults last, and the pauses between: seconds (10)", helpValue: "TIME" }),
    topology: Flags.string({ description: "of broadcast: grid, line, total, tree2, tree3, tree4 (grid)", helpValue: "NAME" }),
    availability: Flags.string({ description: "the part of operations that must succeed: total, or from 0 to 1", helpValue: "PART" }),
    "consistency-models": Flags.string({ description: "of transactions: what is claimed (strict-serializable)", helpValue: "NAME" }),
    "key-count": Flags.string({ description: "objects in use at a time (5)", helpValue: "N" }),
    "max-writes-per-key": Flags.string({ description: "then an object is replaced by a new one (16)", helpValue: "N" }),
    "min-txn-length": Flags.string({ description: "of transactions (1)", helpValue: "N" }),
    "max-txn-length": Flags.string({ description: "of transactions (4)", helpValue: "N" }),
    timeout: Flags.string({ description: "after so long without a reply nobody knows what happened (5s)", helpValue: "TIME" }),
    quiet: Flags.string({ description: "calm before the last reads: seconds (10; 1 without latency and nemesis)", helpValue: "TIME" }),
    seed: Flags.string({ description: "what all chance is drawn from (a new one)", helpValue: "WORDS" }),
    dir: Flags.string({ description: "the run's folder (.watercooler/maelstrom/…)", helpValue: "DIR" }),
    junit: Flags.string({ description: "write the result as JUnit XML", helpValue: "FILE" }),
    sauron: Flags.boolean({ description: "show it in the browser while it happens" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MaelstromTest)
    const { nodeNames, programOf } = await import("../../maelstrom/plan.ts")
    const nodes = nodeNames(flags["node-count"] === undefined ? undefined : whole("--node-count", flags["node-count"], 5, 1, 200))
    const latencyMs = fraction("--latency", flags.latency, 0, 0, 60_000)
    const roles = (flags.role ?? []).map(readRole)
    const kinds = (flags.nemesis ?? "")
      .split(",")
      .filter((word) => word !== "")
      .map((word) => nemesisOf(word, roles, nodes.length))
    const seed = flags.seed ?? Math.floor(Math.random() * 0xffffffff).toString(16)
    if (seed === "") throw new BadInput({ saw: '--seed ""', expected: "a seed of one character or more", instead: "--seed 7" })
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    const options = {
      workload: oneOf("--workload", flags.workload, WORKLOADS),
      program: programOf(flags.bin, argv as string[]),
      nodes,
      concurrency: concurrencyOf(flags.concurrency ?? "1n", nodes.length),
      ratePerS: fraction("--rate", flags.rate, 5, 0.01, 100_000),
      limitMs: seconds("--time-limit", flags["time-limit"], 10_000),
      network: {
        seed,
        latencyMs,
        distribution: oneOf("--latency-dist", flags["latency-dist"] ?? "constant", latencyDistributions),
        lossPerMillion: Math.round(fraction("--p-loss", flags["p-loss"], 0, 0, 1) * 1_000_000),
      },
      nemeses: kinds,
      roles,
      nemesisIntervalMs: seconds("--nemesis-interval", flags["nemesis-interval"], 10_000),
      topology: oneOf("--topology", flags.topology ?? "grid", topologies),
      consistency: consistencyOf(flags["consistency-models"] ?? "strict-serializable"),
      availabilityMin:
        flags.availability === undefined
          ? undefined
          : flags.availability === "total"
            ? 1
            : fraction("--availability", flags.availability, 1, 0, 1),
      seed,
      quietMs: flags.quiet === "0" ? 0 : seconds("--quiet", flags.quiet, latencyMs > 0 || kinds.length > 0 ? 10_000 : 1_000),
      timeoutMs: seconds("--timeout", flags.timeout, 5_000),
      keyCount: whole("--key-count", flags["key-count"], 5, 1, 10_000),
      writesPerKeyMax: whole("--max-writes-per-key", flags["max-writes-per-key"], 16, 1, 1_000_000),
      txnLengthMin: whole("--min-txn-length", flags["min-txn-length"], 1, 1, 100),
      txnLengthMax: whole("--max-txn-length", flags["max-txn-length"], 4, 1, 100),
    }
    if (options.txnLengthMin > options.txnLengthMax)
      throw new BadInput({
        saw: `--min-txn-length ${options.txnLengthMin} --max-txn-length ${options.txnLengthMax}`,
        expected: "the first to be no more than the second",
        instead: "--max-txn-length 4",
      })
    const { testMaelstrom } = await import("../../terminal/maelstrom.ts")
    process.exitCode = await testMaelstrom(options, flags)
  }
}

export function oneOf<T extends string>(flag: string, words: string, known: readonly T[]): T {
  const found = known.find((each) => each === words)
  if (found !== undefined) return found
  throw new BadInput({
    saw: `${flag} ${words}`,
    expected: `one of ${known.join(", ")}.${didYouMean(words, known)}`,
    instead: `${flag} ${known[0]}`,
  })
}

function consistencyOf(words: string) {
  const model = consistencyModelOf(words)
  if (model !== undefined) return model
  const expected = `one of ${consistencyModels.join(", ")}.${didYouMean(words, consistencyModels)}`
  throw new BadInput({ saw: `--consistency-models ${words}`, expected, instead: "--consistency-models serializable" })
}

/** `3`, or `2n`: two for each node. */
function concurrencyOf(words: string, nodeCount: number): number {
  const [, count, each] = /^(\d{1,6})(n?)$/.exec(words) ?? []
  const value = Number(count ?? 0) * (each === "n" ? nodeCount : 1)
  if (value >= 1 && value <= 10_000) return value
  throw new BadInput({
    saw: `--concurrency ${words}`,
    expected: "a number from 1 to 10000, or one for each node such as 2n",
    instead: "--concurrency 2n",
  })
}

/** Seconds as Maelstrom has them, `20`, or with a unit, `1m30s`. */
function seconds(flag: string, words: string | undefined, otherwise: number): number {
  if (words === undefined) return otherwise
  const value = parseDuration(/^\d+(\.\d+)?$/.test(words) ? `${words}s` : words)
  if (value !== undefined) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: "seconds, or a number and its unit", instead: `${flag} 20` })
}

function whole(flag: string, words: string | undefined, otherwise: number, min: number, max: number): number {
  const value = fraction(flag, words, otherwise, min, max)
  if (Number.isInteger(value)) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: `a whole number from ${min} to ${max}`, instead: `${flag} ${otherwise}` })
}

function fraction(flag: string, words: string | undefined, otherwise: number, min: number, max: number): number {
  if (words === undefined) return otherwise
  const value = /^\d{1,9}(\.\d{1,9})?$/.test(words) ? Number(words) : Number.NaN
  if (value >= min && value <= max) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: `a number from ${min} to ${max}`, instead: `${flag} ${otherwise}` })
}
