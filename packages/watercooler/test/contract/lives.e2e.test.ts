/** What every world promises of lives: what a disk holds when a node comes back, and how one leaves. Told once, and played in each world. */
import { describe, expect, test } from "vitest"
import type { Order } from "./puppet.ts"
import { inEachWorld } from "./stage.ts"
import type { Disk } from "./world.ts"

inEachWorld((stage) => {
  describe("a disk", () => {
    const boots = (name: string) => stage.world.notes(name).filter(({ note, kind }) => note === "told" && kind === "boot")
    const lastBoot = (name: string) => boots(name).at(-1)
    const records = (name: string) => ((lastBoot(name)?.records ?? []) as { record: unknown }[]).map(({ record }) => record)
    async function again(name: string, disk: Disk = "kept"): Promise<void> {
      await stage.world.fire(name)
      await stage.world.hire(name, disk)
      await stage.world.until(`${name} has booted`, () => boots(name).length > 0)
    }

    test("is empty at first", () => {
      expect(boots("ann")).toMatchObject([{ snapshot: "none", records: [], recordsFrom: 0, recordCount: 0, damaged: false }])
    })

    test("has what was written before anything was said: persist is a barrier", async () => {
      await stage.world.hire("kim")
      for (let round = 1; round <= 3; round++) {
        const heard = stage.listen("bob")
        // The first round ends with the answer, the others when somebody else has heard of it.
        const news: Order[] = round === 1 ? [] : [["tell", [stage.bob], { kind: "echo", word: round }]]
        await stage.world.order("kim", ["persist", { round }], ...news)
        if (round > 1) await heard.heard("request")
        await again("kim")
        expect(records("kim")).toEqual(Array.from({ length: round }, (_, at) => ({ round: at + 1 })))
        expect(lastBoot("kim")).toMatchObject({ recordsFrom: 0, recordCount: round, damaged: false })
      }
    })

    test("tells whoever waits that its node is gone", async () => {
      const ann = stage.listen("ann")
      const heard = stage.listen("kim")
      await stage.world.order("ann", ["ask", "last", stage.world.endpoint("kim"), { kind: "later" }])
      await heard.heard("request")
      await again("kim")
      await ann.heard("unreachable")
      expect(ann.told("unreachable")).toMatchObject([{ ask: "last", because: "closed", delivery: "maybe-delivered" }])
    })

    test("that was torn has lost nothing that was acknowledged, and its node knows", async () => {
      await again("kim", "torn")
      expect(records("kim")).toEqual([{ round: 1 }, { round: 2 }, { round: 3 }])
      expect(lastBoot("kim")).toMatchObject({ damaged: true })
      expect(stage.world.notes("kim").filter(({ note }) => note === "disk-damaged")).toMatchObject([{ disk: "torn", dropped: 1, kept: 3 }])
    })

    test("keeps a snapshot in place of what came before, numbers what comes after as before, and reads records back", async () => {
      const kim = stage.listen("kim")
      await stage.world.order(
        "kim",
        ["recall", 1],
        ["snapshot", { rounds: 3 }],
        ["recall", 1],
        ["persist", "after"],
        ["recall", 3],
        ["recall", 9],
      )
      expect(
        kim
          .all()
          .filter(({ note }) => note === "recalled")
          .map(({ record }) => record),
      ).toEqual([{ round: 2 }, "nothing", "after", "nothing"])
      expect(kim.all().filter(({ note }) => note === "persisted")).toMatchObject([{ position: 3 }])
      await again("kim")
      expect(lastBoot("kim")).toMatchObject({ snapshot: { rounds: 3 }, recordsFrom: 3, recordCount: 1, damaged: false })
      expect(records("kim")).toEqual(["after"])
    })

    test("that has rotted ends at the damaged record, and its node knows", async () => {
      await stage.world.order("kim", ...Array.from({ length: 8 }, (_, i): Order => ["persist", { i }]))
      await again("kim", "rotten")
      expect(lastBoot("kim")).toMatchObject({ snapshot: { rounds: 3 }, recordsFrom: 3, recordCount: 5, damaged: true })
      expect(records("kim")).toEqual(["after", { i: 0 }, { i: 1 }, { i: 2 }, { i: 3 }])
    })

    test("that was wiped is as one that is new", async () => {
      await again("kim", "wiped")
      expect(lastBoot("kim")).toMatchObject({ snapshot: "none", records: [], recordsFrom: 0, recordCount: 0, damaged: false })
    })

    test("forgets no timer on purpose: none survives a restart", async () => {
      const kim = stage.listen("kim")
      await stage.world.order("kim", ["timer", "old", 100])
      await again("kim")
      await stage.world.pass(200)
      expect(kim.told("timer")).toEqual([])
    })
  })

  test("who is asked to leave is told so, is heard once more, and is gone", async () => {
    await stage.world.hire("lou")
    const [lou, heard] = [stage.listen("lou"), stage.listen("bob")]
    await stage.world.order("lou", ["goodbye", stage.bob, { kind: "echo", word: "goodbye" }], ["persist", "kept"])
    await stage.world.layOff("lou")
    expect(lou.told("leaving")).toHaveLength(1)
    await heard.heard("request")
    expect(heard.told("request")).toMatchObject([{ request: { word: "goodbye" } }])
    const ann = stage.listen("ann")
    await stage.world.order("ann", ["ask", "gone", stage.world.endpoint("lou"), { kind: "echo", word: 1 }])
    await ann.heard("unreachable")
    expect(ann.told("unreachable")).toMatchObject([{ because: "refused", delivery: "not-delivered" }])
    await stage.world.hire("lou")
    await stage.world.until("lou is back", () => lou.told("boot").length > 0)
    expect(lou.told("boot")).toMatchObject([{ records: [{ position: 0, record: "kept" }], damaged: false }])
  })
})
