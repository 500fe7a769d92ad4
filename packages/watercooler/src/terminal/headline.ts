/** The verdict in one line: whether it is good news depends on what the scenario expects. */
import type { Summary } from "../office/summary.ts"

export interface Headline {
  readonly mark: string
  /** `none` for a run that nobody judged. */
  readonly tone: "good" | "bad" | "open" | "none"
  readonly words: string
}

type Told = Pick<Summary, "verdict" | "detail" | "expected" | "asExpected">

export function headlineOf({ verdict, detail, expected = "passed", asExpected }: Told): Headline {
  if (verdict === "none") return { mark: "·", tone: "none", words: `not judged: ${detail}` }
  if (asExpected === true && verdict !== "passed")
    return { mark: "✓", tone: "good", words: `${verdict}, as the scenario expects: ${detail}` }
  const but = asExpected !== false || expected === "passed" ? "" : butWords(verdict, expected)
  if (verdict === "inconclusive") return { mark: "?", tone: "open", words: `${verdict}${but}: ${detail}` }
  const isGood = verdict === "passed" && asExpected !== false
  return { mark: isGood ? "✓" : "✗", tone: isGood ? "good" : "bad", words: `${verdict}${but}: ${detail}` }
}

function butWords(verdict: string, expected: string): string {
  return verdict === expected ? ", but by another check than the scenario expects" : `, but the scenario expects ${expected}`
}
