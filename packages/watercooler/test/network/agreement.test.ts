/** How BigLoads agree: stories told in virtual time. */
import { describe, expect, test } from "vitest"
import { SECOND, Town } from "../fixtures/town.ts"

const three = ["bigload-1", "bigload-2", "bigload-3"] as const
const five = [...three, "bigload-4", "bigload-5"] as const

describe("a transfer", () => {
  test("moves every head and every ledger", () => {
    const town = Town.opened({ names: three })
    const said = town.pay("bigload-1", "bigload-2", 7)
    expect(said.kind).toBe("promised")
    town.network.run(2 * SECOND)
    expect(town.heads()).toHaveLength(1)
    for (const name of three) {
      expect(town.height(name)).toBe(1)
      expect(town.balance("bigload-1", name)).toBe(1_000 - 7 + 1)
      expect(town.balance("bigload-2", name)).toBe(1_007)
    }
  })

  test("that cannot be paid is refused with what there is, and nothing is mined", () => {
    const town = Town.opened({ names: three })
    town.pay("bigload-1", "bigload-2", 900)
    expect(town.pay("bigload-1", "bigload-2", 101)).toMatchObject({
      kind: "refused",
      status: 409,
      code: "overspent",
      facts: { balance: 1_000, reserved: 900 },
    })
    town.network.run(2 * SECOND)
    expect(town.height("bigload-3")).toBe(1)
  })

  test("is confirmed once six blocks lie on it", () => {
    const town = Town.opened({ names: three })
    for (let i = 0; i < 7; i++) town.mine("bigload-1", "bigload-2")
    const [first] = town.network.notesOf("bigload-1", "transfer-confirmed")
    expect(town.network.notesOf("bigload-1", "transfer-confirmed")).toHaveLength(1)
    expect(first).toMatchObject({ height: 1, nonce: 0 })
  })
})

describe("a split brain", () => {
  test("heals with one reorganisation after the next block, and the loser mines its transfers again", () => {
    const town = Town.opened({ names: five })
    const [left, right] = [
      ["bigload-1", "bigload-2"],
      ["bigload-3", "bigload-4", "bigload-5"],
    ] as const
    town.mine("bigload-1", "bigload-2")
    town.cut(left, right)
    town.mine("bigload-1", "bigload-2", 11)
    town.mine("bigload-3", "bigload-4", 22)
    town.mine("bigload-4", "bigload-5", 33)
    expect(town.heads(left)).toHaveLength(1)
    expect(town.heads(right)).toHaveLength(1)
    expect(town.heads()).toHaveLength(2)

    town.heal()
    town.network.run(10 * SECOND)
    expect(town.heads(), "a silent network stays split: gossip only pushes").toHaveLength(2)
    town.mine("bigload-5", "bigload-3")
    town.network.run(5 * SECOND)
    expect(town.heads()).toHaveLength(1)
    const moves = town.network.notesOf("bigload-2", "head-moved").filter(({ reorgDepth }) => reorgDepth !== 0)
    expect(moves).toMatchObject([{ reorgDepth: 1 }])
    expect(town.balance("bigload-2", "bigload-5"), "the lost transfer of 11 was mined again").toBe(1_000 + 1 + 11)
  })

  test("does not flap between equals: each side keeps what it saw first", () => {
    const town = Town.opened({ names: ["bigload-1", "bigload-2"] })
    town.cut(["bigload-1"], ["bigload-2"])
    town.mine("bigload-1", "bigload-2")
    town.mine("bigload-2", "bigload-1")
    town.heal()
    town.network.run(20 * SECOND)
    const [one] = town.heads(["bigload-1"])
    town.network.fire("bigload-1")
    town.network.hireBack("bigload-1")
    town.network.run(SECOND)
    expect(town.heads(["bigload-1"]), "arrival numbers are on disk, so a restart changes nothing").toEqual([one])
    expect(town.heads()).toHaveLength(2)
  })
})

describe("a node that was away", () => {
  test("fetches what it missed in ranges from whoever sends it a block it cannot place", () => {
    const town = Town.opened({ names: three })
    town.network.fire("bigload-3")
    for (let i = 0; i < 450; i++) town.mine("bigload-1", "bigload-2")
    town.network.hireBack("bigload-3")
    town.network.run(5 * SECOND)
    expect(town.height("bigload-3")).toBe(450)
    expect(town.heads()).toHaveLength(1)
  })

  test("comes back from an empty disk with the whole chain, and pays on with its next number", () => {
    const town = Town.opened({ names: three })
    for (let i = 0; i < 3; i++) town.mine("bigload-3", "bigload-1")
    town.network.fire("bigload-3")
    town.network.hireBack("bigload-3", "wiped")
    expect(town.pay("bigload-3", "bigload-1", 1)).toMatchObject({ kind: "refused", code: "not-synced" })
    town.network.run(5 * SECOND)
    expect(town.pay("bigload-3", "bigload-1", 1)).toMatchObject({ kind: "promised", transaction: { nonce: 3 } })
    town.network.run(2 * SECOND)
    expect(town.heads()).toHaveLength(1)
    expect(town.height("bigload-1")).toBe(4)
  })

  test("with its disk kept remembers a transfer it had promised, and mines it", () => {
    const town = Town.opened({ names: three, workUs: () => 3 * SECOND })
    town.pay("bigload-3", "bigload-1", 5)
    town.network.fire("bigload-3")
    town.network.run(SECOND)
    town.network.hireBack("bigload-3")
    town.network.run(10 * SECOND)
    expect(town.balance("bigload-1", "bigload-2")).toBe(1_005)
  })

  test("is dropped when it cannot be reached, and taken back when it returns", () => {
    const town = Town.opened({ names: three })
    town.network.fire("bigload-3")
    town.mine("bigload-1", "bigload-2")
    expect(town.network.notesOf("bigload-1", "peer-dropped")).toMatchObject([{ endpoint: town.endpoint("bigload-3"), because: "refused" }])
    town.network.hireBack("bigload-3")
    town.network.run(5 * SECOND)
    expect(town.node("bigload-1").company.peers.get(town.endpoint("bigload-3"))).toBeDefined()
  })
})
