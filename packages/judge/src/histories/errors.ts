/** Why so little succeeded: the errors that a history holds, in sentences. */
import { plural } from "../words.ts"
import type { Operation } from "./history.ts"
import { show } from "./value.ts"

/** Characters of an error. */
const SHOWN_MAX = 160
/** Of a function an error is remarked upon where fewer than one of so many operations succeeded. */
const OK_PART_MIN = 2

/**
 * The commonest error of each function of which nothing succeeded, or little. That a compare-and-set mostly finds another value is how it is.
 * Nothing where no error was written down.
 */
export function errorRemarks(operations: readonly Operation[]): readonly string[] {
  if (operations.length > 0 && !operations.some(isOk)) return remark("Nothing succeeded", operations)
  const functions = [...new Set(operations.map(({ f }) => f))]
  return functions.flatMap((f) => {
    const all = operations.filter((each) => each.f === f)
    const bad = all.filter((each) => !isOk(each))
    if (bad.length === all.length) return remark(`No ${f} succeeded`, all)
    const isLittle = f !== "cas" && (all.length - bad.length) * OK_PART_MIN < all.length
    return isLittle ? remark(`${bad.length} of ${plural(all.length, "operation")} ${f} did not succeed`, bad) : []
  })
}

const isOk = ({ outcome }: Operation): boolean => outcome === "ok"

function remark(what: string, operations: readonly Operation[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { error } of operations) {
    if (error === undefined || error === null) continue
    const words = typeof error === "string" ? error : show(error)
    counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a)
  if (commonest === undefined) return []
  const [words, count] = commonest
  const bounded = words.length > SHOWN_MAX ? `${words.slice(0, SHOWN_MAX - 1)}…` : words
  return [`${what}: ${bounded} (${count} of ${operations.length}).`]
}
