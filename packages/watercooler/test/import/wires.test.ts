/** Faults that last, as entries of a timeline: of wires and of nodes, for as long as they lasted, or to the end. */
import type { FaultEvent } from "@watercooler/kernel"
import { expect, test } from "vitest"
import { Happened } from "../../src/import/happened.ts"

const second = 1_000_000
const names = new Map(["bigload-1", "bigload-2", "bigload-3"].map((name) => [name, `${name}-then`]))
const line = (t: number, what: FaultEvent["what"], id: string, fault: FaultEvent["fault"]): FaultEvent => ({
  type: "fault",
  t: t * second,
  node: "watercooler",
  seq: 1,
  what,
  id,
  fault,
  by: "operator",
})
const cut = { kind: "cut", from: ["bigload-1"], to: ["bigload-2", "bigload-3"], both: true } as const
const told = (...lines: readonly FaultEvent[]) => {
  const happened = new Happened()
  for (const event of lines) happened.hear(event)
  return happened.timeline([], [], names, 10 * second, 60 * second)
}

test("a cut lasts from when it was made to when it was healed; the heal says nothing more", () => {
  const heal = { ...cut, kind: "heal" }
  const { faults, leftOut } = told(
    line(12, "began", "c", cut),
    line(20, "began", "h", heal),
    line(20, "ended", "c", cut),
    line(20, "ended", "h", heal),
  )
  const renamed = { ...cut, from: ["bigload-1-then"], to: ["bigload-2-then", "bigload-3-then"] }
  expect(faults).toEqual([{ id: "c", atUs: 2 * second, forUs: 8 * second, fault: renamed }])
  expect(leftOut).toBe(0)
})

test("what had not ended lasts to the end of the storm, and need not say so", () => {
  const slow = { kind: "slow", node: "bigload-2", factor: 10 }
  expect(told(line(15, "began", "s", slow)).faults).toEqual([{ id: "s", atUs: 5 * second, fault: { ...slow, node: "bigload-2-then" } }])
})

test("a fault of somebody who takes no part is left out, and counted", () => {
  const strange = { ...cut, to: ["nobody"] }
  expect(told(line(11, "began", "x", strange), line(12, "ended", "x", strange))).toEqual({ faults: [], leftOut: 1 })
})
