/** Why so little succeeded. */
import { expect, test } from "vitest"
import { checkHistory, conclude, type HistoryEvent, historyOf } from "../../src/histories/index.ts"

interface Told {
  readonly f: string
  readonly type: "ok" | "fail" | "info"
  readonly error?: string
}

/** One operation after the other. */
function remarksOf(...told: readonly Told[]): readonly string[] {
  const events = told.flatMap(({ f, ...end }, at): HistoryEvent[] => [
    { type: "invoke", process: at, f, value: f === "write" ? 1 : null, line: 2 * at + 1 },
    { process: at, f, value: f === "write" ? 1 : null, line: 2 * at + 2, ...end },
  ])
  return conclude(checkHistory(historyOf(events), "register")).remarks
}
const times = (count: number, told: Told): readonly Told[] => Array.from({ length: count }, () => told)

test("nothing succeeded: the commonest error", () => {
  const remarks = remarksOf(...times(3, { f: "read", type: "fail", error: "HTTP 307" }), { f: "write", type: "info", error: "timeout" })
  expect(remarks).toEqual(["Nothing succeeded: HTTP 307 (3 of 4)."])
})

test("one function never succeeded: its own error, though others have more of another", () => {
  const reads = [...times(3, { f: "read", type: "ok" }), ...times(3, { f: "read", type: "fail", error: "ECONNREFUSED" })] as const
  expect(remarksOf(...reads, { f: "write", type: "fail", error: "HTTP 400" })).toEqual(["No write succeeded: HTTP 400 (1 of 1)."])
})

test("most did not succeed; and most did, of which nothing is said", () => {
  const [ok, late] = [
    { f: "read", type: "ok" },
    { f: "read", type: "fail", error: "timeout" },
  ] as const
  expect(remarksOf(ok, late, late)).toEqual(["2 of 3 operations read did not succeed: timeout (2 of 2)."])
  expect(remarksOf(ok, ok, late)).toEqual([])
  const writes = times(9, { f: "write", type: "ok" })
  expect(remarksOf(ok, late, late, ...writes)).toHaveLength(1)
})

test("an error is told in one sentence, however long it is; and none is made up", () => {
  const [remark = ""] = remarksOf({ f: "read", type: "fail", error: "x".repeat(10_000) })
  expect(remark.length).toBeLessThan(250)
  expect(remarksOf({ f: "read", type: "fail" })).toEqual([])
})
