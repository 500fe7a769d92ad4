/** Who is away when, as far as the timeline says so by itself: to find what contradicts itself, and whom a draw can still hit. */
import { shortName } from "@watercooler/kernel"
import type { Path } from "../read/path.ts"
import { durationOf } from "../words.ts"
import type { Objections } from "./objections.ts"

export interface ProcessStep {
  readonly node: string
  readonly kind: "fire" | "layoff" | "hire" | "pause" | "resume"
  readonly atUs: number
  readonly forUs: number | undefined
  readonly isNewcomer: boolean
  /** Of the entry that says it. */
  readonly path: Path
}

interface Change extends ProcessStep {
  /** It is the end of something, by its `for`. */
  readonly isReturn: boolean
}

interface Absence {
  readonly fromUs: number
  untilUs: number
  readonly how: "fire" | "layoff" | "pause" | "not hired yet"
}

export class Absences {
  readonly #byNode = new Map<string, Absence[]>()

  /** Whether somebody is at work all the time between two moments. */
  isHere(node: string, fromUs: number, untilUs: number): boolean {
    return !(this.#byNode.get(node) ?? []).some((absence) => absence.fromUs <= untilUs && absence.untilUs >= fromUs)
  }

  add(node: string, fromUs: number, untilUs: number, how: Absence["how"]): void {
    const known = this.#byNode.get(node)
    if (known === undefined) this.#byNode.set(node, [{ fromUs, untilUs, how }])
    else known.push({ fromUs, untilUs, how })
  }

  /** Plays the timeline of each node. Nodes in `uncertain` may be away at any time, because of a note that nobody can foresee. */
  static of(steps: readonly ProcessStep[], uncertain: ReadonlySet<string>, stormUs: number, objections: Objections): Absences {
    const absences = new Absences()
    const byNode = Map.groupBy(steps, ({ node }) => node)
    for (const [node, own] of byNode) absences.#play(node, own, uncertain.has(node) ? undefined : objections, stormUs)
    return absences
  }

  #play(node: string, steps: readonly ProcessStep[], objections: Objections | undefined, stormUs: number): void {
    let away: Absence | undefined
    const joins = steps.find(({ isNewcomer }) => isNewcomer)
    if (joins !== undefined) {
      this.add(node, 0, joins.atUs - 1, "not hired yet")
      away = { fromUs: 0, untilUs: joins.atUs, how: "not hired yet" }
    }
    for (const change of changesOf(steps)) {
      const wrong = contradiction(change, away)
      if (wrong === undefined) away = this.#take(change, away, stormUs)
      // A return that comes to nothing was contradicted where the other entry stands.
      else if (!change.isReturn) objections?.add([...change.path, change.kind], ...wrong)
    }
  }

  #take({ node, kind, atUs }: Change, away: Absence | undefined, stormUs: number): Absence | undefined {
    if (away !== undefined) away.untilUs = atUs
    if (kind === "hire" || kind === "resume") return undefined
    this.add(node, atUs, stormUs, kind)
    return this.#byNode.get(node)?.at(-1)
  }
}

/** In the order of time; who comes back does so before anything else happens at the same moment. */
function changesOf(steps: readonly ProcessStep[]): readonly Change[] {
  const changes = steps.flatMap((step): Change[] => {
    const begins = { ...step, isReturn: false }
    if (step.forUs === undefined) return [begins]
    return [begins, { ...step, kind: step.kind === "pause" ? "resume" : "hire", atUs: step.atUs + step.forUs, isReturn: true }]
  })
  return changes.sort((a, b) => a.atUs - b.atUs || Number(b.isReturn) - Number(a.isReturn))
}

type Wrong = readonly [seen: string, expected: string, instead: string]

function contradiction({ node, kind, atUs }: Change, away: Absence | undefined): Wrong | undefined {
  const name = shortName(node)
  const at = durationOf(atUs)
  const since = away === undefined ? "" : `since ${durationOf(away.fromUs)}`
  switch (kind) {
    case "fire":
    case "layoff":
      if (away === undefined || away.how === "pause") return undefined
      if (away.how === "not hired yet") return notYet(name, at)
      return [
        `${name} is away already at ${at}, ${since}`,
        "somebody who is at work",
        `at: a moment when ${name} is back, or \`for\` at the entry before`,
      ]
    case "pause":
      if (away === undefined) return undefined
      if (away.how === "not hired yet") return notYet(name, at)
      return [
        `${name} is ${away.how === "pause" ? "paused" : "away"} already at ${at}, ${since}`,
        "somebody who is at work",
        "pause somebody else, or later",
      ]
    case "hire":
      if (away !== undefined && away.how !== "pause") return undefined
      if (away === undefined)
        return [`${name} is not away at ${at}`, "somebody who was fired or laid off before", `fire: ${name}, before that`]
      return [`${name} is only paused at ${at}`, "somebody who was fired or laid off before", `resume: ${name}`]
    case "resume":
      if (away?.how === "pause") return undefined
      return [
        `${name} is not paused at ${at}`,
        "somebody who was paused before",
        away === undefined ? `pause: ${name}, before that` : `hire: ${name}`,
      ]
  }
}

function notYet(name: string, at: string): Wrong {
  return [`${name} is not hired yet at ${at}`, "somebody who takes part by then", "a later moment"]
}
