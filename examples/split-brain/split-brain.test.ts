// Two halves of a network, a cut between them, and one chain in the end: on real processes, and in virtual time.
import { describe } from "vitest"
import { expect, test } from "watercooler/vitest"

describe.each(["real", "simulated"] as const)("five nodes, %s", (world) => {
  test("forget their quarrel once the cut between them heals", async ({ open }) => {
    const office = await open({ bigloads: 5, world, network: { blockInterval: "300ms", confirmations: 60 } })
    await expect(office).toReachHeight(2)

    const cut = await office.cut(["b1", "b2"], ["b3", "b4", "b5"])
    await expect(office).toFork({ within: "15s" })
    await office.pass("3s")
    const { messages } = await cut.heal()

    expect(messages).toBeGreaterThan(0)
    await expect(office).toConverge({ within: "20s" })
    await expect(office).toKeepItsPromises()
  })
})
