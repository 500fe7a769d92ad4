/** Somebody new is hired while the office is open, honest or not: from then on it is one of all the others. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readJournal } from "../../src/office/journal.ts"
import type { Summary } from "../../src/office/summary.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { allGone, type Desk, openDesk } from "../fixtures/cli.ts"

const viewOf = async (desk: Desk): Promise<OfficeView> => JSON.parse((await desk.run("ps", "--json")).out)

/** Asks again until it is so: other processes' news reach a test only when it asks. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}

test("two newcomers join, catch up, are fired and hired back, and are judged as everybody else", async () => {
  await using desk = openDesk({ stub: false })
  const office = desk.start("-x", "3", "-y", "1", "--misdeeds", "forged-signature", "--sauron", "--auto", "--difficulty", "10", "--json")
  await office.says("storm begins")
  await until(async () => (await viewOf(desk)).nodes.every(({ honest, height }) => !honest || height > 0))

  expect((await desk.run("hire")).out).toMatch(/^hired bigload-4 at http:\/\/127\.0\.0\.1:\d+$/m)
  const [shit] = JSON.parse((await desk.run("hire", "--kind", "shit", "--misdeeds", "overspend", "--json")).out)
  expect(shit).toMatchObject({ name: "shit-2", honest: false, misdeeds: ["overspend"], alive: true })
  const settled = async () => {
    const { nodes } = await viewOf(desk)
    return nodes.length === 6 && nodes.every((node) => node.settled && (!node.honest || node.height > 0))
  }
  await until(settled)

  const seen = async (): Promise<readonly { name: string; height: number }[]> => {
    const { sauronUrl } = await viewOf(desk)
    return (await (await fetch(`${sauronUrl}/api/nodes`)).json()).nodes
  }
  await until(async () => (await seen()).some(({ name, height }) => name === "bigload-4" && height > 0))
  expect((await seen()).map(({ name }) => name)).toContain("shit-2")

  expect((await desk.run("fire", "b4")).code).toBe(0)
  expect((await desk.run("hire", "b4")).code).toBe(0)
  await until(settled)
  // What the new shit was hired for, now: a block that honest nodes must refuse.
  expect((await desk.run("misbehave", "s2", "overspend")).code).toBe(0)
  const { dir } = await viewOf(desk)
  const noted = (node: string, words: string) => readFileSync(join(dir, "nodes", node, "journal.ndjson"), "utf8").includes(words)
  await until(async () => noted("shit-2", '"misdeed":"overspend"'))
  // Told again until somebody honest has heard it: who has come back a moment ago may not be its peer yet.
  await until(async () => {
    if (["bigload-1", "bigload-2", "bigload-3"].some((name) => noted(name, '"overspent"'))) return true
    await desk.run("misbehave", "s2", "overspend")
    return false
  })

  office.signal("SIGINT")
  const { code } = await office.ended
  const summary: Summary = JSON.parse(office.out())
  expect({ code, verdict: summary.verdict }, `${summary.detail}\n${office.err()}`).toEqual({ code: 0, verdict: "passed" })
  const honest = summary.nodes.filter(({ kind }) => kind === "bigload")
  expect(honest.map(({ name }) => name)).toEqual(["bigload-1", "bigload-2", "bigload-3", "bigload-4"])
  expect(new Set(honest.map(({ head }) => head)).size).toBe(1)
  expect(summary.checks.find(({ name }) => name === "agreement")?.detail).toContain("4 honest nodes")
  expect(summary.checks.find(({ name }) => name === "liars-refused")?.detail).toContain("overspend")
  expect(summary.faults.map(({ kind, node, receipt }) => `${kind} ${node} ${receipt?.processes}`)).toEqual([
    "hire bigload-4 1",
    "hire shit-2 1",
    "fire bigload-4 1",
    "hire bigload-4 1",
  ])
  const events = [...readJournal(join(summary.dir, "journal.ndjson"))]
  const parties = events.flatMap((event) => (event.type === "header" ? [event.parties.map(({ name }) => name)] : []))
  expect(parties.at(-1)).toEqual(["bigload-1", "bigload-2", "bigload-3", "shit-1", "bigload-4", "shit-2"])
  expect(events.some((event) => event.type === "request" && event.node === "bigload-4")).toBe(true)
  await allGone(desk.cwd)
})

test("several at once get names and ports of their own; who cannot be hired is told why, and nothing is half-started", async () => {
  await using desk = openDesk({ stub: true })
  const office = desk.start("-x", "1", "--kind", "bigcrap", "--json")
  await office.says("storm begins")
  const hired: OfficeView["nodes"] = JSON.parse((await desk.run("hire", "--count", "3", "--json")).out)
  expect(hired.map(({ name }) => name).sort()).toEqual(["bigload-2", "bigload-3", "bigload-4"])
  expect(new Set(hired.map(({ url }) => url)).size).toBe(3)

  for (const [words, explanation] of [
    ["hire --misdeeds overspnd", "Did you mean overspend?"],
    ["hire --misdeeds ,", "a misdeed of the catalogue"],
    ["hire --kind bigcrap --misdeeds overspend", "hire --kind shit --misdeeds overspend"],
    ["hire --kind supernode", "one of bigload, bigcrap, wall, shit"],
    ["hire --boot b9", "somebody of this office"],
    ["hire --count none", "from 1 to 32"],
    ["hire --disk wiped", "hire b2 --disk wiped"],
    ["hire b1 --count 2", "for somebody new"],
  ] as const) {
    const { code, out, err } = await desk.run(...words.split(" "))
    expect({ words, code, out }).toEqual({ words, code: 2, out: "" })
    expect(err).toContain(explanation)
  }
  expect((await viewOf(desk)).nodes).toHaveLength(4)
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(0)
  const { nodes, faults }: Summary = JSON.parse(office.out())
  expect({ nodes: nodes.length, hired: faults.length }).toEqual({ nodes: 4, hired: 3 })
  await allGone(desk.cwd)
})

test("when the storm is over, nobody new is hired any more", async () => {
  await using desk = openDesk({ stub: true })
  const office = desk.start("-x", "2", "--kind", "bigcrap", "--checks", "--json")
  await office.says("storm begins")
  office.signal("SIGINT")
  await office.says("calm begins") // Stand-ins that never agree: the calm lasts.
  const { code, err } = await desk.run("hire")
  expect(code).toBe(2)
  expect(err).toContain("the storm is over")
  expect((await viewOf(desk)).nodes).toHaveLength(2)
  office.signal("SIGTERM")
  expect((await office.ended).code).toBe(130)
})
