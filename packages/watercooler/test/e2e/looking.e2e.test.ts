/** Commands that only look, or tidy up: logs, open, clean, doctor. With an office, with two, with none, and after the end. */
import { existsSync } from "node:fs"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Desk, openDesk, type Started } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: true })
})
afterEach(() => desk[Symbol.asyncDispose]())

async function openOffice(...args: readonly string[]): Promise<{ office: Started; run: string }> {
  const office = desk.start("-x", "2", "--kind", "bigcrap", ...args)
  await office.says("storm begins")
  return { office, run: /run (\S+),/.exec(office.out())?.[1] ?? "" }
}

test("before the first office, each says so", async () => {
  for (const words of ["ps", "open", "open b1", "fire b1", "hire", "transfer b1 b2 5"]) {
    const { code, out, err } = await desk.run(...words.split(" "))
    expect({ words, code, out }).toEqual({ words, code: 2, out: "" })
    expect(err).toContain("no office is open")
  }
  expect(await desk.run("logs")).toMatchObject({ code: 2, err: expect.stringContaining("no run yet") })
  expect(await desk.run("clean")).toMatchObject({ code: 0, out: expect.stringContaining("0 runs removed") })
})

test("`logs --follow` prints what is written from now on, and ends with the office; `logs` knows the run also afterwards", async () => {
  const { office } = await openOffice()
  const follower = desk.start("logs", "b1", "--follow")
  await follower.says("output.log")
  await desk.run("transfer", "b1", "b2", "5")
  await follower.says("height 1")
  expect(follower.out()).not.toContain("bigload-2/")
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
  expect((await follower.ended).code).toBe(0)

  const after = await desk.run("logs", "--lines", "1")
  expect(after).toMatchObject({ code: 0, out: expect.stringContaining("height 1") })
  expect(after.out).toContain("── bigload-2")
  expect(await desk.run("logs", "b9")).toMatchObject({ code: 2, err: expect.stringContaining("somebody of run") })
  expect(await desk.run("logs", "--run", "yesterday")).toMatchObject({ code: 2, err: expect.stringContaining("a run of this machine") })
  expect(await desk.run("open", "b1")).toMatchObject({ code: 2, err: expect.stringContaining("no office is open") })
})

test("of two open offices, the newest is meant, or the one that is named", async () => {
  const one = await openOffice()
  const two = await openOffice("--sauron")
  const ps = async (...args: readonly string[]) => JSON.parse((await desk.run("ps", "--json", ...args)).out)
  expect((await ps()).run).toBe(two.run)
  const first = await ps("--run", one.run)
  expect((await desk.run("open", "b1", "--run", one.run)).out.trim()).toBe(first.nodes[0].url)
  expect((await desk.run("open")).out.trim()).toBe((await ps()).sauronUrl)
  expect(await desk.run("open", "--run", one.run)).toMatchObject({ code: 2, err: expect.stringContaining("no Sauron") })
  expect(await desk.run("open", "bigloud-1")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean bigload-1?") })
  expect(await desk.run("ps", "--run", "yesterday")).toMatchObject({ code: 2, err: expect.stringContaining(one.run) })
  expect((await desk.run("logs", "b1", "--run", one.run)).out).toContain(one.run)
  expect((await desk.run("clean")).out).toContain("0 runs removed")
  for (const { office } of [one, two]) office.signal("SIGINT")
  expect((await Promise.all([one.office.ended, two.office.ended])).map(({ code }) => code)).toEqual([0, 0])

  expect((await desk.run("clean", "--keep", "1")).out).toContain("1 run removed")
  expect([existsSync(first.dir), desk.runDirs().length]).toEqual([false, 1])
  expect(await desk.run("clean", "--keep", "some")).toMatchObject({
    code: 2,
    err: expect.stringContaining("✗ --keep some\n  expected  an integer"),
  })
})

test("`doctor` finds this machine fit, and says so line by line", async () => {
  const { code, out } = await desk.run("doctor")
  expect(code).toBe(0)
  for (const what of ["node", "programs", "warden", "registry", "machine", "ports"]) expect(out).toMatch(new RegExp(`^[✓?] ${what} `, "m"))
  desk.hide("setpriv")
  expect((await desk.run("doctor")).out).toContain("? setpriv")
  expect(JSON.parse((await desk.run("doctor", "--json")).out)).toContainEqual(expect.objectContaining({ what: "setpriv", is: "worse" }))
  desk.hide("redis-cli")
  expect((await desk.run("doctor")).out).toMatch(/\? redis-cluster .*redis-cli: not there.*apt-get install .*redis-tools/)
})
