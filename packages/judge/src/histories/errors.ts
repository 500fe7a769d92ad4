/** Why so little succeeded: the errors that a history holds, in sentences. */
import { plural } from "../words.ts"
import type { Operation } from "./history.ts"
import { show } from "./value.ts"

/** Characters of an error. */
const SHOWN_MAX = 160
/** An error is remarked upon where fewer than one of so many operations succeeded. */
const OK_PART_MIN = 2

/** Of each function of which nothing succeeded the commonest error; else that of all of them, if most did not succeed. Nothing where no error was written down. */
export function errorRemarks(operations: readonly Operation[]): readonly string[] {
  const ok = operations.filter(({ outcome }) => outcome === "ok")
  if (operations.length > 0 && ok.length === 0) return remark("Nothing succeeded", operations)
  const succeeded = new Set(ok.map(({ f }) => f))
  const never = [...new Set(operations.map(({ f }) => f))].filter((f) => !succeeded.has(f))
  const remarks = never.flatMap((f) =>
    remark(
      `No ${f} succeeded`,
      operations.filter((each) => each.f === f),
    ),
  )
  if (remarks.length > 0 || ok.length * OK_PART_MIN >= operations.length) return remarks
  return remark(
    `${plural(operations.length - ok.length, "operation")} did not succeed`,
    operations.filter(({ outcome }) => outcome !== "ok"),
  )
}

function remark(what: string, operations: readonly Operation[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { error } of operations) {
    if (error === undefined || error === null) continue
    const words = show(error).replace(/^"(.*)"$/s, "$1")
    counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a)
  if (commonest === undefined) return []
  const [words, count] = commonest
  const bounded = words.length > SHOWN_MAX ? `${words.slice(0, SHOWN_MAX - 1)}…` : words
  return [`${what}: ${bounded} (${count} of ${operations.length}).`]
}
