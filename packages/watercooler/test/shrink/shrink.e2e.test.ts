/** shrink as a user runs it: what it writes, what it never overwrites, and what Ctrl-C leaves. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Desk, openDesk, staffOf } from "../fixtures/cli.ts"

/** A shit is needed for its hash power; what it does is not. */
const miner = `claim: A miner with most of the hash power takes nothing back.
seed: 1
storm: 80s
calm: 60s
network: { blockInterval: 500ms, confirmations: 3 }
nodes: { bigloads: 2, shits: 1, misdeeds: [hoarder], options: { s1: { hashPower: 60% } } }
workload: { transfers: { every: 100ms, from: all, to: all, amount: 1 } }
faults:
  - { at: 10s, for: 60s, cut: [s1, others] }
checks: [no-deep-reorg]
`

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "miner.yaml"), miner)
})
afterEach(() => desk[Symbol.asyncDispose]())

const shrink = async (...args: readonly string[]) => {
  const { code, out, err } = await desk.run("shrink", ...args, "--json")
  return { code, err, document: JSON.parse(out) }
}

test("a shit that survives without a misdeed is written as one who does nothing, and a fresh process confirms it", async () => {
  const shipped = fileURLToPath(new URL("../../../../scenarios/selfish-miner-60.yaml", import.meta.url))
  const { code, document } = await shrink(shipped)
  expect({ code, ...document }).toMatchObject({ code: 0, verified: true, file: join(desk.cwd, "shrunk.yaml"), isInterrupted: false })
  const text = readFileSync(join(desk.cwd, "shrunk.yaml"), "utf8")
  expect(text).toContain("misdeeds: []")
  expect(text).toMatch(/claim: .*Breaks no-deep-reorg. Shrunk from: A miner/)
  const honest = await desk.run("simulate", "shrunk.yaml", "--json")
  expect(JSON.parse(honest.out)).toMatchObject({ exitCode: 0, asExpected: true, fingerprint: document.fingerprint })
})

test("what cannot be made smaller is said to be so; its claim is not wrapped once more, and no file is overwritten", async () => {
  await shrink("miner.yaml")
  const text = readFileSync(join(desk.cwd, "shrunk.yaml"), "utf8")
  const again = await desk.run("shrink", "shrunk.yaml")
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining("as small as it was") })
  expect(again.out).toContain("shrunk-2.yaml")
  expect(readFileSync(join(desk.cwd, "shrunk.yaml"), "utf8")).toBe(text)
  expect(readFileSync(join(desk.cwd, "shrunk-2.yaml"), "utf8").match(/Shrunk from/g)).toHaveLength(1)
})

test.each([
  [["--out", "miner.yaml"], "miner.yaml, which exists"],
  [["--out", "small.txt"], "ends with .yaml"],
  [["--check", "agremeent"], "Did you mean agreement?"],
  [["--check", "chain-valid"], "chain-valid is not broken in it"],
])("%j is bad input, and nothing is written", async (args, words) => {
  const { code, err } = await desk.run("shrink", "miner.yaml", ...args)
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  expect(readFileSync(join(desk.cwd, "miner.yaml"), "utf8")).toBe(miner)
  expect(readdirSync(desk.cwd).filter((name) => /yaml|txt/.test(name))).toEqual(["miner.yaml"])
})

test("Ctrl-C keeps the smallest so far, and says that there might have been a smaller one", async () => {
  writeFileSync(join(desk.cwd, "long.yaml"), miner.replace("80s", "900s").replace("60s, cut", "700s, cut"))
  const started = desk.start("shrink", "long.yaml")
  await searching(started.pid)
  started.signal("SIGINT")
  expect(await started.ended).toEqual({ code: 130, signal: null })
  expect(started.out()).toContain("cut short by you")
  expect(existsSync(join(desk.cwd, "shrunk.yaml"))).toBe(true)
})

test("a run that Ctrl-C interrupts says so and leaves nothing; one that was killed is known as unfinished, and cleaned away", async () => {
  writeFileSync(join(desk.cwd, "long.yaml"), miner.replace("80s", "4000s").replace("60s, cut", "700s, cut"))
  const interrupted = desk.start("simulate", "long.yaml", "--json")
  await began()
  interrupted.signal("SIGINT")
  expect(await interrupted.ended).toEqual({ code: 130, signal: null })
  expect(JSON.parse(interrupted.out())).toMatchObject({ verdict: "none", exitCode: 130, dir: null })
  expect(interrupted.err()).toContain("interrupted")
  expect(desk.runDirs()).toEqual([])

  const killed = desk.start("simulate", "long.yaml")
  await began()
  killed.signal("SIGKILL")
  await killed.ended
  const [dir = ""] = desk.runDirs()
  expect(await desk.run("replay", dir)).toMatchObject({ code: 2, err: expect.stringContaining("did not come to its end") })
  expect(await desk.run("clean")).toMatchObject({ code: 0, out: expect.stringContaining("1 run removed") })
  expect(desk.runDirs()).toEqual([])
})

test("when shrink is killed, the process that was to confirm it ends too", async () => {
  // So long a run that it would be at it for many seconds after its parent.
  writeFileSync(
    join(desk.cwd, "long.yaml"),
    miner.replace("80s", "2000s").replace("60s, cut", "700s, cut").replace("bigloads: 2", "bigloads: 5"),
  )
  const started = desk.start("shrink", "long.yaml", "--for", "1ms")
  const confirming = () => staffOf(desk.cwd).filter((pid) => pid !== started.pid && cmdline(pid).includes("simulate"))
  await until(() => confirming().length > 0)
  started.signal("SIGKILL")
  await started.ended
  const killedAt = performance.now()
  await until(() => confirming().length === 0)
  expect(performance.now() - killedAt).toBeLessThan(2_000)
}, 120_000)

function cmdline(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return ""
  }
}

/** The simulation has begun to write. */
const began = () => until(() => desk.runDirs().some((dir) => existsSync(join(dir, "journal.ndjson"))))

/** The thread of the search is at work: it has had a second of processor time. */
const searching = (pid: number) =>
  until(() => {
    const [utime = "0"] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ").slice(11, 12) ?? []
    return Number(utime) > 200
  })

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 90_000
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error("it never came to that")
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
