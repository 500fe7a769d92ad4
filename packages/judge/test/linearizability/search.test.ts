/** The search finds a linearization if there is one, and none if there is none. */
import { describe, expect, test } from "vitest"
import { checkDefaults, conclude } from "../../src/histories/index.ts"
import { linearizability } from "../../src/linearizability/check.ts"
import { kv } from "../../src/models/kv.ts"
import type { Model } from "../../src/models/model.ts"
import { mutex } from "../../src/models/mutex.ts"
import { casRegister } from "../../src/models/register.ts"
import { history } from "../histories/story.ts"
import { isLinearizable, play } from "./made.ts"
import { aLock, aRegister, aRegisterOfDistinct, aStore } from "./objects.ts"

const options = { ...checkDefaults, failedCas: "observed" as const }
const answerOf = <State>(of: Parameters<typeof linearizability<State>>[0], model: Model<State>) =>
  conclude(linearizability(of, model, options)).answer

interface Case {
  readonly model: Model<never>
  // biome-ignore lint/suspicious/noExplicitAny: objects of several kinds, each at its own model
  readonly rules: any
}

const cases: readonly (readonly [string, Case])[] = [
  ["a register", { model: casRegister() as Model<never>, rules: aRegister }],
  ["a register of distinct values", { model: casRegister() as Model<never>, rules: aRegisterOfDistinct }],
  ["a store of distinct words", { model: kv as Model<never>, rules: aStore(true) }],
  ["a store of equal words", { model: kv as Model<never>, rules: aStore(false) }],
  ["a lock", { model: mutex as Model<never>, rules: aLock }],
]

describe.each(cases)("%s", (_, { model, rules }) => {
  test("the search agrees with trying every order, on three thousand small histories", () => {
    const told = { passed: 0, violated: 0 }
    for (let seed = 0; seed < 3_000; seed++) {
      const small = play({
        seed,
        clients: 3,
        operations: 3 + (seed % 6),
        unknownPercent: 15,
        liesPercent: seed % 3 === 0 ? 0 : 25,
        ...rules,
      })
      const answer = answerOf(small, model)
      if (answer === "inconclusive") continue
      expect({ seed, answer }).toEqual({ seed, answer: isLinearizable(small, model, options) ? "passed" : "violated" })
      told[answer as "passed" | "violated"]++
    }
    expect(told.passed).toBeGreaterThan(300)
    if (model.name !== "mutex") expect(told.violated).toBeGreaterThan(100)
  })

  test("what a correct object has answered is never refused", () => {
    for (let seed = 0; seed < 40; seed++) {
      const large = play({ seed, clients: 2 + (seed % 12), operations: 300, unknownPercent: seed % 4, liesPercent: 0, ...rules })
      expect({ seed, answer: answerOf(large, model) }).toEqual({ seed, answer: "passed" })
    }
  })
})

test("fifty clients who append to one key at once are judged without trying every order", () => {
  for (let seed = 0; seed < 5; seed++) {
    const good = play({ seed, clients: 50, operations: 1_500, unknownPercent: 1, liesPercent: 0, ...aStore(true) })
    const opinion = conclude(linearizability(good, kv, { ...options, stepsMax: 2_000_000 }))
    expect({ seed, answer: opinion.answer }).toEqual({ seed, answer: "passed" })
  }
})

test("hundreds of writes of which nobody knows what became are not tried in every order", () => {
  for (let seed = 0; seed < 3; seed++) {
    const crashing = play({ seed, clients: 10, operations: 2_000, unknownPercent: 10, liesPercent: 0, ...aRegisterOfDistinct })
    const opinion = conclude(linearizability(crashing, casRegister(), { ...options, stepsMax: 1_000_000 }))
    expect({ seed, answer: opinion.answer }).toEqual({ seed, answer: "passed" })
  }
})

describe("an explanation", () => {
  const stale = history("0 invoke write 1", "0 ok write 1", "1 invoke write 2", "1 ok write 2", "0 invoke read", "0 ok read 1")

  test("names what is impossible, and where", () => {
    const opinion = conclude(linearizability(stale, casRegister(), options))
    expect(opinion.detail).toBe("not linearizable: read → 1 by process 0, in lines 5 to 6, is impossible: by then the register holds 2.")
  })

  test("draws the order that was found, and says why nothing can come next", () => {
    expect(conclude(linearizability(stale, casRegister(), options)).drawing).toMatchInlineSnapshot(`
      [
        "  0 ├1 write 1┤                         ├✗ read → 1┤",
        "  1                   ├2 write 2┤",
        "",
        "Everything that had returned before line 6 can be explained, for instance by this order:",
        "  write 1  (process 0, line 1)",
        "  write 2  (process 1, line 3)",
        "What could come next, and why it cannot:",
        "  read → 1  (process 0, line 5): the register holds 2",
      ]
    `)
  })
})

