/** A short real office, imported, and simulated. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openDesk } from "../fixtures/cli.ts"

test("a real run becomes a scenario that virtual time repeats: the same nodes, the same faults, the same transfers", async () => {
  await using desk = openDesk({ stub: false })
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await desk.run(...args, "--json")
    return { code, err, document: JSON.parse(out) }
  }
  const real = await json("-x", "3", "--boss", "--auto", "--duration", "6s", "--seed", "import")
  expect({ ...real, document: undefined }).toMatchObject({ code: 0 })

  const { code, document } = await json("import", real.document.dir, "--out", "what-happened.yaml")
  const receipts = real.document.faults.filter(
    ({ receipt, by }: { receipt: object | null; by: string }) => receipt !== null && by === "boss",
  )
  expect({ code, ...document }).toMatchObject({ code: 0, run: real.document.run, nodes: 3, leftOut: { transfers: 0 } })
  expect(document.faults + document.leftOut.faults).toBe(receipts.length)
  expect(document.faults).toBeGreaterThan(2)
  expect(document.delays.medianUs).toBeGreaterThan(0)
  expect(readFileSync(join(desk.cwd, "what-happened.yaml"), "utf8")).toContain(real.document.run)

  const [one, two] = [await json("simulate", "what-happened.yaml"), await json("simulate", "what-happened.yaml")]
  expect({ code: one.code, ...one.document }).toMatchObject({ code: 0, verdict: "passed" })
  expect(one.document.faults).toHaveLength(document.faults)
  expect(one.document.totals.transfers).toBeGreaterThanOrEqual(1)
  expect(two.document.fingerprint).toBe(one.document.fingerprint)

  const again = await desk.run("import", real.document.dir, "--out", "what-happened.yaml")
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("which exists") })
  const simulated = await desk.run("import", one.document.dir, "--out", "another.yaml")
  expect(simulated).toMatchObject({ code: 2, err: expect.stringContaining("scenario.yaml") })
})
