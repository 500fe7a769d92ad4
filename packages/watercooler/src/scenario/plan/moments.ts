/** When a fault happens: `at`, `every` and `jitter` become times, drawn from the seed and from the fault itself. */
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Path } from "../read/path.ts"
import type { FaultEntry } from "../schema/faults.ts"
import { FAULTS_MAX } from "../schema/scenario.ts"
import { durationOf, microsOf } from "../words.ts"
import type { Objections } from "./objections.ts"

/** One time at which an entry of the timeline happens; without `atUs` it waits for a note. */
export interface Moment {
  readonly atUs: number | undefined
  readonly afterUs: number
  readonly forUs: number | undefined
  /** Of how-manieth time, from 1; undefined for what happens once. */
  readonly turn: number | undefined
}

export function momentsOf(
  entry: FaultEntry,
  id: string,
  seed: string,
  stormUs: number,
  path: Path,
  objections: Objections,
): readonly Moment[] {
  if (!isWellTimed(entry, path, objections)) return []
  const forUs = entry.for === undefined ? undefined : microsOf(entry.for)
  const jitterUs = entry.jitter === undefined ? 0 : microsOf(entry.jitter)
  const later = (turn: number) => (jitterUs === 0 ? 0 : below(expand(saltOf(seed, "jitter", id, turn)), jitterUs + 1))
  if (entry.when !== undefined) {
    return [{ atUs: undefined, afterUs: (entry.after === undefined ? 0 : microsOf(entry.after)) + later(1), forUs, turn: undefined }]
  }
  if (entry.every === undefined) {
    const atUs = microsOf(entry.at ?? "0s")
    if (!endsInTime(entry, atUs, jitterUs, forUs, stormUs, path, objections)) return []
    return [{ atUs: atUs + later(1), afterUs: 0, forUs, turn: undefined }]
  }
  return again(entry, microsOf(entry.every), later, forUs, stormUs, path, objections)
}

/** Says when, and in one way only. */
function isWellTimed(entry: FaultEntry, path: Path, objections: Objections): boolean {
  const before = objections.list.length
  const { at, every, when } = entry
  if (at === undefined && every === undefined && when === undefined) {
    objections.add(path, "nobody knows when this happens", "`at`, `every` or `when`", "at: 5s")
  }
  if (when !== undefined && (at !== undefined || every !== undefined)) {
    const key = at === undefined ? "every" : "at"
    objections.add(
      [...path, key],
      `\`${key}\` beside \`when\``,
      "a time, or a note to wait for",
      "after: 2s, for a while after the note",
      "key",
    )
  }
  if (entry.after !== undefined && when === undefined)
    objections.add([...path, "after"], "`after` without `when`", "a note after which it happens", "at: 5s, for a time", "key")
  if (entry.times !== undefined && every === undefined)
    objections.add([...path, "times"], "`times` without `every`", "how long until it happens again", "every: 4s", "key")
  if (every !== undefined && microsOf(every) < 1_000)
    objections.add([...path, "every"], `\`every\` is ${every}`, "a millisecond or more", "every: 4s")
  return objections.list.length === before
}

function endsInTime(
  entry: FaultEntry,
  atUs: number,
  jitterUs: number,
  forUs: number | undefined,
  stormUs: number,
  path: Path,
  objections: Objections,
): boolean {
  const storm = `before the storm ends, at ${durationOf(stormUs)}`
  if (atUs + jitterUs >= stormUs) {
    const seen = `${entry.at ?? "0s"}${jitterUs > 0 ? `, plus up to ${entry.jitter},` : ""} is after the storm's end`
    objections.add([...path, "at"], seen, `a moment ${storm}`, `storm: ${durationOf(2 * (atUs + jitterUs))}, or an earlier moment`)
    return false
  }
  if (forUs === undefined || atUs + jitterUs + forUs <= stormUs) return true
  const end = durationOf(atUs + jitterUs + forUs)
  const longest = durationOf(Math.max(1_000, stormUs - atUs - jitterUs))
  objections.add(
    [...path, "for"],
    `it would last until ${end}, after the storm's end`,
    `an end ${storm}`,
    `for: ${longest}, or leave \`for\` out`,
  )
  return false
}

function again(
  entry: FaultEntry,
  everyUs: number,
  later: (turn: number) => number,
  forUs: number | undefined,
  stormUs: number,
  path: Path,
  objections: Objections,
): readonly Moment[] {
  const firstUs = entry.at === undefined ? everyUs : microsOf(entry.at)
  const moments: Moment[] = []
  for (let turn = 1; turn <= (entry.times ?? Number.POSITIVE_INFINITY); turn++) {
    const plainUs = firstUs + (turn - 1) * everyUs
    if (plainUs + (forUs ?? 0) >= stormUs) break
    if (moments.length > FAULTS_MAX) {
      const seen = `every ${entry.every} makes more than ${FAULTS_MAX} faults`
      objections.add(
        [...path, "every"],
        seen,
        `at most ${FAULTS_MAX}`,
        `every: ${durationOf(Math.ceil(stormUs / 100 / 1_000_000) * 1_000_000)}`,
      )
      return []
    }
    const atUs = plainUs + later(turn)
    if (atUs + (forUs ?? 0) < stormUs) moments.push({ atUs, afterUs: 0, forUs, turn })
  }
  if (moments.length === 0) {
    const key = entry.at === undefined ? "every" : "at"
    const seen = `it would never happen: the storm ends at ${durationOf(stormUs)}`
    objections.add(
      [...path, key],
      seen,
      "a first time that begins and ends within the storm",
      `storm: ${durationOf(2 * (firstUs + (forUs ?? 0)))}`,
    )
  }
  return moments
}
