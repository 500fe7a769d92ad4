/** A file that cannot be read is told apart from one that is wrong. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { loadScenario, planScenario } from "../../src/scenario/index.ts"

const folder = mkdtempSync(join(tmpdir(), "watercooler-load-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

test("a file that is not there, that is a folder, or that is no text", () => {
  expect(() => loadScenario(join(folder, "none.yaml"))).toThrow("a file that exists")
  expect(() => loadScenario(folder)).toThrow("and not a folder")
  expect(() => loadScenario("-")).toThrow("standard input is not read")
  expect(() => loadScenario(join(folder, "none"))).toThrow("none.yaml, which writes one")
  symlinkSync("round", join(folder, "round"))
  expect(() => loadScenario(join(folder, "round"))).toThrow("a link that leads to a file")
  writeFileSync(join(folder, "manifest.json"), "{}")
  expect(() => loadScenario(folder)).toThrow("watercooler replay")
  expect(() => loadScenario(join(folder, "scenario.yaml"))).toThrow("this one left no scenario")
  expect(() => loadScenario(fileOf("binary.yaml", Buffer.from([0xff, 0xfe, 0x00, 0xc3])))).toThrow("text in UTF-8")
  expect(() => loadScenario(fileOf("large.yaml", " ".repeat(1_048_577)))).toThrow("at most 1048576 bytes")
})

test("a file that is wrong says where; a good one can be planned", () => {
  expect(() => loadScenario(fileOf("bad.yaml", "claim: All is well.\nstorm: 30\nnodes: {bigloads: 5}\n"))).toThrow("bad.yaml:2:8")
  expect(planScenario(loadScenario(fileOf("good.yaml", "claim: All is well.\nstorm: 30s\nnodes: {bigloads: 5}\n"))).nodes).toHaveLength(5)
})

test("line ends of other systems, and a mark at the beginning, are no mistakes", () => {
  expect(loadScenario(fileOf("crlf.yaml", "\ufeffclaim: All is well.\r\nstorm: 30s\r\nnodes: {bigloads: 5}\r\n")).scenario.storm).toBe(
    "30s",
  )
})
