/** Faults of every kind as words: what is understood, what is refused with which sentence, and what rules say of messages. */
import { describe, expect, test } from "vitest"
import {
  baseRules,
  concerns,
  describeAnyFault,
  isAwaited,
  type LinkFault,
  linkOptionsOf,
  parseAnyFault,
  parseTimeline,
  parseTimelineFault,
  ruleOf,
  type Sighting,
  vocabulary,
} from "../src/faults/index.ts"

const link = { from: "b1", to: ["b2", "b3"] }
const sighting: Sighting = {
  from: "b1",
  to: "b2",
  kind: "request",
  route: "/block",
  bytes: 500,
  text: '{"number":7}',
  isClose: false,
  at: 1_000,
  hits: 0,
  busyUntilUs: 0,
}
const draw = (...words: readonly number[]) => {
  let at = 0
  return () => words[at++ % words.length] as number
}

describe("words of a fault", () => {
  test.each([
    [{ kind: "cut", ...link, both: true }, "cut b1 ↔ b2, b3"],
    [{ kind: "latency", ...link, us: 5_000 }, "latency b1 → b2, b3, us 5000, jitterUs 0"],
    [{ kind: "bandwidth", ...link, bytesPerSecond: 10, queueBytes: 5 }, "bandwidth b1 → b2, b3, bytesPerSecond 10, queueBytes 5"],
    [{ kind: "drop", ...link, percent: 30, route: "/block", first: 2 }, "drop b1 → b2, b3, percent 30, route /block, first 2"],
    [{ kind: "reorder", ...link, percent: 5, us: 7 }, "reorder b1 → b2, b3, percent 5, us 7"],
    [{ kind: "drift", node: "b1", ppm: -200 }, "drift b1, ppm -200"],
    [{ kind: "disk-lying", node: "b1" }, "disk-lying b1"],
    [{ kind: "slow", node: "b1", factor: 10 }, "slow b1, factor 10"],
    [{ kind: "hire", node: "b1", disk: "rotten" }, "hire b1, disk rotten"],
  ])("%j", (words, sentence) => {
    const parsed = parseAnyFault(words)
    expect(parsed).toMatchObject({ ok: true })
    if (parsed.ok) expect(describeAnyFault(parsed.value)).toBe(sentence)
  })

  test.each([
    [{ kind: "cut", from: "b1" }, 'cut needs the name of a node or a list of names as "to", which is missing'],
    [{ kind: "latency", ...link, us: -1 }, 'latency needs an integer from 0 to 3600000000 as "us", which is -1'],
    [{ kind: "drop", ...link, percent: 30.5 }, 'drop needs an integer from 0 to 100 as "percent", which is 30.5'],
    [{ kind: "drop", ...link, per_cent: 30 }, 'drop has no "per_cent"; it takes from, to, both, percent, route, of, holding, first'],
    [{ kind: "slow", node: "b1" }, 'slow needs an integer from 1 to 1000000 as "factor", which is missing'],
    [{ kind: "skew", node: 7, us: 1 }, 'skew needs the name of a node as "node", which is 7'],
    [{ kind: "burn", node: "b1" }, /^there is no fault named "burn"; there are fire, /],
  ])("%j is refused with a sentence", (words, because) => {
    const parsed = parseAnyFault(words as never)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.because).toMatch(because)
  })

  test("every word of the vocabulary is understood, and works in the simulator", () => {
    const words = { node: "b1", from: "b1", to: "b2", us: 1, ppm: 1, factor: 2, bytesPerSecond: 1 }
    for (const { name, takes, worlds } of vocabulary) {
      const given = Object.entries(words).filter(([word]) => takes.includes(word))
      expect(parseAnyFault({ kind: name, ...Object.fromEntries(given) }), name).toMatchObject({ ok: true })
      expect(worlds).toContain("simulated")
    }
  })
})

