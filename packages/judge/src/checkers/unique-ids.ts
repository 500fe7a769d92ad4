/** Numbers, or whatever they are, that are given out once. */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { canonical, show } from "../histories/value.ts"
import { plural } from "../words.ts"

export function checkUniqueIds(history: History): Opinion {
  const first = new Map<string, Operation>()
  let [given, twice, detail] = [0, 0, ""]
  const asked = history.operations.some(({ f }) => f === "generate")
  for (const operation of history.operations) {
    if (asked && operation.f !== "generate") continue
    if (operation.outcome !== "ok" || operation.output === undefined || operation.output === null) continue
    given++
    const name = canonical(operation.output)
    const before = first.get(name)
    if (before === undefined) first.set(name, operation)
    else if (twice++ === 0)
      detail = `${show(operation.output)} was given to process ${before.process} in line ${before.returnLine}, and to process ${operation.process} in line ${operation.returnLine}.`
  }
  return opinionOf("unique-ids", {
    anomalies: [{ name: "duplicate", count: twice, detail, isViolation: true }],
    seen: given > 0,
    nothing: "No id was given out.",
    passed: `${plural(given, "id")}, all different.`,
    remarks: history.remarks,
    figures: { ids: given, duplicates: twice },
  })
}
