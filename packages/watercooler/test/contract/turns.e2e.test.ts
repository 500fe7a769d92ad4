/** What every world promises of turns: timers, work, chance, time and notes. Told once, and played in each world. */
import { describe, expect, test } from "vitest"
import { inEachWorld } from "./stage.ts"

inEachWorld((stage) => {
  describe("a timer", () => {
    test("is due once, not before its time, and in the order of time", async () => {
      const ann = stage.listen("ann")
      await stage.world.order("ann", ["timer", "second", 60], ["timer", "first", 20])
      await ann.heard("timer", 2)
      await stage.world.pass(100)
      expect(ann.told("timer").map(({ name }) => name)).toEqual(["first", "second"])
      const ordered = Number(ann.told("request")[0]?.now)
      for (const [at, afterMs] of [20, 60].entries())
        expect(Number(ann.told("timer")[at]?.now) - ordered).toBeGreaterThanOrEqual(afterMs * 1_000)
    })
    test("that is set again is moved, and one that is cancelled is never due", async () => {
      const ann = stage.listen("ann")
      await stage.world.order("ann", ["timer", "moved", 10], ["timer", "gone", 20], ["timer", "moved", 70], ["cancel-timer", "gone"])
      await ann.heard("timer")
      await stage.world.pass(60)
      expect(ann.told("timer").map(({ name }) => name)).toEqual(["moved"])
      expect(Number(ann.told("timer")[0]?.now) - Number(ann.told("request")[0]?.now)).toBeGreaterThanOrEqual(70_000)
    })
    test("that is cancelled though nobody set it is no error", async () =>
      expect(await stage.world.order("ann", ["cancel-timer", "unknown"])).toEqual({ done: 1 }))
  })

  test("work is done off the turn; an order of the same name replaces it, and a cancelled one is never done", async () => {
    const ann = stage.listen("ann")
    await stage.world.order(
      "ann",
      ["work", "w", "count", 3],
      ["work", "w", "count", 5],
      ["work", "gone", "count", 4],
      ["cancel-work", "gone"],
    )
    await ann.heard("worked")
    await stage.world.pass(60)
    expect(ann.told("worked")).toMatchObject([{ name: "w", result: 5 }])
  })

  test("chance comes from the salt: whole numbers of 32 bits, others in every turn", async () => {
    const ann = stage.listen("ann")
    for (let turn = 0; turn < 3; turn++) await stage.world.order("ann", ["note", `turn ${turn}`], ["random", 50])
    const numbers = ann
      .all()
      .filter(({ note }) => note === "random")
      .flatMap((note) => note.numbers as number[])
    expect(new Set(numbers).size).toBe(150)
    expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true)
    expect(Math.max(...numbers)).toBeGreaterThan(2 ** 31)
  })

  test("time goes on, in whole microseconds, and the wall clock with it", async () => {
    const ann = stage.listen("ann")
    for (let turn = 0; turn < 3; turn++) {
      await stage.world.order("ann", ["note", "tick"])
      await stage.world.pass(5)
    }
    const [nows, walls] = [ann.told("request").map(({ now }) => Number(now)), ann.told("request").map(({ wall }) => Number(wall))]
    expect([...nows, ...walls].every(Number.isSafeInteger)).toBe(true)
    expect(nows).toEqual([...nows].sort((a, b) => a - b))
    expect(new Set(nows).size).toBe(3)
    const drift = Number(walls[2]) - Number(walls[0]) - (Number(nows[2]) - Number(nows[0]))
    expect(Math.abs(drift)).toBeLessThan(5_000)
    expect(Number(walls[0])).toBeGreaterThan(1_700_000_000_000_000)
  })

  test("notes are kept in their order, among what was told", async () => {
    const ann = stage.listen("ann")
    await stage.world.order("ann", ["note", "a"], ["note", "b"], ["note", "c"])
    await stage.world.until("all is noted", () => ann.all().length >= 4)
    expect(ann.all().map(({ note, kind, word }) => word ?? kind ?? note)).toEqual(["request", "a", "b", "c"])
  })
})
