/** simulate, replay and shrink as a user runs them. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Desk, openDesk } from "../fixtures/cli.ts"

const scenarios = fileURLToPath(new URL("../../../../scenarios", import.meta.url))
const fork = join(scenarios, "fork-and-heal.yaml")
const shallow = join(scenarios, "double-spend-shallow.yaml")

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

async function json(...args: readonly string[]) {
  const { code, out, err } = await desk.run(...args, "--json")
  return { code, err, document: JSON.parse(out) }
}

test("a scenario run twice with one seed has one fingerprint; its folder is replayed exactly, and tells when something has changed", async () => {
  const [one, two] = [await json("simulate", fork, "--seed", "7"), await json("simulate", fork, "--seed", "7")]
  expect(one).toMatchObject({ code: 0, document: { verdict: "passed", exitCode: 0, seed: "7", virtualMs: expect.any(Number) } })
  expect(two.document.fingerprint).toBe(one.document.fingerprint)

  const { dir, fingerprint } = one.document
  expect(readdirSync(dir).sort()).toEqual(["explicit.yaml", "journal.ndjson", "manifest.json", "scenario.yaml", "verdict.json"])
  const again = await desk.run("replay", dir)
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining(`the same run, to the last effect: ${fingerprint}`) })

  const journal = join(dir, "journal.ndjson")
  const lines = readFileSync(journal, "utf8").split("\n")
  lines[99] = JSON.stringify({ ...JSON.parse(lines[99] as string), t: 1 })
  writeFileSync(journal, lines.join("\n"))
  const changed = await json("replay", dir)
  expect(changed).toMatchObject({ code: 1, document: { same: false, parting: { line: 100, differences: [{ at: "t", was: 1 }] } } })

  lines[99] = "garbage"
  writeFileSync(journal, lines.join("\n"))
  expect(await desk.run("replay", dir)).toMatchObject({
    code: 2,
    err: expect.stringContaining("line 100 of journal.ndjson is damaged: garbage"),
  })
  rmSync(journal)
  expect(await desk.run("replay", dir)).toMatchObject({ code: 2, err: expect.stringContaining("journal.ndjson is missing") })

  const scenario = join(two.document.dir, "scenario.yaml")
  writeFileSync(scenario, readFileSync(scenario, "utf8").replace("bigloads: 5", "bigloads: 6"))
  const edited = await desk.run("replay", two.document.dir)
  expect(edited).toMatchObject({ code: 1, out: expect.stringContaining("somebody has changed it") })
  expect(edited.out).not.toContain("The programs")

  writeFileSync(join(two.document.dir, "manifest.json"), "go on")
  expect(await desk.run("replay", two.document.dir)).toMatchObject({ code: 2, err: expect.stringContaining("manifest.json is damaged") })
})

test("of many seeds only those leave a folder that go another way, each with the line that repeats it", async () => {
  const claim = readFileSync(shallow, "utf8").replace(/expect: violated\nviolates: .*/, "expect: passed")
  writeFileSync(join(desk.cwd, "claim.yaml"), claim)
  const { code, document } = await json("simulate", "claim.yaml", "--runs", "6", "--jobs", "2")
  expect(code).toBe(1)
  expect(document).toMatchObject({ runs: 6, jobs: 2, violated: document.failures.length })
  expect(document.failures.length).toBeGreaterThan(0)
  const { out } = await desk.run("replay", document.failures[0].dir)
  expect(out).toContain(document.failures[0].fingerprint)

  const first = await json("simulate", "claim.yaml", "--until-failure", "--jobs", "1")
  expect(first.document).toMatchObject({ violated: 1, failures: [{ verdict: "violated" }] })
})

test("what is broken is shrunk to a scenario that a fresh process confirms", async () => {
  const { code, document } = await json("shrink", shallow, "--out", "small.yaml")
  expect({ code, ...document }).toMatchObject({ code: 0, verified: true, check: "no-deep-reorg", after: { faults: 1 } })
  expect(document.diagram.length).toBeLessThanOrEqual(40)
  const small = await json("simulate", "small.yaml")
  expect(small).toMatchObject({ code: 0, document: { fingerprint: document.fingerprint, verdict: "violated", asExpected: true } })
})

test("many seeds that Ctrl-C cuts short say so, and end with 130", async () => {
  const started = desk.start("simulate", fork, "--runs", "100000", "--jobs", "2", "--json")
  const at = performance.now()
  while (performance.now() - at < 2_500) await new Promise((resolve) => setTimeout(resolve, 50))
  started.signal("SIGTERM")
  expect(await started.ended).toEqual({ code: 130, signal: null })
  expect(JSON.parse(started.out())).toMatchObject({ isInterrupted: true, exitCode: 130, violated: 0 })
  expect(started.err()).toContain("interrupted: these are the seeds that had been tried by then")
  expect(started.err()).not.toContain("✓")
})

test("clean removes however many runs there are, also those that the registry has forgotten", async () => {
  for (let at = 0; at < 3; at++) await desk.run("simulate", fork)
  const [dir = ""] = desk.runDirs()
  const offices = join(desk.home, "offices")
  const record = JSON.parse(readFileSync(join(offices, readdirSync(offices)[0] as string), "utf8"))
  for (let at = 0; at < 120; at++) {
    const run = `20250101-000000-${(4096 + at).toString(16)}`
    const copy = join(desk.cwd, ".watercooler/runs", run)
    cpSync(dir, copy, { recursive: true })
    writeFileSync(join(offices, `${run}.json`), JSON.stringify({ ...record, run, dir: copy, openedAt: "2025-01-01T00:00:00.000Z" }))
  }
  // Looking for leftovers lays the oldest aside.
  await desk.run("clean", "--keep", "123")
  expect(readdirSync(offices)).toHaveLength(100)
  rmSync(offices, { recursive: true })
  expect(await desk.run("clean")).toMatchObject({ out: expect.stringContaining("123 runs removed") })
  expect(desk.runDirs()).toEqual([])
})

test("a seed or a claim that would move the cursor does not", async () => {
  expect(await desk.run("simulate", fork, "--seed", "a\nb")).toMatchObject({ code: 2, err: expect.stringContaining('--seed "a\\nb"') })
  const text = readFileSync(fork, "utf8").replace(/^claim: .*$/m, 'claim: "Red is \\e[31mred."')
  writeFileSync(join(desk.cwd, "red.yaml"), text)
  const { code, out, err } = await desk.run("simulate", "red.yaml")
  expect(code).toBe(0)
  expect(out + err).toContain("Red is \\x1b[31mred.")
  expect(out + err).not.toContain("\u001b[31m")
})

describe("bad input", () => {
  test.each([
    [["simulate", "nowhere.yaml"], "nowhere.yaml"],
    [["simulate", fork, "--runs", "many"], "--runs many"],
    [["simulate", fork, "--for", "soon"], "--for soon"],
    [["simulate", fork, "--seed", ""], "--seed"],
    [["simulate", fork, "--runs", "2", "--dir", "x"], "--dir"],
    [["replay", "nowhere"], "there is nothing"],
    [["replay", "home"], "it holds no manifest.json"],
    [["shrink", fork, "--out", "x.yaml"], "nothing is broken in it"],
  ])("%j is refused with a sentence, and leaves nothing", async (args, words) => {
    mkdirSync(desk.home)
    const { code, err } = await desk.run(...args)
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(words) })
    expect(err).toContain("expected")
    expect(desk.runDirs()).toEqual([])
  })
})
