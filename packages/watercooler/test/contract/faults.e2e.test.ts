/** What every world promises of faults of links, clocks and disks: each by its effect on whoever suffers it. */
import type { LinkFault } from "@watercooler/boss/faults"
import type { Note } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import { inEachWorld, type Stage } from "./stage.ts"
import { TIMEOUT_MS } from "./world.ts"

const SECOND = 1_000_000
const there = { from: ["ann"], to: ["bob"] } as const
const back = { from: ["bob"], to: ["ann"] } as const

inEachWorld((stage) => {
  const during = async <T>(fault: Parameters<typeof stage.world.begin>[0], story: () => Promise<T>) => {
    const end = await stage.world.begin(fault)
    const told = await story()
    return { told, receipt: await end() }
  }

  describe("a link", () => {
    test("that is cut loses what is sent: nobody hears it, the asker waits in vain; healed, it carries again", async () => {
      const bob = stage.listen("bob")
      const { told, receipt } = await during({ kind: "cut", ...there, both: true }, () => stage.endsOf({ kind: "echo", word: "lost" }))
      expect(told).toMatchObject([{ kind: "unreachable", because: "timeout", delivery: "maybe-delivered" }])
      expect(bob.told("request")).toEqual([])
      expect(receipt.messages).toBeGreaterThan(0)
      expect(await stage.endsOf({ kind: "echo", word: "again" })).toMatchObject([{ kind: "answer" }])
    })

    test("that is cut one way lets the other way through", async () => {
      const bob = stage.listen("bob")
      const { told } = await during({ kind: "cut", ...back }, () => stage.endsOf({ kind: "echo", word: "heard, and not answered" }))
      expect(told).toMatchObject([{ kind: "unreachable", because: "timeout" }])
      expect(bob.told("request")).toHaveLength(1)
    })

    test("that stalls holds what is sent until it is over", async () => {
      const bob = stage.listen("bob")
      const ann = stage.listen("ann")
      await during({ kind: "stall", ...there }, async () => {
        await stage.world.order("ann", ["ask", "it", stage.bob, { kind: "echo", word: "held" }])
        await stage.world.pass(100)
        expect(bob.told("request")).toEqual([])
      })
      await ann.heard("answer")
      expect(bob.told("request")).toHaveLength(1)
    })

    test("that refuses says that nothing was delivered", async () => {
      const bob = stage.listen("bob")
      const { told } = await during({ kind: "refuse", ...there }, () => stage.endsOf({ kind: "echo", word: "refused" }))
      expect(told).toMatchObject([{ kind: "unreachable", because: "refused", delivery: "not-delivered" }])
      expect(bob.told("request")).toEqual([])
    })

    test("that is reset ends what is under way, and perhaps it was delivered", async () => {
      const [ann, bob] = [stage.listen("ann"), stage.listen("bob")]
      await stage.endsOf({ kind: "echo", word: "through the wires" })
      await stage.world.order("ann", ["ask", "it", stage.bob, { kind: "later", afterMs: 400 }])
      await bob.heard("request", 2)
      await stage.world.begin({ kind: "reset", ...there })
      await ann.heard("unreachable")
      expect(ann.told("unreachable")).toMatchObject([{ because: "closed", delivery: "maybe-delivered" }])
    })

    test("that is long takes as much longer as was asked", async () => {
      const { receipt, told } = await during({ kind: "latency", ...there, us: 100_000, jitterUs: 0 }, () => tripUs(stage))
      expect(told).toBeGreaterThanOrEqual(100_000)
      expect(told).toBeLessThan(TIMEOUT_MS * 1_000)
      expect(receipt).toMatchObject({ messages: 1, connections: 1 })
    })

    test("that is narrow takes as long as the bytes need", async () => {
      const fault = { kind: "bandwidth", ...there, bytesPerSecond: 100_000 } as const
      const { told } = await during(fault, () => tripUs(stage, "x".repeat(20_000)))
      expect(told).toBeGreaterThanOrEqual(200_000)
      expect(told).toBeLessThan(TIMEOUT_MS * 1_000)
    })

    test("that is slow to close lets the asker wait before it hears that the other is gone", async () => {
      const bob = stage.listen("bob")
      const ann = stage.listen("ann")
      const { told } = await during({ kind: "slow-close", ...back, us: 200_000 }, async () => {
        await stage.world.order("ann", ["ask", "it", stage.bob, { kind: "later" }])
        await bob.heard("request")
        await stage.world.fire("bob")
        await ann.heard("unreachable")
        return spanUs(ann.all())
      })
      expect(told).toBeGreaterThanOrEqual(200_000)
      await stage.world.hire("bob")
    })
  })

  describe("a message", () => {
    const some = (fault: Partial<LinkFault> & { readonly kind: "drop" | "duplicate" | "reorder" | "corrupt" }) =>
      ({ ...there, percent: 100, of: "requests", ...fault }) as LinkFault

    test("is dropped, the first so many of them", async () => {
      const { told, receipt } = await during(some({ kind: "drop", first: 1 }), async () => [
        ...(await stage.endsOf({ kind: "echo", word: 1 })),
        ...(await stage.endsOf({ kind: "echo", word: 2 })),
      ])
      expect(told.map(({ kind }) => kind)).toEqual(["unreachable", "answer"])
      expect(receipt.messages).toBe(1)
    })

    test("is heard twice and answered once", async () => {
      const bob = stage.listen("bob")
      const { told } = await during(some({ kind: "duplicate" }), () => stage.endsOf({ kind: "echo", word: "twice" }))
      expect(told).toHaveLength(1)
      await bob.heard("request", 2)
    })

    test("arrives with one bit changed", async () => {
      const bob = stage.listen("bob")
      const word = "0".repeat(2_000)
      await during(some({ kind: "corrupt", holding: "000" }), () => stage.endsOf({ kind: "echo", word }))
      const [heard] = [...bob.told("request"), ...bob.told("garbage")]
      // The bit may be one of the word, or one that keeps it all from being read.
      if (heard?.kind === "garbage") return
      const [sent, got] = [JSON.stringify({ kind: "echo", word }), JSON.stringify(heard?.request)]
      expect([...got].filter((char, at) => char !== sent[at])).toHaveLength(1)
    })

    test("is overtaken, and only the one that was meant", async () => {
      const bob = stage.listen("bob")
      await during(some({ kind: "reorder", holding: "slow", us: 300_000 }), async () => {
        const ask = (id: string) => ["ask", id, stage.bob, { kind: "echo", word: id }] as const
        await stage.world.order("ann", ask("slow"), ask("fast"))
        await bob.heard("request", 2)
      })
      expect(bob.told("request").map(({ request }) => (request as { readonly word: string }).word)).toEqual(["fast", "slow"])
    })
  })

  describe("a clock", () => {
    test.each([
      [{ kind: "skew", node: "ann", us: 3_600 * SECOND }, 3_600 * SECOND],
      [{ kind: "skew", node: "ann", us: -5 * SECOND }, -5 * SECOND],
      [{ kind: "jump", node: "ann", us: 7 * SECOND }, 7 * SECOND],
    ] as const)("%o", async (fault, expected) => {
      const right = await offUs(stage)
      const { told, receipt } = await during(fault, () => offUs(stage))
      expect(Math.abs(told - right - expected)).toBeLessThan(SECOND / 10)
      expect(receipt.messages).toBeGreaterThan(0)
      expect(Math.abs((await offUs(stage)) - right)).toBeLessThan(SECOND / 10)
    })

    test("drifts by so much in so long, and its own time does not", async () => {
      const ann = stage.listen("ann")
      await during({ kind: "drift", node: "ann", ppm: 500_000 }, async () => {
        await stage.world.order("ann", ["note", "from"])
        await stage.world.pass(400)
        await stage.world.order("ann", ["note", "to"])
      })
      const [from, to] = ann.told("request").map(({ now, wall }) => ({ now: Number(now), wall: Number(wall) })) as [Moment, Moment]
      const [own, wall] = [to.now - from.now, to.wall - from.wall]
      expect(wall / own).toBeGreaterThan(1.45)
      expect(wall / own).toBeLessThan(1.55)
    })
  })

  describe("a disk", () => {
    test("that is full ends whoever writes to it; what it had kept is there when it comes back", async () => {
      await stage.world.order("ann", ["persist", "kept"])
      await during({ kind: "disk-full", node: "ann" }, async () => {
        await stage.world.order("ann", ["timer", "write", 10], ["note", "still here"])
        void stage.world.order("ann", ["persist", "lost"]).catch(() => undefined)
        await stage.world.until("ann is gone", () => !stage.world.isUp("ann"))
      })
      await stage.world.fire("ann")
      const ann = stage.listen("ann")
      await stage.world.hire("ann")
      expect(JSON.stringify(ann.told("boot"))).toContain('"kept"')
      expect(JSON.stringify(ann.told("boot"))).not.toContain('"lost"')
    })

    test("that lies forgets when its node is fired", async () => {
      const end = await stage.world.begin({ kind: "disk-lying", node: "ann" })
      await stage.world.order("ann", ["persist", "a lie"])
      await stage.world.fire("ann")
      await end()
      const ann = stage.listen("ann")
      await stage.world.hire("ann")
      expect(JSON.stringify(ann.told("boot"))).not.toContain('"a lie"')
    })

    test("that lied writes what it owes once it is well", async () => {
      const { receipt } = await during({ kind: "disk-lying", node: "ann" }, () => stage.world.order("ann", ["persist", "paid back"]))
      expect(receipt).toMatchObject({ processes: 1, records: 1 })
      await stage.world.fire("ann")
      const ann = stage.listen("ann")
      await stage.world.hire("ann")
      expect(JSON.stringify(ann.told("boot"))).toContain('"paid back"')
    })

    test("that is slow holds up what is said after a write", async () => {
      const bob = stage.listen("bob")
      const { told, receipt } = await during({ kind: "disk-slow", node: "bob", us: 150_000 }, async () => {
        await stage.world.order("bob", ["persist", "slowly"], ["ask", "it", stage.world.endpoint("ann"), { kind: "echo", word: 1 }])
        await bob.heard("answer")
        return spanUs(bob.all())
      })
      expect(told).toBeGreaterThanOrEqual(150_000)
      expect(receipt).toMatchObject({ records: 1 })
    })
  })

  test("a fault that nothing came across has touched nothing", async () => {
    const { receipt } = await during({ kind: "latency", ...there, us: 1_000, jitterUs: 0 }, () => stage.world.pass(TIMEOUT_MS / 10))
    expect(receipt).toMatchObject({ messages: 0, connections: 0 })
  })
})

interface Moment {
  readonly now: number
  readonly wall: number
}

/** How long an ask of Ann's takes, by her own time, from the order to the answer. */
async function tripUs(stage: Stage, word = "there and back"): Promise<number> {
  const ann = stage.listen("ann")
  await stage.endsOf({ kind: "echo", word })
  return spanUs(ann.all())
}

/** From the first to the last that somebody was told. */
function spanUs(notes: readonly Note[]): number {
  const nows = notes.filter(({ note }) => note === "told").map(({ now }) => Number(now))
  return Math.max(...nows) - Math.min(...nows)
}

/** How far Ann's wall clock is from Bob's. */
async function offUs(stage: Stage): Promise<number> {
  const [ann, bob] = [stage.listen("ann"), stage.listen("bob")]
  await stage.world.order("ann", ["tell", [stage.bob], { kind: "echo", word: "what time is it" }])
  await bob.heard("request")
  return Number(ann.told("request")[0]?.wall) - Number(bob.told("request")[0]?.wall)
}
