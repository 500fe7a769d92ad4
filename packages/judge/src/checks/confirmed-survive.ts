/** Is a payment that was promised and then buried k deep still there at the end? */
import { type NoteEvent, shortName } from "@watercooler/kernel"
import { commonest } from "../chains.ts"
import type { Evidence } from "../evidence.ts"
import { numberOf, textOf } from "../facts.ts"
import { settledHashes } from "../settled.ts"
import { inconclusive, passed, violated } from "../verdict.ts"
import { plural, seconds, shortHash } from "../words.ts"
import { type Check, hasChains, living } from "./check.ts"

export const confirmedSurvive: Check = {
  name: "confirmed-survive",
  phase: "after-calm",
  claim: "Every transfer that an honest node accepted, and that was k deep, is still in the final chain.",
  applies: (evidence) => hasChains(evidence) && evidence.honestNotes("transfer-accepted").length > 0,
  examine(evidence) {
    const accepted = new Set(evidence.honestNotes("transfer-accepted").map(({ fact }) => textOf(fact, "transaction")))
    if (accepted.size === 0) return inconclusive("No transfer was accepted.")
    const final = commonest(living(evidence))
    if (!final) return inconclusive(`${plural(accepted.size, "transfer")} accepted, and no honest node left to show its chain.`)
    const heights = evidence.chains.transferHeights(final)
    const lost = confirmations(evidence, accepted).find(({ fact }) => !heights.has(textOf(fact, "transaction") ?? ""))
    if (lost) {
      const what = `was confirmed on ${shortName(lost.node)} by ${seconds(lost.t)}`
      const id = shortHash(textOf(lost.fact, "transaction") ?? "")
      const where = `the final chain of ${shortName(final.node)}`
      return violated(`The transfer ${id} ${what} and is not in ${where}.`, { t: lost.t, nodes: [lost.node, final.node], event: lost })
    }
    const kept = [...accepted].map((id) => heights.get(id ?? "")).filter((height) => height !== undefined)
    const deep = kept.filter((height) => height <= final.height - evidence.k).length
    const figures = `${plural(accepted.size, "transfer")} accepted, ${kept.length} in the final chain, ${deep} of them ${evidence.k} deep`
    return kept.length > 0 ? passed(`${figures}, none lost.`) : inconclusive(`${figures}.`)
  },
}

/** Notes that place an accepted transfer in a block that was k deep: by their own word, or because their block was seen to be. */
function confirmations(evidence: Evidence, accepted: ReadonlySet<string | undefined>): readonly NoteEvent[] {
  const settled = settledHashes(evidence)
  const isDeep = ({ fact }: NoteEvent) =>
    settled.has(textOf(fact, "hash") ?? textOf(fact, "block") ?? "") || (numberOf(fact, "depth") ?? 0) >= evidence.k
  const placed = ["transfer-confirmed", "block-mined", "block-stored"].flatMap((kind) => evidence.honestNotes(kind))
  return placed.filter((note) => accepted.has(textOf(note.fact, "transaction") ?? "") && isDeep(note))
}
