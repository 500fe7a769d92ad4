/** A recorded run, and the stretch of it that somebody wants to see. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { HeaderEvent } from "@watercooler/kernel"
import { WALL_EPOCH_US } from "@watercooler/simulator"
import { BadInput } from "../input/complaint.ts"
import { parseDuration } from "../input/duration.ts"
import { didYouMean } from "../input/suggest.ts"
import { readJournal } from "../office/journal.ts"
import { named, short } from "../office/names.ts"
import type { RecordedRun } from "../viewing/recorded.ts"
import { type SpaceTime, spaceTimeOf } from "./space-time.ts"

/** What is shown before a violation. */
const BEFORE_US = 2_000_000

export interface TraceWish {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly nodes: string | undefined
}

export interface Traced {
  readonly picture: SpaceTime
  /** Wall clock when the run began, microseconds since 1970. */
  readonly startedUs: number
}

/** Throws `BadInput` for words that mean no stretch of this run. */
export function openTrace(recorded: RecordedRun, { from, nodes, to }: TraceWish): Traced {
  const { endUs, header } = spanOf(recorded)
  const violatedUs = from === undefined && to === undefined ? violationIn(recorded) : undefined
  const toUs = momentOf("--to", to) ?? (violatedUs === undefined ? endUs : Math.min(endUs, violatedUs + 1))
  const fromUs = momentOf("--from", from) ?? (violatedUs === undefined ? 0 : Math.max(0, violatedUs - BEFORE_US))
  if (fromUs >= toUs || fromUs > endUs)
    throw new BadInput({
      saw: `from ${fromUs / 1e6} s to ${toUs / 1e6} s`,
      expected: `a stretch of this run, which lasts ${(endUs / 1e6).toFixed(1)} s`,
      instead: "--from 2s --to 3s",
    })
  const picture = spaceTimeOf(readJournal(recorded.journal), { fromUs, toUs, nodes: namesIn(nodes, header) })
  return { picture, startedUs: recorded.world === "simulated" ? WALL_EPOCH_US : startOf(recorded.run) }
}

function spanOf({ journal }: RecordedRun): { readonly header: HeaderEvent | undefined; readonly endUs: number } {
  let header: HeaderEvent | undefined
  let endUs = 0
  for (const event of readJournal(journal)) {
    if (event.type === "header") header = event
    if (event.t > endUs) endUs = event.t
  }
  return { header, endUs }
}

/** When the first promise was broken, as the verdict says; undefined for a run that kept all, or does not say. */
function violationIn({ dir }: RecordedRun): number | undefined {
  try {
    const { checks } = JSON.parse(readFileSync(join(dir, "verdict.json"), "utf8")) as {
      readonly checks?: readonly { readonly result: string; readonly firstBad?: { readonly t?: number } }[]
    }
    const moments = (checks ?? []).flatMap(({ firstBad, result }) =>
      result === "violated" && firstBad?.t !== undefined ? [firstBad.t] : [],
    )
    return moments.length === 0 ? undefined : Math.min(...moments)
  } catch {
    return undefined // A run that was interrupted has no verdict.
  }
}

function momentOf(flag: string, words: string | undefined): number | undefined {
  if (words === undefined) return undefined
  if (/^0(ms|s|m|h)?$/.test(words)) return 0
  const ms = parseDuration(words)
  if (ms === undefined)
    throw new BadInput({ saw: `${flag} ${words}`, expected: "a moment of the run: 8s, 1m30s, 8200ms", instead: `${flag} 8s` })
  return ms * 1_000
}

function namesIn(words: string | undefined, header: HeaderEvent | undefined): readonly string[] | undefined {
  if (words === undefined) return undefined
  const known = header?.parties.map(({ name }) => name) ?? []
  return words.split(",").map((word) => {
    const name = named(word.trim(), known)
    if (name !== undefined) return name
    throw new BadInput({
      saw: `--nodes ${words}`,
      expected: `names of this run: ${known.slice(0, 20).join(", ")}.${didYouMean(word, [...known, ...known.map(short)])}`,
      instead: `--nodes ${known.slice(0, 2).map(short).join(",")}`,
    })
  })
}

/** A run is called after the moment at which it began. */
function startOf(run: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})/.exec(run) ?? []
  return year === undefined
    ? WALL_EPOCH_US
    : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) * 1_000
}
