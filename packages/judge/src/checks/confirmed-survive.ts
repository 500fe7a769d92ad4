/** Is a payment that was promised still there at the end: when it was buried k deep, or when its payer has paid others since? */
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
  claim:
    "Every transfer that an honest node accepted, and that was k deep, is still in the final chain; and none that it acknowledged is passed over there for a later one.",
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
    const passedOver = firstPassedOver(evidence, heights)
    if (passedOver) {
      const [promise, later] = passedOver
      const figures = `${shortName(promise.node)} acknowledged the transfer ${idOf(promise)}, which is not in the final chain of ${shortName(final.node)}`
      const what = `${figures}, though ${idOf(later)}, which it accepted later, is`
      return violated(`${what}.`, { t: promise.t, nodes: [promise.node, final.node], event: promise })
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
    fact.note === "transfer-confirmed" ||
    settled.has(textOf(fact, "hash") ?? textOf(fact, "block") ?? "") ||
    (numberOf(fact, "depth") ?? 0) >= evidence.k
  const placed = ["transfer-confirmed", "block-mined", "block-stored"].flatMap((kind) => evidence.honestNotes(kind))
  return placed.filter((note) => accepted.has(textOf(note.fact, "transaction") ?? "") && isDeep(note))
}

const idOf = ({ fact }: NoteEvent): string => shortHash(textOf(fact, "transaction") ?? "")

/**
 * A promise that was forgotten, and a later one that was kept: transfers of one account are numbered, so the first can never come any more. A node that has
 * lost acknowledged records since is excused. So is one that had lost some before, and had caught up when it promised: a block of its own from
 * before the loss may have come back by a reorg, with the number that it then used again.
 */
function firstPassedOver(evidence: Evidence, heights: ReadonlyMap<string, number>): readonly [NoteEvent, NoteEvent] | undefined {
  const isKept = ({ fact }: NoteEvent) => heights.has(textOf(fact, "transaction") ?? "")
  const acknowledged = new Set(
    evidence
      .notes("transfer-acknowledged")
      .filter(isBelieved(evidence))
      .map(({ fact }) => fact.transaction),
  )
  for (const [node, promises] of Map.groupBy(evidence.honestNotes("transfer-accepted"), (event) => event.node)) {
    const lastKept = promises.findLast(isKept)
    const forgotAt = lossesOf(evidence, node).at(-1)?.t ?? -1
    const caughtUpAt = evidence.honestNotes("synced").find((event) => event.node === node && event.t > forgotAt)?.t
    const mayRepeat = forgotAt >= 0 && promises.some((promise) => promise.t < forgotAt && isKept(promise))
    const isExcused = ({ t }: NoteEvent) => t <= forgotAt || (mayRepeat && caughtUpAt !== undefined && t > caughtUpAt)
    const lost = promises.find((promise) => !isExcused(promise) && acknowledged.has(promise.fact.transaction) && !isKept(promise))
    if (lost && lastKept && promises.indexOf(lastKept) > promises.indexOf(lost)) return [lost, lastKept]
  }
  return undefined
}

/** Who pays is no party of the network; a bad actor's word counts for nothing. */
const isBelieved =
  ({ isHonest, parties }: Evidence) =>
  ({ node }: NoteEvent): boolean =>
    isHonest(node) || parties.every(({ name }) => name !== node)

/** When a node found less on its disk than it had acknowledged. What was torn never was. */
function lossesOf({ honestNotes }: Evidence, node: string): readonly NoteEvent[] {
  const empty = honestNotes("woke").filter((event) => event.node === node && event.fact.emptyDisk === true)
  const damaged = honestNotes("disk-damaged").filter((event) => event.node === node && event.fact.disk !== "torn")
  return [...empty, ...damaged].sort((a, b) => a.t - b.t)
}