describe("limits", () => {
  /** Writes without an order between them and a read of what nobody wrote: everything has to be tried. */
  const hard = history(
    ...Array.from({ length: 14 }, (_, at) => `${at} invoke append "${at % 2 === 0 ? "a" : "b"}"`),
    ...Array.from({ length: 14 }, (_, at) => `${at} ok append "x"`),
    "20 invoke get",
    '20 ok get "aaaaaaabbbbbbc"',
  )

  test("too many steps are undecided", () => {
    const opinion = conclude(linearizability(hard, kv, { ...options, stepsMax: 100 }))
    expect(opinion.answer).toBe("undecided")
  })

  test("too much memory is undecided", () => {
    const opinion = conclude(linearizability(hard, kv, { ...options, bytesMax: 100_000 }))
    expect({ answer: opinion.answer, detail: opinion.detail }).toEqual({ answer: "undecided", detail: expect.stringContaining("memory") })
  })

  test("who has no time left is told what is known", () => {
    const trial = linearizability(hard, kv, options)
    expect(trial.advance(10)).toBeUndefined()
    expect(trial.giveUp("Out of time").answer).toBe("undecided")
  })

  test("a key that takes for ever does not keep another from being refuted", () => {
    const both = history(
      ...Array.from({ length: 16 }, (_, at) => `${at} invoke write [:slow ${at % 8}]`),
      ...Array.from({ length: 16 }, (_, at) => `${at} ok write [:slow ${at % 8}]`),
      "30 invoke read [:slow nil]",
      "30 ok read [:slow 99]",
      ...Array.from({ length: 40 }, () => ["31 invoke write [:quick 1]", "31 ok write [:quick 1]"]).flat(),
      "31 invoke read [:quick nil]",
      "31 ok read [:quick 2]",
    )
    const opinion = conclude(linearizability(both, casRegister(), options))
    expect(opinion.detail).toContain("Key quick")
    expect(opinion.figures.steps).toBeLessThan(20_000)
  })
})

describe("nothing is proven by nothing", () => {
  test("reads alone, of which each saw the beginning, while no write succeeded, prove nothing", () => {
    const read = ["1 invoke read", "1 ok read nil"]
    const told = (...lines: string[]) => conclude(linearizability(history(...lines), casRegister(), options))
    expect(told("0 invoke write 1", "0 fail write 1", ...read)).toMatchObject({
      answer: "inconclusive",
      detail: expect.stringContaining("No write succeeded"),
    })
    expect(told("0 invoke write 1", "0 info write 1", ...read).answer).toBe("inconclusive")
    expect(told("0 invoke cas [1 2]", "0 fail cas [1 2]", ...read).answer).toBe("inconclusive")
    // A write of which nobody knows what became, and which somebody saw.
    expect(told("0 invoke write 1", "0 info write 1", ...read, "1 invoke read", "1 ok read 1").answer).toBe("passed")
    expect(told("0 invoke write 1", "0 ok write 1", "0 invoke read", "0 ok read 1").answer).toBe("passed")
    expect(told("0 invoke write 1", "0 fail write 1", "1 invoke read", "1 ok read 1").answer).toBe("violated")
    // Something succeeded, and something was read: that it was read too early is no reason to doubt the order.
    expect(told(...read, "0 invoke write 1", "0 ok write 1").answer).toBe("passed")
    expect(told(...read, "0 invoke cas [nil 1]", "0 ok cas [nil 1]").answer).toBe("passed")
    // Nobody wanted to write.
    expect(told(...read).answer).toBe("passed")
  })

  test("a history in which nothing succeeded is inconclusive", () => {
    const crashed = history("0 invoke write 1", "0 info write 1", "1 invoke read", "1 fail read")
    expect(conclude(linearizability(crashed, casRegister(), options)).answer).toBe("inconclusive")
  })

  test("and so is one in which nothing was read", () => {
    const unread = history("0 invoke write 1", "0 ok write 1")
    expect(conclude(linearizability(unread, casRegister(), options)).answer).toBe("inconclusive")
  })
})

test("a failed compare-and-set is an observation, or it is none", () => {
  const refused = history("0 invoke write 1", "0 ok write 1", "0 invoke cas [1 2]", "0 fail cas [1 2]", "0 invoke read", "0 ok read 1")
  expect(answerOf(refused, casRegister())).toBe("violated")
  expect(conclude(linearizability(refused, casRegister(), { ...options, failedCas: "ignored" })).answer).toBe("passed")
})
