/** Runs that come to no verdict: one JSON document all the same, the reason in it, and nobody left. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Unfinished } from "../../src/office/summary.ts"
import { allGone, openDesk, staffOf } from "../fixtures/cli.ts"

const documentOf = (out: string): Unfinished => JSON.parse(out)
const kept = (dir: string | null, file: string) => JSON.parse(readFileSync(join(dir ?? "", file), "utf8"))

test("a node that ends as soon as it is hired ends the office with 4 and its last words", async () => {
  await using desk = openDesk({ stub: true, people: "leaving" })
  const { code, out, err } = await desk.run("-x", "3", "--kind", "bigcrap", "--boss", "--json", "--seed", "office")
  const summary = documentOf(out)
  expect({ code, ...summary }).toMatchObject({ code: 4, exitCode: 4, verdict: "none", seed: "office", checks: [] })
  for (const words of ["bigload-2 was hired and is not ready", "exit code 3", "there is no coffee here"])
    expect(summary.detail).toContain(words)
  expect(err).toContain("there is no coffee here")
  expect(err).not.toContain("    at ")
  expect(summary.nodes.map(({ name }) => name)).toEqual(["bigload-1", "bigload-2", "bigload-3"])
  expect(kept(summary.dir, "verdict.json")).toEqual(summary)
  expect(kept(summary.dir, "manifest.json")).toMatchObject({ verdict: "none", exitCode: 4 })
  await allGone(desk.cwd)
})

test("the same for a person: the reason in plain words on standard error", async () => {
  await using desk = openDesk({ stub: true, people: "leaving" })
  const { code, err } = await desk.run("-x", "2", "--kind", "bigcrap")
  expect(code).toBe(4)
  expect(err).toContain("✗ the sandbox itself failed: bigload-2 was hired and is not ready: it ended with exit code 3")
  expect(err).not.toContain("    at ")
})

test("a newcomer who cannot start is refused with its last words, and the others work on", async () => {
  await using desk = openDesk({ stub: true, people: "leaving" })
  const office = desk.start("-x", "1", "--kind", "bigcrap", "--json")
  await office.says("storm begins")
  const { code, out, err } = await desk.run("hire")
  expect({ code, out }).toEqual({ code: 2, out: "" })
  for (const words of ["bigload-2 was hired and is not ready", "there is no coffee here"]) expect(err).toContain(words)
  expect((await desk.run("transfer", "b1", "b1", "5")).code).toBe(0)
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
  await allGone(desk.cwd)
})

test("a second Ctrl-C leaves one document, with what had happened until then", async () => {
  await using desk = openDesk({ stub: true })
  const office = desk.start("-x", "2", "--kind", "bigcrap", "--checks", "--json")
  await office.says("storm begins")
  await desk.run("fire", "b2")
  office.signal("SIGINT")
  await office.says("calm begins") // The checks find no chain to agree on, so the calm lasts.
  await new Promise((resolve) => setTimeout(resolve, 200)) // Two keystrokes, not one heard twice.
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(130)
  const summary = documentOf(office.out())
  expect(summary).toMatchObject({ verdict: "none", exitCode: 130, detail: expect.stringContaining("interrupted") })
  expect(summary.faults.map(({ kind, node }) => `${kind} ${node}`)).toEqual(["fire bigload-2", "hire bigload-2"])
  expect(existsSync(join(summary.dir ?? "", "journal.ndjson"))).toBe(true)
  expect(kept(summary.dir, "verdict.json")).toEqual(summary)
  await allGone(desk.cwd)
})

test("whoever is killed from outside is missed: without its Boss a storm has proven nothing", async () => {
  await using desk = openDesk({ stub: false })
  const office = desk.start("-x", "3", "--boss", "--auto", "--duration", "4s", "--json")
  await office.says("storm begins")
  const boss = staffOf(desk.cwd).find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("boss.js"))
  process.kill(boss ?? 0, "SIGKILL")
  await office.says("boss ended by itself, SIGKILL")
  const { code } = await office.ended
  expect({ code, ...documentOf(office.out()) }).toMatchObject({
    code: 3,
    verdict: "inconclusive",
    checks: expect.arrayContaining([expect.objectContaining({ name: "storm-whole", result: "inconclusive" })]),
  })
  await allGone(desk.cwd)
})
