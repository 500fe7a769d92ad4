/** Programs that are not ours, where something does not begin or does not end as it was meant to: who is to blame, and what is said. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Desk, openDesk } from "../fixtures/cli.ts"

/** Answers with its name. */
const NODE = `
import { createServer } from "node:http"
const [port, name] = process.argv.slice(2)
createServer((_request, response) => response.end(name)).listen(Number(port), "127.0.0.1")
`

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), NODE)
})
afterEach(() => desk[Symbol.asyncDispose]())

function write(storm: string, faults: string): void {
  const command = `[${JSON.stringify(process.execPath)}, "{here}/node.mjs", "{port}", "{name}"]`
  writeFileSync(
    join(desk.cwd, "mine.yaml"),
    `claim: It stands a storm.\nstorm: ${storm}\nprograms: { node: { count: 3, command: ${command} } }\nfaults: [${faults}]\n`,
  )
}

test("a storm that Ctrl-C ends before its time is inconclusive", async () => {
  write("120s", "{ at: 100ms, for: 100ms, pause: n1 }, { at: 110s, fire: n2 }")
  const started = desk.start("run", "mine.yaml", "--json")
  await started.says("resume n1")
  started.signal("SIGINT")
  expect(await started.ended, started.err()).toEqual({ code: 3, signal: null })
  const document = JSON.parse(started.out())
  expect(document).toMatchObject({ verdict: "inconclusive", asExpected: false, exitCode: 3, cutShort: { ofMs: 120_000 } })
  expect(document.checks).toContainEqual(expect.objectContaining({ name: "storm-whole", result: "inconclusive" }))
  expect(started.err()).toMatch(/storm-whole: Somebody ended the storm after [\d.]+ s of 2 min 0 s\./)
})

test.each([
  ["/bin/true {port}", "node-1 was hired and is not ready: it ended with exit code 0"],
  ["sh -c 'exit 3'", "it ended with exit code 3"],
])("whoever cannot start is to blame, not the sandbox: %s", async (command, words) => {
  const { code, err } = await desk.run("-x", "1", "--node", command)
  expect(err).toContain("✗ the program could not take part: ")
  expect(err).toContain(words)
  expect(err).not.toContain("sandbox")
  expect(code).toBe(1)
})

test("a script that is not there is bad input, and one that misses a module says which", async () => {
  const missing = await desk.run("-x", "2", "--node", `${process.execPath} nosuch.mjs {port}`)
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("nosuch.mjs") })
  expect(desk.runDirs()).toEqual([])
  writeFileSync(join(desk.cwd, "needy.cjs"), `require("./absent.js")`)
  const needy = await desk.run("-x", "2", "--node", `${process.execPath} needy.cjs {port}`, "--json")
  expect(needy.err).toMatch(/its last words:[\s\S]*Error: Cannot find module '\.\/absent\.js'/)
  expect(needy.code).toBe(1)
  expect(JSON.parse(needy.out)).toMatchObject({ verdict: "none", exitCode: 1 })
})

test.each([
  ["sleep 100", "port", /node-1: nobody listens on 127\.0\.0\.1:\d+ yet \(its command has no \{port\}, so it cannot know where\)/],
  [`${process.execPath} node.mjs {port} {name}`, "log:never", /node-1: it has not logged \/never\/ yet/],
])("whoever never is ready is not waited for in silence: %s, --ready %s", async (command, ready, words) => {
  const started = desk.start("-x", "1", "--node", command, "--ready", ready)
  await started.says("yet")
  expect(started.out()).toMatch(words)
  started.signal("SIGINT")
  started.signal("SIGINT")
  await started.ended
})

test("an office of programs speaks of programs, and says that nothing happens in it by itself", async () => {
  const started = desk.start("-x", "2", "--node", `${process.execPath} node.mjs {port} {name}`, "--boss", "--duration", "60s")
  await started.says("storm begins")
  expect(started.err()).toBe("Nothing happens by itself, and the Boss waits to be told: --auto lets him act.\n")
  const ps = await desk.run("ps")
  expect(ps.out).toMatch(/node +kind +state +restarts +pid +url/)
  expect(ps.out).not.toMatch(/height|peers/)
  const misbehave = await desk.run("misbehave", "n1")
  expect(misbehave.err).toMatch(/node-1 is a program of somebody else[\s\S]*instead {3}(\S+ )?watercooler fire n1/)
  expect(misbehave.code).toBe(2)
  started.signal("SIGINT")
  await started.ended
})

test("a scenario of programs has processes only, and that is all that simulate says of it", async () => {
  write("5s", "{ every: 1s, for: 500ms, isolate: any }")
  const { code, err } = await desk.run("simulate", "mine.yaml")
  expect(err.match(/✗/g)).toHaveLength(1)
  expect(err).toContain("watercooler run, with this file")
  expect(code).toBe(2)
})
