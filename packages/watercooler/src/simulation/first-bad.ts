/** The first event of a run that shows that something is wrong, as its verdict tells it. */
import type { SimulatedSummary } from "./document.ts"

export interface FirstBad {
  readonly check: string
  readonly detail: string
  /** Virtual microseconds; undefined where no single event shows it. */
  readonly t: number | undefined
  readonly nodes: readonly string[]
}

export function firstBadOf({ checks }: Pick<SimulatedSummary, "checks">): FirstBad | undefined {
  const bad = checks
    .filter(({ result }) => result === "violated")
    .map((check): FirstBad => {
      const { firstBad } = check as { firstBad?: { t: number; nodes: readonly string[] } }
      return { check: check.name, detail: check.detail, t: firstBad?.t, nodes: firstBad?.nodes ?? [] }
    })
  return bad.sort((a, b) => (a.t ?? Number.POSITIVE_INFINITY) - (b.t ?? Number.POSITIVE_INFINITY))[0]
}
