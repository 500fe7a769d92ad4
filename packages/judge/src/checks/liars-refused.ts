/** Did honest nodes refuse what bad actors sent them? */
import { shortName } from "@watercooler/kernel"
import type { Evidence } from "../evidence.ts"
import { type Deed, deedsDone, hadTime, heldAgainst, refusalOf } from "../misdeeds.ts"
import { type Finding, inconclusive, passed, violated } from "../verdict.ts"
import { plural, seconds } from "../words.ts"
import { type Check, hasLiars } from "./check.ts"

export const liarsRefused: Check = {
  name: "liars-refused",
  phase: "always",
  claim: "Every misdeed that was done, and that breaks a rule, was refused by an honest node for the reason its catalogue entry names.",
  applies: (evidence) => hasLiars(evidence) && mayHappen(evidence, ({ refusedAs }) => refusedAs.length > 0),
  examine(evidence) {
    const deeds = deedsDone(evidence).filter(({ misdeed }) => misdeed.refusedAs.length > 0)
    return weigh(evidence, deeds, refusalOf, "refused", ({ misdeed }) => `refused as ${misdeed.refusedAs.join(" or ")}`)
  },
}

/** False when all the misdeeds in the house are such that nothing is expected, and when there are none. */
export function mayHappen({ parties, misdeeds }: Evidence, isExpected: (misdeed: Evidence["misdeeds"][number]) => boolean): boolean {
  const assigned = new Set(parties.flatMap((party) => (party.honest ? [] : party.misdeeds)))
  return parties.length === 0 || misdeeds.some((misdeed) => assigned.has(misdeed.name) && isExpected(misdeed))
}

/** What both checks on liars have in common: each deed must have met with its answer. */
export function weigh(
  evidence: Evidence,
  deeds: readonly Deed[],
  answerTo: (evidence: Evidence, deed: Deed) => object | undefined,
  word: string,
  expected: (deed: Deed) => string,
): Finding {
  const unanswered = deeds.filter((deed) => answerTo(evidence, deed) === undefined)
  const [bad] = unanswered.map((deed) => heldAgainst(evidence, deed)).filter((deed) => hadTime(evidence, deed))
  const act = bad?.acts[0]
  if (bad && act) {
    const what = `did ${bad.misdeed.name} ${plural(bad.acts.length, "time")}, first at ${seconds(act.t)}`
    return violated(`${shortName(bad.node)} ${what}, and was never ${expected(bad)}.`, { t: act.t, nodes: [bad.node], event: act })
  }
  const answered = deeds.length - unanswered.length
  const acts = deeds.reduce((sum, deed) => sum + deed.acts.length, 0)
  const names = [...new Set(deeds.map(({ misdeed }) => misdeed.name))].join(", ")
  if (acts === 0) return inconclusive(`No misdeed was done that should have been ${word}.`)
  if (answered === 0)
    return inconclusive(
      `${plural(acts, "act")} of ${names} that nobody had to judge: at the very end, or on a branch that nobody followed.`,
    )
  return passed(`${plural(acts, "act")} of ${names}: ${answered} of ${plural(deeds.length, "deed")} ${word}.`)
}
