/** What a person should know of an imported scenario: what it was made of, and what has no place in it. Stands above it, and is printed. */
import { called } from "../input/called.ts"
import { durationOf } from "../scenario/words.ts"
import { plural } from "../terminal/words.ts"
import type { Imported } from "./import.ts"

const MS = 1_000
const ROUND_US = 100

export function importedWords({ run, plan, observed, leftOut }: Imported): readonly string[] {
  const { delays, mined, first, verdict } = observed
  const liars = first.some(({ honest }) => !honest)
  return [
    `Imported from run ${run}, on real processes${verdict === undefined ? "; it was not judged." : `, which came to ${verdict}`}`,
    delays === undefined
      ? "Nobody was answered, so nobody knows how long a message takes: 5 ms, as on one machine."
      : `One way a message took ${ms(delays.medianUs)} in the median, with ${ms(delays.spreadUs)} between the quartiles: ${plural(delays.count, "answer")}.`,
    mined === undefined
      ? "No block was found that would tell how long one takes: 1 s for all together."
      : `A node looked for a block for ${ms(mined.eachUs)} on average: ${plural(mined.blocks, "block")}. All together need ${durationOf(plan.network.blockIntervalUs)}.`,
    ...(plan.workload.transfers === undefined ? [] : ["The transfers were too many to be listed: people pay at random, as often."]),
    ...(leftOut.faults === 0 ? [] : [`Left out: ${plural(leftOut.faults, "fault")} of somebody to whom that could not happen then.`]),
    ...(leftOut.transfers === 0 ? [] : [`Left out: ${plural(leftOut.transfers, "transfer")} to somebody who takes no part.`]),
    ...(liars ? ["Bad actors act by themselves, when they like: not when they did in that run."] : []),
  ]
}

const ms = (us: number): string => `${Math.round(us / ROUND_US) / (MS / ROUND_US)} ms`

export function importedReport(imported: Imported): readonly string[] {
  const { file, plan } = imported
  const { transfers, payments } = plan.workload
  const paid = transfers === undefined ? plural(payments.length, "transfer") : `a transfer every ${durationOf(transfers.everyUs)}`
  return [
    `${file} is written: ${plural(plan.nodes.length, "node")}, ${plural(plan.faults.length, "fault")}, ${paid}, a storm of ${durationOf(plan.stormUs)}.`,
    "",
    ...importedWords(imported).map((line) => `  ${line}`),
    "",
    `  ${called(`watercooler simulate ${file}`)}`,
  ]
}

export function importedDocument({ run, file, plan, observed, leftOut }: Imported): object {
  const { delays, mined } = observed
  return {
    run,
    file,
    nodes: plan.nodes.length,
    faults: plan.faults.length,
    transfers: plan.workload.transfers === undefined ? plan.workload.payments.length : null,
    stormMs: plan.stormUs / MS,
    delays: delays ?? null,
    mined: mined ?? null,
    leftOut,
  }
}
