/** The main job, with real nodes: five honest, two bad, Sauron and the Boss; and the three earlier iterations of the office. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { readJournal } from "../../src/office/journal.ts"
import type { Summary } from "../../src/office/summary.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { replayNode } from "../../src/replay/node.ts"
import { allGone, type Desk, openDesk } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

test("five honest nodes keep their promises under the Boss and two bad actors", async () => {
  const { code, out, err } = await desk.run(
    "-x",
    "5",
    "-y",
    "2",
    "--sauron",
    "--boss",
    "--auto",
    "--duration",
    "12s",
    "--seed",
    "office",
    "--json",
  )
  const summary: Summary = JSON.parse(out)
  expect({ code, verdict: summary.verdict }, `${summary.detail}\n${err}`).toEqual({ code: 0, verdict: "passed" })

  const honest = summary.nodes.filter(({ kind }) => kind === "bigload")
  expect(new Set(honest.map(({ head }) => head)).size).toBe(1)
  expect(honest.every(({ alive, height }) => alive && height > 0)).toBe(true)
  const fired = summary.faults.find(({ kind }) => kind === "fire")
  expect(summary.faults).toContainEqual(
    expect.objectContaining({ kind: "hire", node: fired?.node, receipt: expect.objectContaining({ processes: 1 }) }),
  )
  expect(summary.totals.rejected).toBeGreaterThan(0)

  const events = [...readJournal(join(summary.dir, "journal.ndjson"))]
  expect(events.map(({ t }) => t)).toEqual(events.map(({ t }) => t).sort((a, b) => a - b))
  const shits = summary.nodes.filter(({ kind }) => kind === "shit").map(({ name }) => name)
  const calm = events.find((event) => event.type === "phase" && event.phase === "calm")
  for (const shit of shits) {
    expect(
      events.some((event) => event.type === "note" && event.node === shit && event.fact.note === "misdeed" && event.t < (calm?.t ?? 0)),
    ).toBe(true)
  }
  expect(existsSync(join(summary.dir, "verdict.json"))).toBe(true)
  await allGone(desk.cwd)

  // Every node that took part, honest or not, fired or not, is stepped again from its recorded inputs and asks for the same, turn by turn.
  for (const { name, restarts } of summary.nodes) {
    const replayed = replayNode(join(summary.dir, "nodes", name))
    expect({ name, ...replayed }).toMatchObject({ name, same: true, boots: restarts + 1 })
  }
})

const get = async (url: string) => (await fetch(url)).json()

test("walls answer a ping, Sauron sees it, and the walls talk to nobody", async () => {
  const office = desk.start("-x", "3", "--kind", "wall", "--sauron", "--json")
  await office.says("storm begins")
  const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
  for (const { url } of view.nodes) expect(await get(`${url}/ping`)).toMatchObject({ pong: true })
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
  expect(JSON.parse(office.out())).toMatchObject({ verdict: "none", totals: { requests: 3 } })
})

test("a transfer by hand moves all heads, and what is fired comes back with what it had", async () => {
  const office = desk.start("-x", "3", "-y", "1", "--kind", "bigcrap", "--sauron", "--boss", "--json")
  await office.says("storm begins")
  expect((await desk.run("transfer", "b1", "b2", "5")).code).toBe(0)
  const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
  const heights = async () =>
    Promise.all(view.nodes.filter(({ honest }) => honest).map(async ({ url }) => (await get(`${url}/status`)).height))
  while ((await heights()).join() !== "1,1,1") await new Promise((resolve) => setTimeout(resolve, 20))

  await desk.run("fire", "b2")
  await desk.run("hire", "b2")
  expect((await get(`${view.nodes[1]?.url}/status`)).height).toBe(1)
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
  const { dir } = JSON.parse(office.out())
  expect(readFileSync(join(dir, "journal.ndjson"), "utf8")).not.toContain('"note":"misdeed"')
})
