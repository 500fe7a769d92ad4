/** Files that are too much are refused before they cost anything. */
import { expect, test } from "vitest"
import { complaintsOf } from "./story.ts"

const head = "claim: All is well as long as nothing happens.\nstorm: 30s\n"
const five = `${head}nodes: {bigloads: 5}\n`

test("a file of more than 1 MiB", () => {
  expect(complaintsOf(`${five}# ${"x".repeat(1_048_576)}`)).toEqual([expect.stringContaining("at most 1048576 bytes")])
})

test("a billion laughs", () => {
  const levels = Array.from({ length: 12 }, (_, at) => `  l${at + 1}: &l${at + 1} [${Array(10).fill(`*l${at}`).join(", ")}]`)
  const started = performance.now()
  expect(complaintsOf(`${five}groups:\n  l0: &l0 [b1, b2]\n${levels.join("\n")}\n`).join()).toContain("aliases that stand for too much")
  expect(performance.now() - started).toBeLessThan(2_000)
})

test("an alias of itself, and one of nothing", () => {
  expect(complaintsOf(`${five}groups: &g {west: *g}\n`)).not.toEqual([])
  expect(complaintsOf(`${five}groups: {west: *nobody}\n`).join()).toContain("nobody")
})

test("a long list that is repeated a thousand times", () => {
  const list = `[${Array(20_000).fill("b1").join(", ")}]`
  const again = Array.from({ length: 900 }, (_, at) => `  g${at}: *long`).join("\n")
  expect(complaintsOf(`${five}groups:\n  long: &long ${list}\n${again}\n`).join()).toContain("aliases that stand for too much")
})

test("some aliases are welcome, and so are merge keys", () => {
  expect(complaintsOf(`${five}faults:\n  - &cut {at: 5s, for: 2s, cut: [b1, others]}\n  - {<<: *cut, at: 9s}\n`)).toEqual([])
})

test("values nested deeper than any scenario", () => {
  for (const nested of [
    `groups: ${"[".repeat(100_000)}`,
    `groups: ${"{a: ".repeat(50_000)}`,
    `groups:\n${Array.from({ length: 900 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")}`,
  ]) {
    expect(complaintsOf(`${five}${nested}\n`).join()).toContain("at most 64 levels")
  }
})

test("more nodes than five thousand, newcomers counted", () => {
  expect(complaintsOf(`${head}nodes: {bigloads: 5001}\n`).join()).toContain("from 0 to 5000")
  expect(complaintsOf(`${head}nodes: {bigloads: 4000, bigcraps: 1001}\n`).join()).toContain("5001 nodes")
  expect(complaintsOf(`${head}nodes: {bigloads: 4000}\nfaults: [{every: 1s, hire: {newcomers: 100}}]\n`).join()).toContain(
    "more than 5000 nodes, newcomers counted",
  )
})

test("more faults than ten thousand, turns counted", () => {
  expect(complaintsOf(`${five}faults: [{every: 1ms, drop: 1%}]\n`).join()).toContain("more than 10000 faults")
  expect(complaintsOf(`${head}nodes: {bigloads: 500}\nfaults: [{every: 1s, for: 500ms, pause: all}]\n`).join()).toContain(
    "14500 faults, all in all",
  )
})

test("what would be repeated for years, and never fits", () => {
  const faults = "faults: [{every: 1ms, for: 999999999h, fire: b1}, {every: 1ms, jitter: 9h, for: 23h, fire: b2}]"
  expect(complaintsOf(`${head.replace("30s", "99999999h")}nodes: {bigloads: 5}\n${faults}\n`).join()).toContain("a day at most")
})

test("five thousand nodes and a long timeline are planned within a second or two", () => {
  const started = performance.now()
  const faults = `faults:\n  - {every: 10ms, for: 5ms, drop: 1%}\n  - {every: 1s, for: 1s, pause: any}\n`
  expect(complaintsOf(`${head}nodes: {bigloads: 5000}\n${faults}`)).toEqual([])
  expect(performance.now() - started).toBeLessThan(5_000)
})

test("no more than fifty complaints at once", () => {
  const faults = Array.from({ length: 80 }, () => "  - {at: 5s, fire: b77}").join("\n")
  const complaints = complaintsOf(`${five}faults:\n${faults}\n`)
  expect(complaints).toHaveLength(51)
  expect(complaints[50]).toContain("and 30 more")
})
