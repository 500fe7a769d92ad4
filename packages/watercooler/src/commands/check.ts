/** `watercooler check HISTORY`: is what clients did and saw consistent? */

import { Args, Flags } from "@oclif/core"
import { consistencyModelOf, consistencyModels, type HistoryModel, historyModels, notations } from "@watercooler/judge/histories"
import { BadInput } from "../input/complaint.ts"
import { parseDuration } from "../input/duration.ts"
import { didYouMean } from "../input/suggest.ts"
import { demandWritable } from "../input/writable.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

const MIB = 1_048_576

export default class Check extends OfficeCommand {
  static override summary = "Judge recorded histories: linearizable, serializable, nothing lost."
  static override description =
    `A history is what clients asked for and what they were told, in the order in which it happened: EDN or JSON as Jepsen, Knossos, Elle and Maelstrom write them, or Jepsen's log. Of a folder, every file that ends in .edn, .json, .jsonl, .ndjson, .log or .txt is checked.

Models: ${Object.entries(historyModels)
      .map(([name, claim]) => `${name} (${claim})`)
      .join("; ")}.

Exit codes: 0 passed, 1 violated, 2 bad input, 3 inconclusive or undecided.`
  static override examples = [
    { description: "What it is of is told by its functions", command: "<%= config.bin %> check history.edn" },
    {
      description: "As one claims it",
      command: "<%= config.bin %> check history.edn --model list-append --consistency-model snapshot-isolation",
    },
    { description: "The same history as JSON", command: "<%= config.bin %> check history.edn --export history.json" },
  ]
  static override strict = false
  static override args = { history: Args.string({ description: "a history, several, or a folder of them", required: true }) }
  static override flags = {
    model: Flags.string({ description: "what the history is of (told by its functions)", helpValue: "MODEL" }),
    format: Flags.string({ description: "how it is written: edn, json, log (told by its text)", helpValue: "FORMAT" }),
    "consistency-model": Flags.string({ description: "of transactions: what is claimed (strict-serializable)", helpValue: "NAME" }),
    "failed-cas": Flags.string({
      description: "of a compare-and-set that failed: observed, it found another value; ignored, that says nothing (observed in logs)",
      helpValue: "HOW",
    }),
    initial: Flags.string({ description: "of registers: what they hold in the beginning, as JSON (null)", helpValue: "VALUE" }),
    eventual: Flags.boolean({ description: "of sets: reads may be stale for a while (if elements are broadcast)" }),
    total: Flags.string({ description: "of banks: what all accounts hold together (as in the first read)", helpValue: "N" }),
    "negative-balances": Flags.boolean({ description: "of banks: accounts may be overdrawn" }),
    "linearizable-keys": Flags.boolean({
      description: "of rw-register: each key by itself is linearizable, which tells more of the order of writes",
    }),
    "sequential-keys": Flags.boolean({ description: "of rw-register: each key by itself is sequential" }),
    time: Flags.string({ description: "undecided after so long, each (60s)", helpValue: "TIME" }),
    memory: Flags.string({ description: "undecided with more than so many MiB (384)", helpValue: "MIB" }),
    export: Flags.string({ description: "write the history anew: EDN, or JSON if the name ends so", helpValue: "FILE" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Check)
    const timeMs = parseDuration(flags.time ?? "60s")
    if (timeMs === undefined)
      throw new BadInput({ saw: `--time ${flags.time}`, expected: "a number and its unit, at most a day", instead: "--time 60s" })
    if (flags.export !== undefined) demandWritable("--export", flags.export, "history.json")
    const { checkHistories } = await import("../terminal/checking.ts")
    const { checkDefaults } = await import("@watercooler/judge/histories")
    const request = {
      model: oneOf("--model", flags.model, Object.keys(historyModels)) as HistoryModel | undefined,
      notation: oneOf("--format", flags.format, notations),
      failedCas: oneOf("--failed-cas", flags["failed-cas"], ["observed", "ignored"] as const),
      timeMs,
      options: {
        ...checkDefaults,
        consistency: consistencyOf(flags["consistency-model"]),
        bytesMax: whole("--memory", flags.memory, 1, 65_536, 384) * MIB,
        initial: initialOf(flags.initial),
        isEventual: flags.eventual || undefined,
        total: flags.total === undefined ? undefined : whole("--total", flags.total, -1e15, 1e15, 0),
        mayOwe: flags["negative-balances"],
        linearizableKeys: flags["linearizable-keys"],
        sequentialKeys: flags["sequential-keys"],
      },
    }
    process.exitCode = checkHistories(argv as string[], request, { json: flags.json, exportTo: flags.export })
  }
}

function oneOf<T extends string>(flag: string, words: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find((each) => each === words)
  if (words === undefined || found !== undefined) return found
  throw new BadInput({
    saw: `${flag} ${words}`,
    expected: `one of ${known.join(", ")}.${didYouMean(words, known)}`,
    instead: `${flag} ${known[0]}`,
  })
}

function consistencyOf(words = "strict-serializable") {
  const model = consistencyModelOf(words)
  if (model !== undefined) return model
  const expected = `one of ${consistencyModels.join(", ")}.${didYouMean(words, consistencyModels)}`
  throw new BadInput({ saw: `--consistency-model ${words}`, expected, instead: "--consistency-model serializable" })
}

function initialOf(words: string | undefined): string | number | boolean | null {
  if (words === undefined) return null
  try {
    const value: unknown = JSON.parse(words)
    if (value === null || typeof value !== "object") return value as string | number | boolean | null
  } catch {
    // What is not JSON is a word that somebody did not put in quotes.
    return words
  }
  throw new BadInput({ saw: `--initial ${words}`, expected: "a number, a word, true, false or null", instead: "--initial 0" })
}

function whole(flag: string, words: string | undefined, min: number, max: number, otherwise: number): number {
  if (words === undefined) return otherwise
  const value = /^-?\d{1,15}$/.test(words) ? Number(words) : Number.NaN
  if (value >= min && value <= max) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: `a whole number from ${min} to ${max}`, instead: `${flag} ${otherwise}` })
}
