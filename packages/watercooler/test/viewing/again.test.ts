/** What the page and a report offer to type is what works with the run at hand. */
import { expect, test } from "vitest"
import { againOf, type Whose, whoseOf } from "../../src/viewing/recorded.ts"

const verbs = (whose: Whose, world: "real" | "simulated", verdict?: string) =>
  againOf({ shown: "runs/an owl", whose, world }, verdict).map((line) => {
    expect(line).toMatch(/^watercooler [a-z ]+ 'runs\/an owl'$/)
    return line.replace("watercooler ", "").replace(" 'runs/an owl'", "")
  })

test("runs of our own nodes are replayed; real ones become scenarios, simulated ones smaller", () => {
  expect(verbs("ours", "real", "passed")).toEqual(["replay", "import", "watch"])
  expect(verbs("ours", "simulated", "passed")).toEqual(["replay", "watch"])
  expect(verbs("ours", "simulated", "violated")).toEqual(["replay", "shrink", "watch"])
  expect(verbs("walls", "real", "passed")).toEqual(["replay", "watch"])
})

test("Maelstrom nodes have commands of their own; programs of somebody else are only looked at", () => {
  expect(verbs("maelstrom", "real", "passed")).toEqual(["maelstrom replay", "watch"])
  expect(verbs("maelstrom", "real", "violated")).toEqual(["maelstrom replay", "maelstrom shrink", "watch"])
  expect(verbs("programs", "real", "violated")).toEqual(["watch"])
})

test("whose nodes they are is told by what an office was opened with", () => {
  expect([whoseOf({ kind: "bigload" }), whoseOf({ kind: "wall" }), whoseOf({ kind: "bigload", programs: {} })]).toEqual([
    "ours",
    "walls",
    "programs",
  ])
})
