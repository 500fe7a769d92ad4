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
