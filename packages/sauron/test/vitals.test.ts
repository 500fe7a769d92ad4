/** Lines of processor and memory: nodes tell once a second, steps of time are shorter, and a line is a line all the same. */
import { describe, expect, test } from "vitest"
import { advance, emptyScene } from "../src/picture/index.ts"
import { carried, silentFor } from "../web/state/vitals.ts"

const QUARTER = 250_000

describe("a line of vitals", () => {
  test("goes on between two reports of one second and the next", () => {
    expect(carried([4, null, null, null, 8], QUARTER)).toEqual([4, undefined, undefined, undefined, 8])
  })

  test("has a gap where nobody told for long, and what was told before it holds for a second", () => {
    const long = Array.from({ length: 60 }, () => null)
    expect(carried([4, ...long, 8], QUARTER)).toEqual([4, 4, 4, 4, ...long.slice(3), 8])
  })

  test("goes on to the end where somebody told a moment ago, and not where that is long ago", () => {
    expect(carried([null, 4, null, null], QUARTER)).toEqual([null, 4, 4, 4])
    const line = carried([4, ...Array.from({ length: 60 }, () => null)], QUARTER)
    expect(line.filter((value) => value === 4)).toHaveLength(4)
  })

  test("is no line where nobody ever told, and stays as it is where steps are longer than reports", () => {
    expect(carried([null, null], QUARTER)).toEqual([null, null])
    expect(carried([1, 2, null, 4], 8_000_000)).toEqual([1, 2, null, 4])
  })
})

test("who has told nothing for a while is silent since its last report, and who never has is silent for ever", () => {
  const vitals = (t: number) => [{ node: "b1", t, cpuPercent: 3, memoryMiB: 60, lagMs: 1 }]
  const met = (node: string, t: number) => [{ node, t, requests: 1, failures: 0 }]
  let scene = advance(emptyScene, { seen: met("b1", 0), vitals: vitals(1_000_000) })
  scene = advance(scene, { seen: met("b2", 9_000_000) })
  const { names, series } = scene.history
  const silent = (name: string, now: number) => silentFor(series.buckets, series.widthUs, names.indexOf(name), now)
  expect(silent("b1", 1_100_000)).toBe(0)
  expect(silent("b1", 9_250_000)).toBe(8_000_000)
  expect(silent("b1", 500_000)).toBeUndefined()
  expect(silent("b2", 9_250_000)).toBeUndefined()
})
