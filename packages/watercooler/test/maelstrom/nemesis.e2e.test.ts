/** Faults by role, in a run: nodes that say what they are, or do not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readRole } from "../../src/maelstrom/roles.ts"
import { test1 } from "./play.ts"

/** The first one leads. */
const NODE = `
import { createInterface } from "node:readline"
const write = (dest, body) => console.log(JSON.stringify({ src: me, dest, body }))
let me
createInterface({ input: process.stdin }).on("line", (line) => {
  const { src, body } = JSON.parse(line)
  if (body.type === "init") {
    me = body.node_id
    if (me === "n0") console.error("I lead, in term 1")
    write(src, { type: "init_ok", in_reply_to: body.msg_id })
  } else write(src, { type: "echo_ok", echo: body.echo, in_reply_to: body.msg_id })
})
`

const withNode = async <Result>(act: (bin: string) => Promise<Result>): Promise<Result> => {
  const dir = mkdtempSync(join(tmpdir(), "watercooler-node-"))
  try {
    writeFileSync(join(dir, "node.mjs"), NODE)
    return await act(join(dir, "node.mjs"))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const roles = [readRole("leader=/I lead, in term (\\d+)/")]

test("whoever says in its log that it leads is paused, killed and started again, and cut off", () =>
  withNode(async (bin) => {
    const nemeses = ["pause-leader", "kill-leader", "isolate-leader-with-1"] as const
    for (const nemesis of nemeses) {
      const { answer, said, schedule } = await test1("echo", bin, { nemeses: [nemesis], roles, limitMs: 900, nemesisIntervalMs: 300 })
      expect({ nemesis, answer }).toEqual({ nemesis, answer: "passed" })
      const [verb = ""] = nemesis.split("-")
      expect(said.find((words) => words.startsWith(`${verb} n0, the leader`))).toBeDefined()
      expect(said).toContain({ pause: "resumed: n0", kill: "started again: n0", isolate: "healed: 0 messages did not pass" }[verb])
      expect(schedule.faults.map(({ who }) => who?.role)).toEqual(["leader"])
    }
  }))

test("a fault that finds nobody is left out, and the run is inconclusive", async () => {
  const { answer, detail, said } = await test1("echo", "js/echo.mjs", { nemeses: ["isolate-leader"], limitMs: 900, nemesisIntervalMs: 300 })
  expect({ answer, detail }).toEqual({ answer: "inconclusive", detail: "isolate-leader never hit anybody." })
  expect(said.join("\n")).toMatch(/isolate-leader is left out: nobody logged .* or sent append_entries/)
})
