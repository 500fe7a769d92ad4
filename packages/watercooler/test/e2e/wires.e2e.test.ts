/** Faults of links on real processes: by a scenario, by hand, and what is left of them when everything ends at once. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { isPortFree } from "../../src/office/ports.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { allGone, type Desk, openDesk, staffOf } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

const SPLIT = `claim: Two sides of a cut build chains of their own; once it heals and one more block is made, all follow one.
storm: 10s
network: { blockInterval: 250ms, confirmations: 60 }
nodes: { bigloads: 5 }
workload: { transfers: { every: 250ms } }
faults:
  - { at: 2s, for: 5s, cut: [[b1, b2], b3..b5] }
checks:
  always: [chain-valid, nonces-unique, no-deep-reorg, honest-not-banned]
  after-calm: [agreement, propagation]
  sometimes: [fork-happened, faults-touched]
`

test("the same file on processes and in virtual time: a cut makes two chains, and one of them is left", async () => {
  writeFileSync(join(desk.cwd, "split.yaml"), SPLIT)
  const [real, simulated] = [await desk.run("run", "split.yaml", "--json"), await desk.run("simulate", "split.yaml", "--json")]
  for (const { code, out } of [real, simulated]) {
    const summary = JSON.parse(out)
    expect(summary).toMatchObject({ verdict: "passed", faults: [{ kind: "cut" }] })
    expect(summary.faults[0].receipt.messages).toBeGreaterThan(5)
    expect(code).toBe(0)
  }
  expect(real.err).toMatch(/cut b1, b2 ↔ b3\.\.b5 is over: \d+ messages stopped on \d+ connections/)
  await allGone(desk.cwd)
})

const AWAITED = `claim: What waits for a message happens when that has been sent often enough, and what waits for a note when that is noted.
storm: 8s
network: { blockInterval: 250ms, confirmations: 60 }
nodes: { bigloads: 4 }
workload: { transfers: { every: 250ms } }
faults:
  - { when: { node: b1, sends: POST /block, count: 3 }, after: 200ms, for: 1s, cut: [[b1], others], id: sent }
  - { when: { node: b2, notes: head-moved, where: { height: 2 } }, for: 500ms, pause: b2, id: noted }
checks: [chain-valid, agreement, faults-touched]
`

test("faults that wait for what nodes send or note, in both worlds", async () => {
  writeFileSync(join(desk.cwd, "awaited.yaml"), AWAITED)
  for (const world of ["run", "simulate"]) {
    const { code, out } = await desk.run(world, "awaited.yaml", "--json")
    const { detail, faults } = JSON.parse(out)
    expect({ world, code, detail, ids: faults.map(({ id }: { readonly id: string }) => id.replace(".over", "")) }).toMatchObject({
      code: 0,
      ids: expect.arrayContaining(["sent", "noted"]),
    })
  }
  await allGone(desk.cwd)
})

async function openOffice() {
  const office = desk.start("-x", "3", "--auto", "--difficulty", "10")
  await office.says("storm begins")
  const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
  return { office, view }
}

test("by hand: cut for a while, slow, heal; and what cannot be done is said", async () => {
  const { office } = await openOffice()
  expect((await desk.run("cut", "b1", "--for", "1500ms")).out).toContain("cut b1 from everybody else")
  expect((await desk.run("slow", "b2", "b3", "--latency", "50ms", "--jitter", "10ms")).out).toContain("heal operator-2")
  expect((await desk.run("slow", "b3", "--factor", "4", "--for", "1s")).code).toBe(0)
  expect(await desk.run("cut", "b1", "b1")).toMatchObject({ code: 2, err: expect.stringContaining("on both sides") })
  expect(await desk.run("slow", "b1", "b3", "--factor", "4")).toMatchObject({ code: 2, err: expect.stringContaining("more than one node") })
  expect(await desk.run("slow", "b1", "--latency", "5ms", "--jitter", "9ms")).toMatchObject({
    code: 2,
    err: expect.stringContaining("at most the latency"),
  })
  expect(await desk.run("cut", "shits", "b1")).toMatchObject({ code: 2, err: expect.stringContaining("nobody on one side") })
  expect((await desk.run("cut", "honest,b1", "--for", "1s")).code).toBe(2)
  expect(await desk.run("cut", "b9")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean") })
  expect(await desk.run("heal", "yesterday")).toMatchObject({ code: 2, err: expect.stringContaining("operator-2") })
  expect(await desk.run("cut", "b1", "--for", "soon")).toMatchObject({ code: 2, err: expect.stringContaining("500ms") })
  await office.says("cut b1 ↔ b2, b3 is over: ")
  await office.says("slow b3 is over: ")
  expect(JSON.parse((await desk.run("heal", "--json")).out)).toEqual({ healed: ["operator-2"] })
  const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
  expect(view.faults.every(({ receipt }) => receipt !== null)).toBe(true)
  office.signal("SIGINT")
  await office.ended
  await allGone(desk.cwd)
})

test("SIGKILL of the supervisor during a cut: nobody is left, the switchboard neither, no port is taken, and what was written can be seen", async () => {
  const { office, view } = await openOffice()
  await desk.run("cut", "b1,b2", "b3")
  const log = readFileSync(join(view.dir, "watercooler.ndjson"), "utf8")
  expect(log).toContain('"kind":"cut"')
  const ports = view.nodes.map(({ url }) => Number(new URL(url).port))
  const commands = staffOf(desk.cwd).map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8"))
  expect(commands.some((command) => command.includes("switchboard"))).toBe(true)
  office.signal("SIGKILL")
  await allGone(desk.cwd)
  expect(await Promise.all(ports.map(isPortFree))).toEqual(ports.map(() => true))
  const traced = await desk.run("trace", view.run, "--all", "--out", "killed.mmd")
  expect(traced, JSON.stringify(traced)).toMatchObject({ code: 0 })
  expect(readFileSync(join(desk.cwd, "killed.mmd"), "utf8")).toContain("cut")
})

test("whoever asks past the switchboard makes a run inconclusive", async () => {
  const { office, view } = await openOffice()
  await desk.run("cut", "b1", "b2", "--for", "1s")
  const [b1] = view.nodes
  await fetch(`${b1?.url}/ping`, { headers: { "x-watercooler-from": "bigload-2" } })
  await office.says("is over")
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(3)
  expect(office.out()).toContain("bigload-2 → bigload-1")
  await allGone(desk.cwd)
})