describe("a timeline", () => {
  const pause = { kind: "pause", node: "b1" }
  test("holds moments and what waits for a note", () => {
    const when = { note: "head-moved", node: "b1", where: { height: 3 }, count: 2 }
    expect(
      parseTimeline([
        { id: "a", atUs: 5, forUs: 7, fault: pause },
        { id: "b", when, fault: pause },
      ]),
    ).toEqual({
      ok: true,
      value: [
        { id: "a", atUs: 5, forUs: 7, fault: pause },
        { id: "b", when, afterUs: 0, fault: pause },
      ],
    })
  })
  test.each([
    [{ atUs: 1, fault: pause }, /needs a name of its own/],
    [{ id: "a", fault: pause }, 'a needs an integer from 0 to 31536000000000 as "atUs", which is missing'],
    [{ id: "a", atUs: 1, for: 2, fault: pause }, 'a has no "for"; it takes id, fault, when, forUs, atUs'],
    [{ id: "a", when: { node: "b1" }, fault: pause }, /needs the name of a note/],
    [{ id: "a", atUs: 1, fault: { kind: "pause" } }, "a: pause needs the name of a node"],
  ])("%j is refused", (words, because) => {
    const parsed = parseTimelineFault(words as never)
    expect(parsed.ok ? "" : parsed.because).toMatch(because)
  })
  test("two faults need two names", () =>
    expect(
      parseTimeline([
        { id: "a", atUs: 1, fault: pause },
        { id: "a", atUs: 2, fault: pause },
      ]),
    ).toEqual({ ok: false, because: "two faults are called a" }))
  test("a note is awaited by its facts", () => {
    const trigger = { note: "n", where: { list: [1, { a: 2 }] } }
    expect(isAwaited(trigger, "b1", { note: "n", list: [1, { a: 2 }], more: 1 })).toBe(true)
    expect(isAwaited(trigger, "b1", { note: "n", list: [1, { a: 3 }] })).toBe(false)
    expect(isAwaited({ ...trigger, node: "b2" }, "b1", { note: "n", list: [1, { a: 2 }] })).toBe(false)
  })
})

describe("a rule", () => {
  const rule = (fault: object, seen: Partial<Sighting> = {}, ...draws: number[]) =>
    ruleOf({ from: ["b1"], to: ["b2"], ...fault } as unknown as LinkFault)({ ...sighting, ...seen }, draw(...draws, 0))

  test("concerns its direction, unless it is laid both ways", () => {
    const cut: LinkFault = { kind: "cut", from: ["b1"], to: ["b2"] }
    expect([
      concerns(cut, "b1", "b2"),
      concerns(cut, "b2", "b1"),
      concerns({ ...cut, both: true }, "b2", "b1"),
      concerns(cut, "b1", "b3"),
    ]).toEqual([true, false, true, false])
  })
  test("drops as often as it says", () => {
    expect(rule({ kind: "drop", percent: 30 }, {}, 129)).toEqual({ kind: "drop", because: "dropped" })
    expect(rule({ kind: "drop", percent: 30 }, {}, 130)).toEqual({ kind: "pass" })
    expect(rule({ kind: "drop", percent: 100, route: "/peers" })).toEqual({ kind: "pass" })
    expect(rule({ kind: "drop", percent: 100, first: 2 }, { hits: 2 })).toEqual({ kind: "pass" })
  })
  test("delays by an even spread, never backwards", () => {
    expect(rule({ kind: "latency", us: 10, jitterUs: 3 }, {}, 0, 0)).toEqual({ kind: "delay", us: 7 })
    expect(rule({ kind: "latency", us: 10, jitterUs: 3 }, {}, 0, 6)).toEqual({ kind: "delay", us: 13 })
    expect(rule({ kind: "latency", us: 1, jitterUs: 3 }, {}, 0, 0)).toEqual({ kind: "delay", us: 0 })
  })
  test("lets bytes through one after the other, and loses what waits too long", () => {
    expect(rule({ kind: "bandwidth", bytesPerSecond: 1_000 })).toEqual({ kind: "transmit", us: 500_000 })
    expect(rule({ kind: "bandwidth", bytesPerSecond: 1_000, queueBytes: 100 }, { busyUntilUs: 200_000 })).toMatchObject({ kind: "drop" })
  })
  test("refuses and duplicates requests, not answers", () => {
    expect(rule({ kind: "refuse" })).toEqual({ kind: "refuse" })
    expect(rule({ kind: "refuse" }, { kind: "answer" })).toEqual({ kind: "pass" })
    expect(rule({ kind: "duplicate", percent: 100 }, { kind: "answer" })).toEqual({ kind: "pass" })
  })
})

test("what a link is like comes from the first row that names it", () => {
  const table = { otherwise: { latencyUs: 1 }, rows: [{ from: ["a"], to: ["b"], latencyUs: 2, lossPerMille: 5 }] }
  expect(linkOptionsOf(table, "a", "b")).toMatchObject({ latencyUs: 2 })
  expect(linkOptionsOf(table, "b", "a")).toMatchObject({ latencyUs: 1 })
  expect(linkOptionsOf({}, "b", "a")).toMatchObject({ latencyUs: 5_000 })
  expect(baseRules(linkOptionsOf(table, "a", "b")).map(({ name }) => name)).toEqual(["loss", "latency"])
})
