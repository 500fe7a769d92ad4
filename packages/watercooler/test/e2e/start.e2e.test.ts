/** `npm start`: the office ends with whoever started it, also when that one is killed and cannot say so. */
import { readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { isPortFree } from "../../src/office/ports.ts"
import { isRunning } from "../../src/office/proc.ts"
import type { OfficeRecord } from "../../src/office/registry.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { allGone, type Desk, openDesk } from "../fixtures/cli.ts"

const goneMsMax = 2_000

function recordOf(desk: Desk): OfficeRecord {
  const [entry = ""] = readdirSync(join(desk.home, "offices"))
  return JSON.parse(readFileSync(join(desk.home, "offices", entry), "utf8"))
}

test.each(["npmStart", "underNpm"] as const)(
  "SIGKILL of %s ends the office within two seconds, paused nodes included, and leaves no process, port or file",
  async (start) => {
    await using desk = openDesk({ stub: true })
    const outer = desk[start]("-x", "3", "--kind", "bigcrap", "--boss")
    await outer.says("storm begins")
    await desk.run("pause", "b2")
    const view: OfficeView = JSON.parse((await desk.run("ps", "--json")).out)
    const { supervisor, run } = recordOf(desk)
    expect(isRunning(supervisor)).toBe(true)

    const killed = performance.now()
    outer.signal("SIGKILL")
    await allGone(desk.cwd)
    while (isRunning(supervisor)) await new Promise((resolve) => setTimeout(resolve, 10))
    // The warden goes last, when it has cleared away.
    const filesLeft = () => [
      ...readdirSync(view.dir).filter((name) => name === "token"),
      ...readdirSync(tmpdir()).filter((name) => name.includes(run)),
    ]
    while (filesLeft().length > 0 && performance.now() - killed < goneMsMax) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(filesLeft()).toEqual([])
    expect(performance.now() - killed).toBeLessThan(goneMsMax)
    const ports = view.nodes.map(({ url }) => Number(new URL(url).port))
    expect(await Promise.all(ports.map(isPortFree))).toEqual([true, true, true])
  },
)

test("Ctrl-C and exit code pass through `npm start`", async () => {
  await using desk = openDesk({ stub: true })
  const outer = desk.npmStart("-x", "2", "--kind", "bigcrap", "--json")
  await outer.says("storm begins")
  outer.signal("SIGTERM")
  expect((await outer.ended).code).toBe(0)
  expect(JSON.parse(outer.out())).toMatchObject({ verdict: "none", exitCode: 0 })

  expect((await desk.npmStart("-x", "many").ended).code).toBe(2)
})
