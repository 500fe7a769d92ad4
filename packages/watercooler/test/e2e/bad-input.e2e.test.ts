/** Input that cannot be used: a clear message, exit code 2, and nothing started. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { openDesk, staffOf } from "../fixtures/cli.ts"

const desk = openDesk({ stub: true })
afterAll(() => desk[Symbol.asyncDispose]())

test.each<[string, string]>([
  ["-x -1", "-x -1"],
  ["-x many", "whole number"],
  ["-x 0 -y 1", "nobody to lie to"],
  ["-x 100000", "from 1 to 200"],
  ["-y 1 --misdeeds overspnd", "Did you mean overspend?"],
  ["--duration soon", "30s"],
  ["--kind bigcrapp", "Did you mean bigcrap?"],
  ["--kind supernode", "one of wall, bigcrap, bigload"],
  ["--seed=", "at least one letter or digit"],
  ["-y 1 --misdeeds ,", "one misdeed or more"],
  ["--junit /nowhere/checks.xml", "in a folder that is there"],
  ["--port 29100 --sauron-port 29102", "port 29102 is a node's then"],
  ["--saron", "Did you mean --sauron?"],
  ["-x", "expects a value"],
  ["--dir /proc/nowhere", "may be written to"],
  ["--dir /dev/null/run", "may be written to"],
  ["fier b1", "Did you mean fire?"],
  ["fire", "fire without NODE"],
  ["hire b1 --disk wipd", "Did you mean wiped?"],
  ["ps", "no office is open"],
])("watercooler %s", async (words, explanation) => {
  const { code, out, err } = await desk.run(...words.split(" "))
  expect(err).toContain(explanation)
  expect(err).not.toContain("    at ")
  expect({ code, out, started: staffOf(desk.cwd), runs: desk.runDirs() }).toEqual({ code: 2, out: "", started: [], runs: [] })
})

test("with --json, whoever reads standard output is told as well", async () => {
  for (const words of ["-x many --json", "--saron --json", "fier b1 --json", "ps --json", "hire b1 --disk wipd --json"]) {
    const { code, out, err } = await desk.run(...words.split(" "))
    expect({ words, code, document: JSON.parse(out) }).toEqual({
      words,
      code: 2,
      document: { error: { message: err.trim(), exitCode: 2 } },
    })
  }
})

test("a folder that holds something is nobody's to fill, nor for `clean` to remove", async () => {
  const folder = join(desk.cwd, "precious")
  mkdirSync(folder)
  writeFileSync(join(folder, "thesis"), "")
  const { code, err } = await desk.run("-x", "1", "--dir", folder)
  expect({ code, left: readdirSync(folder), started: staffOf(desk.cwd) }).toEqual({ code: 2, left: ["thesis"], started: [] })
  expect(err).toContain("it is not empty")
})

test("a port in use, asked for by number", async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const { code, err } = await desk.run("-x", "1", "--port", String(port))
  server.close()
  expect(err).toContain(`port ${port} is in use`)
  expect({ code, started: staffOf(desk.cwd), runs: desk.runDirs() }).toEqual({ code: 2, started: [], runs: [] })
})
