/** A check of one object, made of each of many: the worst answer counts. */
import type { History } from "../histories/history.ts"
import { byKey } from "../histories/independent.ts"
import type { Anomaly, HistoryAnswer, Opinion } from "../histories/opinion.ts"
import { show } from "../histories/value.ts"
import { plural } from "../words.ts"

export function perKey(history: History, check: (history: History) => Opinion): Opinion {
  const partitions = byKey(history)
  const [only] = partitions
  if (only === undefined || (partitions.length === 1 && only.key === undefined)) return check(history)
  const opinions = partitions.map(({ key, operations }) => ({ key, opinion: check({ ...history, operations }) }))
  const first = opinions[0]?.opinion as Opinion
  const worst = ANSWERS.find((answer) => opinions.some(({ opinion }) => opinion.answer === answer)) ?? "inconclusive"
  const culprit = opinions.find(({ opinion }) => opinion.answer === worst)
  const judged = opinions.filter(({ opinion }) => opinion.answer === worst).length
  return {
    ...first,
    answer: worst,
    detail: `${worst === "passed" ? `${plural(judged, "key")} passed, such as` : `${judged} of ${plural(opinions.length, "key")}, such as`} ${show(culprit?.key)}: ${culprit?.opinion.detail ?? ""}`,
    anomalies: merged(opinions.flatMap(({ opinion }) => opinion.anomalies)),
    figures: { keys: opinions.length, operations: history.operations.length },
  }
}

/** A key of which nothing can be said does no harm to others of which something can. */
const ANSWERS: readonly HistoryAnswer[] = ["violated", "undecided", "passed", "inconclusive"]

function merged(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  const byName = new Map<string, Anomaly>()
  for (const anomaly of anomalies) {
    const known = byName.get(anomaly.name)
    byName.set(anomaly.name, known === undefined ? anomaly : { ...known, count: known.count + anomaly.count })
  }
  return [...byName.values()]
}
