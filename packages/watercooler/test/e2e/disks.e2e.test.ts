/** Whoever is hired back with a damaged disk says what it has lost, fetches it again, and the network keeps its promises. */
import { join } from "node:path"
import { expect, test } from "vitest"
import { readJournal } from "../../src/office/journal.ts"
import type { Summary } from "../../src/office/summary.ts"
import type { OfficeView } from "../../src/office/view.ts"
import { openDesk } from "../fixtures/cli.ts"

test("a torn disk and a rotten one: receipts tell records and bytes, the journal tells the damage, and the run passes", async () => {
  await using desk = openDesk({ stub: false })
  const office = desk.start("-x", "3", "--auto", "--difficulty", "10", "--json")
  await office.says("storm begins")
  const view = async (): Promise<OfficeView> => JSON.parse((await desk.run("ps", "--json")).out)
  const bothHave = async (height: number) => (await view()).nodes.every((node) => node.settled && node.height >= height)
  const untilBothHave = async (height: number) => {
    while (!(await bothHave(height))) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  await untilBothHave(2)
  for (const [node, disk] of [
    ["b2", "torn"],
    ["b3", "rotten"],
  ] as const) {
    await desk.run("fire", node)
    const { code, out } = await desk.run("hire", node, "--disk", disk)
    expect({ disk, code }).toEqual({ disk, code: 0 })
    expect(out).toMatch(/touched 1 process, \d+ connections?, \d+ records?, \d+ bytes/)
    await untilBothHave(3)
  }
  office.signal("SIGINT")
  const { code } = await office.ended
  const summary: Summary = JSON.parse(office.out())
  expect({ code, verdict: summary.verdict }, `${summary.detail}\n${office.err()}`).toEqual({ code: 0, verdict: "passed" })

  const receipts = summary.faults.filter(({ kind }) => kind === "hire").map(({ receipt }) => receipt)
  // Torn: part of a record that nobody had been promised. Rotten: a record that was kept, and all that come after it.
  expect(receipts[0]?.bytes).toBeGreaterThan(0)
  expect(receipts[1]?.records).toBeGreaterThan(0)
  expect(receipts[1]?.bytes).toBeGreaterThan(0)
  const damaged = [...readJournal(join(summary.dir, "journal.ndjson"))].flatMap((event) =>
    event.type === "note" && event.fact.note === "disk-damaged"
      ? [{ node: event.node, records: event.fact.dropped, bytes: event.fact.bytes }]
      : [],
  )
  expect(damaged).toEqual([
    { node: "bigload-2", records: receipts[0]?.records, bytes: receipts[0]?.bytes },
    { node: "bigload-3", records: receipts[1]?.records, bytes: receipts[1]?.bytes },
  ])
})
