/** A day in the office, with stand-ins for nodes: what the commands do to it, and how it ends. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { OfficeView } from "../../src/office/view.ts"
import { allGone, type Desk, openDesk, staffOf } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: true })
})
afterEach(() => desk[Symbol.asyncDispose]())

const view = async (): Promise<OfficeView> => JSON.parse((await desk.run("ps", "--json")).out)
const node = async (name: string) => (await view()).nodes.find((row) => row.short === name)

test("fired, hired back, paused, resumed and paid by hand; Ctrl-C ends it, and nothing stays behind", async () => {
  const office = desk.start("-x", "3", "-y", "1", "--kind", "bigcrap", "--boss", "--json")
  await office.says("storm begins")
  expect((await view()).nodes.map(({ short, alive }) => `${short} ${alive}`)).toEqual(["b1 true", "b2 true", "b3 true", "s1 true"])

  const before = await node("b2")
  expect((await desk.run("fire", "b2")).out).toContain("touched 1 process")
  expect(await node("b2")).toMatchObject({ alive: false, state: "down", pid: null })
  const again = await desk.run("fire", "bigload-2")
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("not at work") })

  await desk.run("transfer", "b1", "b3", "5")
  expect((await desk.run("hire", "b2", "--disk", "wiped")).code).toBe(0)
  expect(await node("b2")).toMatchObject({ alive: true, state: "up", restarts: 1, disk: "wiped", height: 0 })
  expect((await node("b2"))?.pid).not.toBe(before?.pid)
  expect((await node("b1"))?.height).toBe(1)

  await desk.run("pause", "b3")
  expect(readFileSync(`/proc/${(await node("b3"))?.pid}/stat`, "utf8")).toContain(") T ")
  expect((await node("b3"))?.state).toBe("paused")
  await desk.run("resume", "b3")
  expect((await node("b3"))?.state).toBe("up")
  expect(await desk.run("misbehave", "b1")).toMatchObject({ code: 2, err: expect.stringContaining("honest") })
  expect((await desk.run("misbehave", "s1")).out).toContain("shit-1 was told to")

  office.signal("SIGINT")
  expect(await office.ended).toEqual({ code: 0, signal: null })
  const summary = JSON.parse(office.out())
  expect(summary).toMatchObject({ verdict: "none", exitCode: 0, checks: [], sauronUrl: null })
  expect(summary.faults.map(({ kind, node }: { kind: string; node: string }) => `${kind} ${node}`)).toEqual([
    "fire bigload-2",
    "fire bigload-2",
    "hire bigload-2",
    "pause bigload-3",
    "resume bigload-3",
  ])
  expect(summary.faults[1]).toMatchObject({ receipt: null })
  for (const file of ["journal.ndjson", "verdict.json", "manifest.json"]) expect(existsSync(join(summary.dir, file))).toBe(true)
  expect(existsSync(join(summary.dir, "token"))).toBe(false)
  expect(JSON.parse(readFileSync(join(summary.dir, "journal.ndjson"), "utf8").split("\n")[0] ?? "")).toMatchObject({
    type: "header",
    world: "real",
  })
  await allGone(desk.cwd)
})

test("the calm brings back whoever is away", async () => {
  const office = desk.start("-x", "2", "--kind", "bigcrap", "--json")
  await office.says("storm begins")
  await desk.run("fire", "b1")
  await desk.run("pause", "b2")
  office.signal("SIGINT")
  await office.ended
  const { nodes } = JSON.parse(office.out())
  expect(nodes.map(({ alive }: { alive: boolean }) => alive)).toEqual([true, true])
  await allGone(desk.cwd)
})

test("a second Ctrl-C ends at once, with 130 and nobody left", async () => {
  const office = desk.start("-x", "3", "--kind", "bigcrap", "--checks")
  await office.says("storm begins")
  office.signal("SIGINT")
  await new Promise((resolve) => setTimeout(resolve, 200)) // Two keystrokes, not one heard twice.
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(130)
  await allGone(desk.cwd)
})

test("Ctrl-C before anybody is ready ends with 130: there is nothing to judge", async () => {
  const office = desk.start("-x", "3", "--kind", "bigcrap")
  await office.says("run ")
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(130)
  await allGone(desk.cwd)
})

test("two offices at once have their own ports, and `ps --run` finds each", async () => {
  const [one, two] = [desk.start("-x", "2", "--kind", "bigcrap"), desk.start("-x", "2", "--kind", "bigcrap")]
  await Promise.all([one.says("storm begins"), two.says("storm begins")])
  const runs = [one, two].map((office) => /run (\S+),/.exec(office.out())?.[1] ?? "")
  const views = await Promise.all(runs.map(async (run) => JSON.parse((await desk.run("ps", "--json", "--run", run)).out) as OfficeView))
  const urls = views.flatMap(({ nodes }) => nodes.map(({ url }) => url))
  expect(new Set(urls).size).toBe(4)
  for (const office of [one, two]) office.signal("SIGINT")
  expect((await Promise.all([one.ended, two.ended])).map(({ code }) => code)).toEqual([0, 0])
})

test("the Boss fires and hires back by its plan, and its decisions are in the journal", async () => {
  const { code, out } = await desk.run("-x", "3", "--kind", "bigcrap", "--boss", "--auto", "--duration", "4s", "--seed", "7", "--json")
  expect(code).toBe(0)
  const summary = JSON.parse(out)
  const kinds = summary.faults.map(({ kind }: { kind: string }) => kind)
  expect(kinds[0]).toBe("fire")
  expect(kinds).toContain("hire")
  expect(summary.nodes.every(({ alive }: { alive: boolean }) => alive)).toBe(true)
  const journal = readFileSync(join(summary.dir, "journal.ndjson"), "utf8")
  expect(journal).toContain('"node":"boss"')
  expect(existsSync(join(summary.dir, "plan.json"))).toBe(true)
})

test("`clean` removes runs that are over, and leaves the open one alone", async () => {
  await desk.run("-x", "1", "--kind", "bigcrap", "--duration", "1ms")
  const office = desk.start("-x", "1", "--kind", "bigcrap")
  await office.says("storm begins")
  expect((await desk.run("clean")).out).toContain("1 run removed")
  expect(desk.runDirs()).toHaveLength(1)
  expect(staffOf(desk.cwd).length).toBeGreaterThan(0)
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
})
