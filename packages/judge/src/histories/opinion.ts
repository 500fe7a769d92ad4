/** What a judge says of a history. Four answers: what was not looked at to the end is *undecided*, and what says nothing is *inconclusive*. */

export type HistoryAnswer = "passed" | "violated" | "inconclusive" | "undecided"

/** Something that the claim forbids, or would like to know. */
export interface Anomaly {
  /** The field's word for it: `lost`, `stale`, `G1c`. */
  readonly name: string
  readonly count: number
  /** One sentence about the first of them, with lines of the history. */
  readonly detail: string
  /** False for what is only worth knowing. */
  readonly isViolation: boolean
}

export interface Opinion {
  readonly model: string
  readonly answer: HistoryAnswer
  /** One sentence with figures. */
  readonly detail: string
  readonly anomalies: readonly Anomaly[]
  /** Lines of text to look at, of equal-width characters. */
  readonly drawing: readonly string[]
  /** Oddities that were put up with. */
  readonly remarks: readonly string[]
  readonly figures: Readonly<Record<string, number | string>>
}

/** Something that can be asked to go on, and says when it knows. So whoever has a clock decides how long. */
export interface Trial {
  /** Goes on for about so many steps of a microsecond each; undefined: not known yet. */
  advance(steps: number): Opinion | undefined
  /** What is to be said if nobody wants to wait any longer. */
  giveUp(why: string): Opinion
}

/** Of a check that needs no patience. */
export function settled(opinion: Opinion): Trial {
  return { advance: () => opinion, giveUp: () => opinion }
}

/** To the end, however long it takes. */
export function conclude(trial: Trial): Opinion {
  for (;;) {
    const opinion = trial.advance(1_000_000)
    if (opinion !== undefined) return opinion
  }
}

/** Violated if anything forbidden was found; inconclusive if there was nothing to look at; else passed. */
export function opinionOf(
  model: string,
  {
    anomalies,
    seen,
    nothing,
    passed,
    ...rest
  }: Partial<Opinion> & {
    readonly anomalies: readonly Anomaly[]
    readonly seen: boolean
    readonly nothing: string
    readonly passed: string
  },
): Opinion {
  const found = anomalies.filter(({ count }) => count > 0)
  const bad = found.filter(({ isViolation }) => isViolation)
  const answer = bad.length > 0 ? "violated" : seen ? "passed" : "inconclusive"
  const names = bad.map(({ name, count }) => `${count} ${name}`).join(", ")
  return {
    drawing: [],
    remarks: [],
    figures: {},
    ...rest,
    model,
    answer,
    anomalies: found,
    detail: answer === "violated" ? `${names}. ${bad[0]?.detail ?? ""}` : answer === "passed" ? passed : nothing,
  }
}
