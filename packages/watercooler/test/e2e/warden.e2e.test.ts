/** Nothing outlives a run: not after SIGKILL of the supervisor, not when nodes are paused, not when the warden dies as well. */
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { isPortFree } from "../../src/office/ports.ts"
import { identify, isRunning } from "../../src/office/proc.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { wardenScript } from "../../src/office/warden-script.ts"
import { allGone, type Desk, openDesk, staffOf } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: true })
})
afterEach(() => desk[Symbol.asyncDispose]())

async function openWithPausedNodes() {
  const office = desk.start("-x", "4", "--kind", "bigcrap", "--boss")
  await office.says("storm begins")
  await desk.run("pause", "b1")
  await desk.run("pause", "b3")
  const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
  return { office, view, ports: view.nodes.map(({ url }) => Number(new URL(url).port)) }
}

function wardenOf(supervisor: number): number {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ").map(Number)
  return children.find((pid) => commandOf(pid).startsWith("sh\0")) ?? 0
}

/** Empty for somebody who has gone since the list was read. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return ""
  }
}

test("SIGKILL of the supervisor while nodes are paused: no process, no port, no token is left", async () => {
  const { office, view, ports } = await openWithPausedNodes()
  expect(staffOf(desk.cwd).length).toBeGreaterThanOrEqual(5)
  office.signal("SIGKILL")
  await allGone(desk.cwd)
  expect(await Promise.all(ports.map(isPortFree))).toEqual(ports.map(() => true))
  // The warden's shell does that last, when nobody of the desk is left.
  await expect.poll(() => existsSync(join(view.dir, "token"))).toBe(false)
})

test("the warden alone is enough, where the kernel sends no death signals", async () => {
  desk.hide("setpriv")
  const { office } = await openWithPausedNodes()
  office.signal("SIGKILL")
  await allGone(desk.cwd)
})

test("a warden that is killed is replaced, and the new one knows everybody", async () => {
  const { office } = await openWithPausedNodes()
  const first = wardenOf(office.pid)
  process.kill(first, "SIGKILL")
  while ([0, first].includes(wardenOf(office.pid))) await new Promise((resolve) => setTimeout(resolve, 10))
  office.signal("SIGKILL")
  await allGone(desk.cwd)
})

test("supervisor and warden killed in the same moment: the next command sweeps whoever is left", async () => {
  const { office, view } = await openWithPausedNodes()
  const warden = wardenOf(office.pid)
  process.kill(warden, "SIGKILL")
  office.signal("SIGKILL")
  await office.ended
  await desk.run("clean")
  await allGone(desk.cwd)
  expect(existsSync(view.dir)).toBe(false)
})

test("the warden ends a group, and never a process that got a recycled number", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-warden-"))
  const file = join(folder, "to be removed")
  writeFileSync(file, "")
  const sleeper = () => spawn("sleep", ["600"], { detached: true, stdio: "ignore" })
  const [ours, gone, stranger] = [sleeper(), sleeper(), sleeper()]
  const ends = (child: typeof ours) => new Promise((resolve) => child.once("exit", resolve))
  const id = identify(ours.pid ?? 0)
  const other = identify(gone.pid ?? 0)
  const strange = identify(stranger.pid ?? 0)
  const warden = spawn("sh", ["-c", wardenScript], { detached: true, stdio: ["pipe", "ignore", "ignore"] })
  const ended = Promise.all([ends(ours), new Promise((resolve) => warden.once("exit", resolve))])
  // A number of ours that began at another time is somebody else's by now.
  warden.stdin.end(
    `group ${id.pid}:${id.began}\ngroup ${other.pid}:${other.began}\ngroup ${strange.pid}:1\nfolder ${file}\ngone ${other.pid}:${other.began}\n`,
  )
  await ended
  expect([isRunning(id), isRunning(other), isRunning(strange), existsSync(file)]).toEqual([false, true, true, false])
  gone.kill()
  stranger.kill()
  rmSync(folder, { recursive: true, force: true })
})
