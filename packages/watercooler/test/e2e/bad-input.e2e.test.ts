/** Input that cannot be used: a clear message, exit code 2, and nothing started. */
import { createServer } from "node:net"
import { afterAll, expect, test } from "vitest"
import { openDesk, staffOf } from "../fixtures/cli.ts"

const desk = openDesk({ stub: true })
afterAll(() => desk[Symbol.asyncDispose]())

test.each<[string, string]>([
  ["-x -1", "-x -1"],
  ["-x many", "whole number"],
  ["-x 0 -y 1", "nobody to lie to"],
  ["-y 1 --misdeeds overspnd", "Did you mean overspend?"],
  ["--duration soon", "30s"],
  ["--kind bigcrapp", "Did you mean bigcrap?"],
  ["--saron", "Did you mean --sauron?"],
  ["-x", "expects a value"],
  ["--dir /proc/nowhere", "may be written to"],
  ["--dir /dev/null/run", "may be written to"],
  ["fier b1", "Did you mean fire?"],
  ["fire", "Missing"],
  ["hire b1 --disk wipd", "Did you mean wiped?"],
  ["ps", "no office is open"],
])("watercooler %s", async (words, explanation) => {
  const { code, out, err } = await desk.run(...words.split(" "))
  expect(err).toContain(explanation)
  expect(err).not.toContain("    at ")
  expect({ code, out, started: staffOf(desk.cwd), runs: desk.runDirs() }).toEqual({ code: 2, out: "", started: [], runs: [] })
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
