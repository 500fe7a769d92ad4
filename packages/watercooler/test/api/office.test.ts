/** An office in the hands of a test, in virtual time: what it does, and what it says to words that make no sense. */
import { describe, expect, test } from "vitest"
import { BadInput, headsOf, openOffice } from "../../src/api/index.ts"
import "../../src/api/vitest.ts"

const small = { bigloads: 4, world: "simulated", network: { blockInterval: "400ms", confirmations: 60 } } as const

test("cut in two, it forks; healed, it comes to one head, and keeps its promises", async () => {
  await using office = await openOffice({ ...small, bigloads: 5 })
  await expect(office).toReachHeight(3)
  const cut = await office.cut(["b1", "b2"], ["b3", "b4", "b5"])
  await expect(office).toFork({ within: "20s" })
  expect((await cut.heal()).messages).toBeGreaterThan(0)
  await expect(office).toConverge({ within: "30s" })
  await expect(office).toKeepItsPromises()
})

test("a cut heals when it goes out of scope", async () => {
  await using office = await openOffice(small)
  {
    await using cut = await office.cut(["b1"])
    await office.pass("5s")
    expect(cut.id).toBe("test-1")
  }
  expect(office.events.some((event) => event.type === "fault" && event.what === "ended")).toBe(true)
  await expect(office).toConverge({ within: "30s" })
})

test("a node is fired, hired back without its disk, paused, slowed, and pays", async () => {
  await using office = await openOffice(small)
  const b2 = office.node("b2")
  expect(await b2.fire()).toMatchObject({ processes: 1 })
  expect(b2.state.state).toBe("down")
  await expect(b2.fire()).rejects.toThrow("bigload-2 is down: nobody can fire it")
  await b2.hire({ disk: "wiped" })
  await expect(office.until(() => b2.state.peers > 0)).resolves.toBe(true)
  await b2.pause()
  expect(b2.state.state).toBe("paused")
  await b2.resume()
  await using _slow = await b2.slow(10)
  await office.node("b1").pay("b3", 1)
  await expect(office.node("b1").pay("b3", 10_000_000)).rejects.toThrow("bigload-1 does not pay b3")
  await expect(office).toConverge({ within: "30s" })
})

test("the same seed is the same office", async () => {
  const heads = async (seed: string) => {
    await using office = await openOffice({ ...small, seed })
    await office.pass("10s")
    return [...headsOf(office.nodes.map(({ state }) => state))]
  }
  expect(await heads("7")).toEqual(await heads("7"))
  expect(await heads("7")).not.toEqual(await heads("8"))
})

describe("what makes no sense is said", () => {
  test("of its options", async () => {
    await expect(openOffice({ ...small, bigloads: -3 })).rejects.toThrow(BadInput)
    await expect(openOffice({ ...small, bigload: 3 } as never)).rejects.toThrow(/bigload/)
  })

  test("of names, faults and durations", async () => {
    await using office = await openOffice(small)
    expect(() => office.node("b9")).toThrow("nobody here is called b9; there are bigload-1, bigload-2, bigload-3, bigload-4")
    await expect(office.cut(["b1"], ["b1", "b9"])).rejects.toThrow("b9")
    await expect(office.begin({ kind: "vaporise", node: "b1" } as never)).rejects.toThrow("there is no fault named")
    await expect(office.begin({ kind: "fire", node: "b1" })).rejects.toThrow("office.node(…).fire()")
    await expect(office.pass("soon")).rejects.toThrow(BadInput)
  })

  test("of an office that does not do what was expected, with how everybody stands", async () => {
    await using office = await openOffice(small)
    await expect(expect(office).toReachHeight(10_000, { within: "1s" })).rejects.toThrow(
      /not height 10000 within 1s:\n {2}bigload-1 +up +height/,
    )
  })
})
