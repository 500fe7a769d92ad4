/** What a person sees: tables that fit, a report whose first line is the verdict. */
import { Chalk } from "chalk"
import { expect, test } from "vitest"
import type { Summary } from "../../src/office/summary.ts"
import type { NodeRow, OfficeView } from "../../src/office/view.ts"
import { cut, wrap } from "../../src/terminal/cut.ts"
import { livePicture } from "../../src/terminal/live.ts"
import { report } from "../../src/terminal/report.ts"

const chalk = new Chalk({ level: 0 })
const row = (n: number, change: Partial<NodeRow> = {}): NodeRow => ({
  name: `bigload-${n}`,
  short: `b${n}`,
  kind: "bigload",
  honest: true,
  misdeeds: [],
  url: `http://127.0.0.1:${8000 + n}`,
  pid: 100 + n,
  alive: true,
  state: "up",
  disk: "kept",
  settled: true,
  height: 7,
  head: "00ab12cd99",
  peers: 3,
  restarts: 0,
  key: "",
  ...change,
})
const view: OfficeView = {
  run: "r1",
  dir: "/d",
  seed: "s",
  phase: "storm",
  temper: "usual",
  arePrograms: false,
  sauronUrl: "http://127.0.0.1:8999",
  nowMs: 1_500,
  stormMs: 30_000,
  nodes: [row(1), row(2, { state: "down", pid: null }), row(3, { settled: false, height: 5 })],
  faults: [
    {
      id: "boss-1",
      kind: "fire",
      node: "bigload-2",
      atMs: 900,
      by: "boss",
      receipt: { processes: 1, connections: 4, messages: 0, bytes: 0 },
    },
  ],
}

test("the live picture names everybody, the last faults, Sauron and the keys", () => {
  const lines = livePicture(view, { width: 120, height: 40, chalk })
  const text = lines.join("\n")
  for (const words of ["storm 1.5 s of 30.0 s", "b2", "down", "catching up", "fire b2", "4 connections", "http://127.0.0.1:8999", "Ctrl-C"])
    expect(text).toContain(words)
})

test("of programs nobody shows heads and money, and the keys name nodes that are there", () => {
  const nodes = [1, 2].map((n) => row(n, { name: `node-${n}`, short: `n${n}`, kind: "node", height: 0, head: "", peers: 0 }))
  const text = livePicture({ ...view, nodes, arePrograms: true, faults: [] }, { width: 120, height: 40, chalk }).join("\n")
  expect(text).toMatch(/node +kind +state +restarts +pid +url/)
  expect(text).toContain("fire n1, cut n1 --for 5s")
  expect(text).not.toMatch(/transfer|height|peers/)
  expect(livePicture(view, { width: 120, height: 40, chalk }).join("\n")).toContain("fire b1, transfer b1 b2 5")
})

test.each([80, 120])("in %i columns no line wraps, and everything that one looks for is there", (width) => {
  const misdeeds = ["delays", "half-bodies", "random-status", "replay-transaction"]
  const shit = row(4, { name: "shit-1", short: "s1", kind: "shit", honest: false, misdeeds })
  const lines = livePicture({ ...view, nodes: [...view.nodes, shit] }, { width, height: 24, chalk })
  expect(lines.filter((line) => line.length > width)).toEqual([])
  for (const words of ["8001", "delays,half-bodies", "…", "restarts", "catching up", "twice: end at once"])
    expect(lines.join("\n")).toContain(words)
})

test("what is too long is cut where it is seen to be, and its colours end", () => {
  const paint = new Chalk({ level: 1 })
  expect(cut("a line", 6)).toBe("a line")
  expect(cut("a longer line", 6)).toBe("a lon…")
  expect(wrap("each on its own line", 8, 4)).toEqual(["each", "on its", "own line"])
  expect(cut(paint.red("a longer line"), 6)).toBe(`${paint.red("a lon")}…`)
})

test("nodes that do not fit on the screen are counted, not drawn over", () => {
  const crowd = { ...view, nodes: Array.from({ length: 60 }, (_, at) => row(at + 1)) }
  const lines = livePicture(crowd, { width: 60, height: 24, chalk })
  expect(lines.length).toBeLessThanOrEqual(24)
  expect(lines.join("\n")).toContain("more (watercooler ps)")
  expect(lines.filter((line) => line.startsWith("b")).every((line) => line.length <= 60)).toBe(true)
})

test("the report begins with the verdict and its reason, and ends with where everything lies", () => {
  const summary = {
    run: "r1",
    dir: "/d",
    seed: "s",
    verdict: "violated",
    detail: "agreement: b1 and b2 differ",
    exitCode: 1,
    sauronUrl: null,
    checks: [{ name: "agreement", result: "violated", detail: "b1 and b2 differ" }],
    nodes: [],
    faults: [],
    totals: { blocks: 1, transfers: 2, requests: 3, reorgs: 0, rejected: 0, bans: 0 },
    timings: { readyMs: 900, calmMs: 100 },
  } satisfies Summary
  const lines = report(summary, chalk).filter((line) => line !== "")
  expect(lines[0]).toBe("✗ violated: agreement: b1 and b2 differ")
  expect(lines.at(-1)).toContain("/d")
})
