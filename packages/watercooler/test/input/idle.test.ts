/** Who asks for a Boss or a length without --auto is told that nothing will happen. */
import { expect, test } from "vitest"
import { idleWords } from "../../src/input/idle.ts"

const office = { auto: false, boss: false, durationMs: undefined, kind: "bigload" } as const

test("nothing is said where something happens, or where it was not to", () => {
  expect(idleWords(office)).toBeUndefined()
  expect(idleWords({ ...office, auto: true, boss: true, durationMs: 5_000 })).toBeUndefined()
})

test("it is said what would happen with --auto", () => {
  expect(idleWords({ ...office, boss: true })).toContain("the Boss waits")
  expect(idleWords({ ...office, durationMs: 5_000 })).toContain("--auto they pay each other")
  expect(idleWords({ ...office, durationMs: 5_000, kind: "wall" })).toBe("No fault happens by itself: --boss --auto.")
})
