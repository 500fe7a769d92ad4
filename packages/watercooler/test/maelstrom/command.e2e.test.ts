/** `watercooler maelstrom` and `watercooler check` as somebody types them. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { io } from "socket.io-client"
import { expect, test } from "vitest"
import type { Messages } from "../../../sauron/src/recording/protocol.ts"
import { openDesk, staffOf } from "../fixtures/cli.ts"
import { examples } from "./play.ts"

const bin = (name: string) => join(examples, "js", name)

test("a run that is violated leaves a folder with which it is done again, and a history that can be checked", async () => {
  await using desk = openDesk({ stub: true })
  const dir = join(desk.cwd, "run")
  const test = [
    "maelstrom",
    "test",
    "-w",
    "broadcast",
    "--bin",
    bin("broken/broadcast-once.mjs"),
    "--time-limit",
    "3",
    "--rate",
    "60",
    "--latency",
    "5",
    "--nemesis",
    "partition",
    "--nemesis-interval",
    "0.7",
    "--quiet",
    "1",
    "--seed",
    "7",
  ]
  const first = await desk.run(...test, "--dir", dir, "--json", "--junit", join(desk.cwd, "checks.xml"))
  expect(first.code, first.err).toBe(1)
  const result = JSON.parse(first.out)
  expect(result).toMatchObject({
    workload: "broadcast",
    answer: "violated",
    seed: "7",
    statistics: { messages: { servers: { perOperation: expect.any(Number) } } },
  })
  expect(result.anomalies.map(({ name }: { name: string }) => name)).toContain("lost")
  expect(first.err).toContain("does not hear")
  for (const file of ["history.edn", "journal.ndjson", "result.json", "schedule.json", "nodes/n1.log"])
    expect(existsSync(join(dir, file)), file).toBe(true)
  expect(readFileSync(join(desk.cwd, "checks.xml"), "utf8")).toContain('failures="1"')
  const journal = readFileSync(join(dir, "journal.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  expect(new Set(journal.map(({ type }) => type))).toEqual(
    new Set(["header", "process", "phase", "note", "request", "answer", "fault", "verdict"]),
  )

  const checked = await desk.run("check", join(dir, "history.edn"), "--eventual")
  expect(checked.code, checked.out).toBe(1)
  expect(checked.out).toMatch(/✗ violated: \d+ lost/)

  const again = await desk.run("maelstrom", "replay", dir, "--dir", join(desk.cwd, "again"))
  expect(again.code, again.out).toBe(1)
  expect(again.out).toContain("seed 7")
  expect(staffOf(desk.cwd)).toEqual([])
})

test("a run is shrunk to what matters", async () => {
  await using desk = openDesk({ stub: true })
  const dir = join(desk.cwd, "run")
  const first = await desk.run(
    "maelstrom",
    "test",
    "-w",
    "unique-ids",
    "--bin",
    bin("broken/unique-ids-count.mjs"),
    "--time-limit",
    "2",
    "--rate",
    "20",
    "--dir",
    dir,
    "--nemesis",
    "pause",
    "--nemesis-interval",
    "0.5",
  )
  expect(first.code, first.out).toBe(1)
  const shrunk = await desk.run("maelstrom", "shrink", dir, "--for", "20s", "--json")
  expect(shrunk.code, shrunk.err).toBe(0)
  const { faults, operations, schedule } = JSON.parse(shrunk.out)
  expect(faults).toBe(0)
  expect(operations).toBeLessThan(10)
  // What nodes make of it hangs on their own clocks too, so on a busy machine it may take another try.
  const codes = [await desk.run("maelstrom", "replay", schedule), await desk.run("maelstrom", "replay", schedule)].map(({ code }) => code)
  expect(codes).toContain(1)
})

test("nobody survives whoever is killed in the middle of a run", async () => {
  await using desk = openDesk({ stub: true })
  // In the desk's own folder, so that it is known whose they are.
  for (const file of ["node.mjs", "echo.mjs"]) copyFileSync(bin(file), join(desk.cwd, file))
  const started = desk.start(
    "maelstrom",
    "test",
    "-w",
    "echo",
    "--bin",
    join(desk.cwd, "echo.mjs"),
    "--time-limit",
    "60",
    "--nemesis",
    "pause",
    "--nemesis-interval",
    "0.2",
    "--dir",
    join(desk.cwd, "run"),
  )
  await started.says("is paused")
  expect(staffOf(desk.cwd).length).toBeGreaterThan(5)
  started.signal("SIGKILL")
  await started.ended
  // The desk waits until nobody of it is left, and complains if somebody stays.
})

test("Ctrl-C ends a run, and says that it was interrupted; `clean` removes it then, and not before", async () => {
  await using desk = openDesk({ stub: true })
  const started = desk.start("maelstrom", "test", "-w", "echo", "--bin", bin("echo.mjs"), "--time-limit", "60")
  await started.says("n5 is ready")
  expect((await desk.run("clean")).out).toContain("0 runs removed")
  started.signal("SIGINT")
  expect((await started.ended).code).toBe(3)
  expect(started.out()).toContain("inconclusive: Interrupted.")
  const [, dir = ""] = /run {6}(\S+)/.exec(started.out()) ?? []
  expect(existsSync(join(dir, "schedule.json"))).toBe(true)
  expect((await desk.run("clean")).out).toContain(`removed ${dir}\n1 run removed`)
  expect(existsSync(dir)).toBe(false)
})

test("what lies in a folder and is no history is passed over, and said", async () => {
  await using desk = openDesk({ stub: true })
  writeFileSync(
    join(desk.cwd, "good.edn"),
    "{:process 0 :type :invoke :f :read :value nil}\n{:process 0 :type :ok :f :read :value nil}\n{:process 0 :type :invoke :f :write :value 1}\n{:process 0 :type :ok :f :write :value 1}",
  )
  writeFileSync(join(desk.cwd, "notes.txt"), "remember the milk")
  writeFileSync(join(desk.cwd, "table.json"), '{"rows": 3}')
  const { code, out } = await desk.run("check", ".")
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("✓ passed  good.edn") })
  expect(out.match(/· no history/g)).toHaveLength(2)
  expect((await desk.run("check", "notes.txt")).code).toBe(2)
  // What was cut off in the middle may have been the history that is violated.
  writeFileSync(join(desk.cwd, "cut-off.json"), '{"process": 0, "type": "invoke", "f": "read", "value": null}\n{"process": 0, "ty')
  const damaged = await desk.run("check", ".")
  expect(damaged).toMatchObject({ code: 3, out: expect.stringContaining("2 histories: 1 passed, 1 damaged") })
  expect(damaged.out).toContain("? damaged  cut-off.json, line 2")
})

test("what cannot be meant is refused", async () => {
  await using desk = openDesk({ stub: true })
  const refused = async (words: string, ...args: readonly string[]) => {
    const { code, err } = await desk.run(...args)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) })
  }
  writeFileSync(join(desk.cwd, "node"), "#!/bin/sh\n")
  writeFileSync(join(desk.cwd, "odd.edn"), "{:process 0 :type :invoke :f :dance :value nil}\n")
  writeFileSync(join(desk.cwd, "broken.edn"), "{:process 0 :type :invoke\n :f :read")
  await refused("Did you mean broadcast?", "maelstrom", "test", "-w", "brodcast", "--bin", bin("echo.mjs"))
  await refused("there is no such file", "maelstrom", "test", "-w", "echo", "--bin", "./nowhere.py")
  await refused("chmod +x", "maelstrom", "test", "-w", "echo", "--bin", "./node")
  await refused("--rate fast", "maelstrom", "test", "-w", "echo", "--bin", bin("echo.mjs"), "--rate", "fast")
  await refused("there is no schedule.json", "maelstrom", "replay", "nowhere")
  await refused("maelstrom test without --workload", "maelstrom", "test", "--bin", bin("echo.mjs"))
  mkdirSync(join(desk.cwd, "ms"))
  writeFileSync(join(desk.cwd, "ms/manifest.json"), '{"run": "ms", "world": "real", "kind": "maelstrom"}')
  for (const command of ["replay", "import", "shrink"]) await refused("watercooler maelstrom replay ", command, "ms")
  await refused("there is no such file", "check", "nowhere.edn")
  await refused("functions dance", "check", "odd.edn")
  await refused("odd.edn, line 1: dance", "check", "odd.edn", "--model", "cas-register")
  await refused("broken.edn, line 2", "check", "broken.edn")
  await refused("one of cas-register", "check", "odd.edn", "--model", "registr")
})

test("with --sauron the page's server is told of messages, of who knows whom, and of what was lost", async () => {
  await using desk = openDesk({ stub: true })
  const started = desk.start(
    ...["maelstrom", "test", "-w", "broadcast", "--bin", bin("broadcast.mjs"), "--node-count", "3", "--time-limit", "3", "--rate", "40"],
    ...["--p-loss", "0.2", "--quiet", "0.5", "--seed", "7", "--sauron", "--dir", join(desk.cwd, "seen")],
  )
  await started.says("Sauron sees it at")
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(started.out()) ?? []
  const view = io(`${url}/view`, { transports: ["websocket"], extraHeaders: { origin: `${url}` } })
  const lost = new Promise<void>((resolve) => {
    const look = setInterval(async () => {
      const { messages } = (await view.emitWithAck("messages", { from: 0, to: 60_000_000, max: 6_000 })) as Messages
      if (!messages.some((message) => message.lost) || !messages.some(({ from, to, lost }) => from === "n1" && to === "n0" && !lost)) return
      clearInterval(look)
      resolve()
    }, 100)
    started.ended.then(() => clearInterval(look))
  })
  const first = await Promise.race([lost.then(() => "seen"), started.ended])
  expect(first, started.out() + started.err()).toBe("seen")
  const picture = (await (await fetch(`${url}/api/nodes`)).json()) as { nodes: { name: string; peers: string[] }[] }
  expect(picture.nodes.find(({ name }) => name === "n1")?.peers).toContain("maelstrom://n0")
  view.close()
  await started.ended
})
