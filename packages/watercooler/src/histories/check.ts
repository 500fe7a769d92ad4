/** A history from a file to an opinion, with a clock beside it. */
import {
  type CheckOptions,
  checkHistory,
  type HistoryModel,
  historyModels,
  modelOf,
  type Notation,
  type Opinion,
  readHistory,
  type Trial,
  UnknownOperation,
  UnreadableHistory,
} from "@watercooler/judge/histories"
import { BadInput } from "../input/complaint.ts"
import { readText } from "./files.ts"

export interface CheckRequest {
  /** Undefined: what the functions of the history tell. */
  readonly model: HistoryModel | undefined
  readonly notation: Notation | undefined
  /** Undefined: observed in Jepsen's logs, where nothing else ends so, ignored elsewhere. */
  readonly failedCas: CheckOptions["failedCas"] | undefined
  readonly timeMs: number
  readonly options: Omit<CheckOptions, "failedCas">
}

export interface Checked {
  readonly file: string
  readonly opinion: Opinion
  readonly events: number
  readonly notation: Notation
  readonly isModelGuessed: boolean
  readonly readMs: number
  readonly checkMs: number
}

/** Steps between two looks at the clock: a few milliseconds. */
const SLICE = 5_000

/** A file that began as a history does, and did not go on so: cut off, or damaged. */
export class BrokenHistory extends BadInput {}

/** Throws `BadInput` for what is no history, or one of something else. */
export function checkFile(file: string, { model: asked, notation, failedCas, timeMs, options }: CheckRequest): Checked {
  const began = performance.now()
  const history = inWords(file, () => readHistory(readText(file), notation))
  const read = performance.now()
  const model = asked ?? modelOf(history)
  if (model === undefined && history.events.length === 0)
    throw new BadInput({
      saw: `${file}: there is no event in it`,
      expected: "a history: what clients asked for and were told, an event each",
      instead: "{:process 0, :type :invoke, :f :read, :value nil}",
    })
  if (model === undefined)
    throw new BadInput({
      saw: `${file}: functions ${[...new Set(history.events.map(({ f }) => f))].slice(0, 8).join(", ")}`,
      expected: "functions that tell what the history is of",
      instead: `--model ${Object.keys(historyModels).join("|")}`,
    })
  const opinion = inWords(file, () => {
    const trial = checkHistory(history, model, {
      ...options,
      failedCas: failedCas ?? (history.notation === "log" ? "observed" : "ignored"),
    })
    return decide(trial, timeMs)
  })
  return {
    file,
    opinion,
    events: history.events.length,
    notation: history.notation,
    isModelGuessed: asked === undefined,
    readMs: read - began,
    checkMs: performance.now() - read,
  }
}

/** Goes on until it is known, or until there is no time left. */
export function decide(trial: Trial, timeMs: number): Opinion {
  const began = performance.now()
  for (;;) {
    const known = trial.advance(SLICE)
    if (known !== undefined) return known
    if (performance.now() - began > timeMs) return trial.giveUp(`Not decided within ${timeMs / 1000} s`)
  }
}

function inWords<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof UnreadableHistory) {
      const Refusal = error.line > 1 || file.endsWith(".edn") ? BrokenHistory : BadInput
      throw new Refusal({
        saw: `${file}${error.line > 0 ? `, line ${error.line}` : ""}: ${error.saw}`,
        expected: error.expected,
        instead: "a history in EDN or JSON, an event each; --format edn|json|log if it was taken for another",
      })
    }
    if (error instanceof UnknownOperation)
      throw new BadInput({
        saw: `${file}, line ${error.operation.line}: ${error.operation.f}`,
        expected: error.expected,
        instead: "another --model: watercooler check --help lists them",
      })
    throw error
  }
}
