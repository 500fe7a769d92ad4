/** Stories for the checks that ask whether a run proves anything. */
import { describe, expect, test } from "vitest"
import { judge } from "../../src/index.ts"
import { Story, story } from "../story.ts"

describe("journal-whole", () => {
  test("passes when no line is missing", () => expect(story().ask("journal-whole").result).toBe("passed"))

  test("is inconclusive when lines are missing, or the header", () => {
    const torn = story()
    torn.journalGaps = 2
    expect(torn.ask("journal-whole")).toMatchObject({ result: "inconclusive", detail: "2 lines of the journal are missing." })
    expect(new Story().ask("journal-whole").result).toBe("inconclusive")
  })
})

describe("faults-touched", () => {
  test("passes when each fault has a receipt, on whichever of its lines", () => {
    const told = story().fault(1, "f1", "began", 1).fault(2, "f2", "began").fault(3, "f2", "ended", 1).fault(4, "f3", "planned")
    expect(told.ask("faults-touched")).toMatchObject({ result: "passed", detail: "2 faults, each with a receipt." })
  })

  test("is inconclusive when one touched nothing, or none began", () => {
    const found = story().fault(1, "f1", "began", 1).fault(2, "f2", "began", 0).ask("faults-touched")
    expect(found.detail).toBe("1 of 2 faults touched nothing, the first fire of b2 at 2.000 s.")
    expect(story().fault(1, "f1", "planned").ask("faults-touched").result).toBe("inconclusive")
    expect(story().fault(1, "f1", "began").fault(2, "f1", "ended", 0, "boss", { cutShort: true }).ask("faults-touched")).toMatchObject({
      result: "inconclusive",
      detail: "No fault had the time to touch anything.",
    })
  })

  test("forgives what had no time to touch anything, but not a scenario, which knows how long its storm is", () => {
    const told = (by: string) =>
      story().fault(1, "f1", "began", 1).fault(2, "f2", "began", undefined, by).fault(3, "f2", "ended", 0, by, { cutShort: true })
    for (const by of ["boss", "operator"])
      expect(told(by).ask("faults-touched")).toMatchObject({
        result: "passed",
        detail: "2 faults, each with a receipt but 1 that began when the storm was all but over.",
      })
    expect(told("scenario").ask("faults-touched").result).toBe("inconclusive")
  })
})

describe("a fault that a scenario planned and that never began", () => {
  const told = () =>
    story().fault(0, "f1", "planned", undefined, "scenario").fault(0, "f2", "planned", undefined, "scenario").fault(1, "f1", "began", 1)

  test("makes the run inconclusive, also where nobody asked for it", () => {
    const { checks, verdict } = judge({ ...told().input(), asked: ["journal-whole"] })
    expect(verdict).toBe("inconclusive")
    expect(checks.map(({ name }) => name)).toEqual(["journal-whole", "faults-touched"])
    expect(checks[1]?.detail).toBe("1 of 2 planned faults never began, the first fire of b2 (f2).")
  })

  test("is not missed once it has begun", () => {
    const { checks, verdict } = judge({ ...told().fault(2, "f2", "began", 1).input(), asked: ["journal-whole"] })
    expect({ names: checks.map(({ name }) => name), verdict }).toEqual({ names: ["journal-whole"], verdict: "passed" })
  })
})

describe("fork-happened", () => {
  test("passes with one reorg, and is inconclusive without", () => {
    const fork = { height: 2, head: "x", previous: "y", reorgDepth: 1 }
    expect(story().note(2, "b1", "head-moved", fork).ask("fork-happened").detail).toBe("1 reorg, the first on b1 at 2.000 s.")
    expect(
      story()
        .note(2, "b1", "head-moved", { ...fork, reorgDepth: 0 })
        .ask("fork-happened").result,
    ).toBe("inconclusive")
  })
})
