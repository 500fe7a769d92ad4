/** What every driver promises to a program: asks end once, streams flow, bad manners are survived, and a program that breaks the contract is found out. */
import { describe, expect, test } from "vitest"
import { describeFinding } from "../src/index.ts"
import { asker, endpoint, kinds, listener, MS, only, party, SECOND, simulate, type Told, teller } from "./stage.ts"

const quick = { links: { otherwise: { latencyUs: 1 * MS } } }

test("every ask ends exactly once, whatever happens on the way", () => {
  const said: Told[] = []
  const names = ["b1", "b2"]
  const faults = [
    { id: "a", atUs: 0, fault: { kind: "drop", from: names, to: names, percent: 20 } },
    { id: "b", atUs: 0, fault: { kind: "duplicate", from: names, to: names, percent: 20 } },
    { id: "c", atUs: 0, fault: { kind: "corrupt", from: names, to: names, percent: 20 } },
    { id: "d", atUs: 0, fault: { kind: "reorder", from: names, to: names, percent: 20 } },
    { id: "e", atUs: SECOND, forUs: SECOND, fault: { kind: "stall", from: ["b2"], to: ["b1"] } },
    { id: "f", atUs: 3 * SECOND, forUs: SECOND, fault: { kind: "fire", node: "b2" } },
    { id: "g", atUs: 5 * SECOND, forUs: SECOND, fault: { kind: "pause", node: "b1" } },
    { id: "h", atUs: 7 * SECOND, forUs: SECOND, fault: { kind: "reset", from: ["b1"], to: ["b2"] } },
  ] as const
  const simulation = simulate({ ...quick, parties: [asker("b1", "b2", 10 * MS, said, 1_000), listener("b2")], faults })
  simulation.run(300 * SECOND)
  expect(simulation.finding).toBeUndefined()
  const ends = new Map<string, number>()
  for (const input of said) {
    const ask =
      input.kind === "answer" || input.kind === "unreachable"
        ? input.ask
        : input.kind === "garbage" && input.instead.of === "answer"
          ? input.instead.ask
          : undefined
    if (ask !== undefined) ends.set(ask, (ends.get(ask) ?? 0) + 1)
  }
  expect(ends.size).toBe(1_000)
  expect([...ends.values()].every((count) => count === 1)).toBe(true)
  for (const kind of ["answer", "unreachable", "garbage"]) expect(kinds(said)).toContain(kind)
})

test("more asks than the driver takes are overloaded, not forgotten", () => {
  const said: Told[] = []
  const eager = party("b1", (input, out) => {
    said.push(input)
    if (input.kind === "boot") for (let i = 0; i < 30; i++) out.ask(`ask ${i}`, endpoint("b2"), { kind: "ask", number: i })
  })
  simulate({ ...quick, parties: [eager, listener("b2")], limits: { asksPerPeerMax: 4, asksMax: 8, waitingMax: 10 } }).run(SECOND)
  expect(only(said, "answer")).toHaveLength(14)
  expect(only(said, "unreachable").map(({ because, delivery }) => `${because} ${delivery}`)).toEqual(
    Array(16).fill("overloaded not-delivered"),
  )
})

test("a stream's parts come in order, and only the last ends it", () => {
  const said: Told[] = []
  const streamer = party("b2", (input, out) => {
    if (input.kind !== "request") return
    for (let i = 0; i < 5; i++) out.reply(input.id, { part: i }, { more: i < 4 })
  })
  simulate({
    links: { otherwise: { latencyUs: 10 * MS, latencyUsJitter: 9 * MS } },
    parties: [asker("b1", "b2", SECOND, said, 1), streamer],
  }).run(SECOND)
  expect(only(said, "answer").map(({ answer, more }) => [answer.part, more])).toEqual([
    [0, true],
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ])
})

describe("an answer of raw bytes that is", () => {
  const heard = (manner: "whole" | "endless" | "slow" | "half" | "silent", body: string) => {
    const said: Told[] = []
    const rude = party("b2", (input, out) => {
      if (input.kind === "request") out.rawReply(input.id, { status: 200, contentType: "text/html", body, manner })
    })
    simulate({ ...quick, parties: [asker("b1", "b2", SECOND, said, 1), rude] }).run(10 * SECOND)
    return said.filter(({ kind }) => kind !== "boot" && kind !== "timer")
  }
  test("whole is read by the codec", () => expect(heard("whole", '{"a":1}')).toMatchObject([{ kind: "answer", answer: { a: 1 } }]))
  test("whole and senseless is garbage", () =>
    expect(heard("whole", "<html>")).toMatchObject([{ kind: "garbage", because: "not JSON", bytes: 6 }]))
  test("endless is garbage", () => expect(heard("endless", "x")).toMatchObject([{ kind: "garbage" }]))
  test("slow comes late", () => expect(heard("slow", "{}")).toMatchObject([{ kind: "answer", now: 402 * MS }]))
  test("slow and long is not waited for", () =>
    expect(heard("slow", '{"abc":"def"}')).toMatchObject([{ kind: "unreachable", because: "timeout" }]))
  test("half ends in the middle", () => expect(heard("half", "{}")).toMatchObject([{ kind: "unreachable", because: "closed" }]))
  test("silent times out", () =>
    expect(heard("silent", "{}")).toMatchObject([{ kind: "unreachable", because: "timeout", now: 2 * SECOND }]))
})

test("raw bytes in place of a request are decoded, garbage, or of no route", () => {
  const heard: Told[] = []
  const rude = party("b1", (input, out) => {
    if (input.kind !== "boot") return
    for (const [route, body] of [
      ["POST /push", '{"kind":"push"}'],
      ["POST /push", "<html>"],
      ["POST /nowhere", "{}"],
    ] as const)
      out.rawTell([endpoint("b2")], { route, contentType: "text/html", body })
  })
  simulate({ ...quick, parties: [rude, listener("b2", heard)] }).run(SECOND)
  expect(heard.filter(({ kind }) => kind !== "boot")).toMatchObject([
    { kind: "request", request: { kind: "push" } },
    { kind: "garbage", because: "not JSON", bytes: 6 },
  ])
})

test("sessions are opened by the first request, and end with their node, or when either end closes them", () => {
  const [ones, others]: [Told[], Told[]] = [[], []]
  const parties = [
    { ...teller("b1", ["b2"], 100 * MS, ones, 5), sessions: true },
    party(
      "b2",
      (input, out) => {
        others.push(input)
        if (input.kind === "request") out.reply(input.id, {})
        if (input.kind === "request" && input.request.number === 1) out.close("b1 to b2 1")
      },
      { sessions: true },
    ),
  ]
  const simulation = simulate({ ...quick, parties })
  simulation.run(350 * MS)
  expect(kinds(others)).toEqual(["boot", "opened", "request", "request", "closed", "opened", "request", "request"])
  simulation.fire("b1")
  simulation.run(SECOND)
  expect(kinds(others).at(-1)).toBe("closed")
  expect(only(ones, "opened").map(({ session, facts }) => [session, facts.direction])).toEqual([
    ["b1 to b2 1", "outbound"],
    ["b1 to b2 2", "outbound"],
  ])
})

test("a snapshot replaces what was before it, and recall reads back what is there", () => {
  const found: unknown[] = []
  const keeper = party("b1", (input, out) => {
    if (input.kind === "boot") {
      found.push([input.snapshot, [...input.records], input.recordsFrom, input.recordCount])
      if (input.recordsFrom > 0) return
      for (const word of ["a", "b"]) out.persist(word)
      found.push(out.recall(1))
      out.snapshot({ sum: "ab" })
      found.push(out.recall(1), out.persist("c"))
    }
  })
  const simulation = simulate({ parties: [keeper] })
  simulation.run(1)
  simulation.fire("b1")
  simulation.hireBack("b1")
  expect(found).toEqual([[undefined, [], 0, 0], "b", undefined, 2, [{ sum: "ab" }, [{ position: 2, record: "c" }], 2, 1]])
})

test("a snapshot that was not durable is undone by a fire", () => {
  const found: unknown[] = []
  const keeper = party("b1", (input, out) => {
    if (input.kind === "boot") {
      found.push([input.snapshot, [...input.records].map(({ record }) => record)])
      if (input.recordCount === 0) out.persist("a")
      out.timer("snap", 10 * MS)
    } else out.snapshot("later")
  })
  const simulation = simulate({ parties: [keeper], costs: { diskWriteUs: 5 * MS } })
  simulation.run(12 * MS)
  simulation.fire("b1")
  simulation.hireBack("b1")
  expect(found).toEqual([
    [undefined, []],
    [undefined, ["a"]],
  ])
})

test("work is modelled, replaced and cancelled by its name", () => {
  const heard: Told[] = []
  const worker = party(
    "b1",
    (input, out) => {
      heard.push(input)
      if (input.kind !== "boot") return
      out.work("w", "double", 1)
      out.work("w", "double", 2)
      out.work("gone", "double", 3)
      out.cancelWork("gone")
    },
    { jobs: { double: (order, start) => (start === undefined ? { next: order } : { done: Number(order) * 2 }) } },
  )
  simulate({ parties: [worker], work: ({ order }) => ({ afterUs: Number(order) * MS, ...(order === 7 ? { result: 0 } : {}) }) }).run(SECOND)
  expect(only(heard, "worked")).toMatchObject([{ name: "w", result: 4, now: 2 * MS }])
})

describe("a run ends with a finding when a program", () => {
  const finding = (step: Parameters<typeof party>[1], limits = {}) => {
    const simulation = simulate({ parties: [party("b1", step, { jobs: {} })], limits })
    simulation.run(10 * SECOND)
    const { finding: found } = simulation
    return found === undefined ? undefined : describeFinding(found)
  }
  test("throws", () =>
    expect(
      finding((input) => {
        if (input.kind === "timer" || input.kind === "boot") throw new Error("no such thing")
      }),
    ).toBe("program-broken: b1 at 0.000000 s: no such thing"))
  test("returns a promise", () => {
    const promising = { ...party("b1", () => undefined), create: () => ({ step: (() => Promise.resolve()) as never }) }
    const simulation = simulate({ parties: [promising] })
    simulation.run(SECOND)
    expect(simulation.finding).toMatchObject({
      what: "program-broken",
      because: expect.stringContaining("returned object: a node program is synchronous"),
    })
    expect(simulation.now).toBe(0)
  })
  test("never stops asking", () =>
    expect(
      finding(
        (_input, out) => {
          for (;;) out.timer("more", 1)
        },
        { effectsPerStepMax: 50 },
      ),
    ).toMatch(/^too-many-effects: b1 at 0\.000000 s: more than 50 effects in one turn, the last a timer/))
  test("goes round in one instant", () =>
    expect(finding((_input, out) => out.timer("round", 0), { stepsPerInstantMax: 100 })).toBe(
      `too-many-steps: b1 at 0.000000 s: more than 100 turns without any time passing; it was told, last: ${Array(8).fill("timer round").join(", ")}`,
    ))
  test("goes on for ever", () =>
    expect(finding((_input, out) => out.timer("round", 1), { eventsMax: 1_000 })).toMatch(/^too-many-events: b1 at 0\.001000 s/))
  test("lets ever more events wait", () =>
    expect(
      finding(
        (input, out) => {
          for (let i = 0; i < 10; i++) out.timer(`t ${input.now} ${i}`, SECOND)
          out.timer("round", 1)
        },
        { eventsWaitingMax: 1_000 },
      ),
    ).toMatch(/^too-many-waiting: b1/))
  test("orders a job that nobody has", () =>
    expect(finding((input, out) => (input.kind === "boot" ? out.work("w", "dig", null) : undefined))).toMatch(
      /^job-missing: b1 .*ordered the job dig, but has none/,
    ))
})

test("a guard around the turns may forbid clocks and chance", () => {
  const sinner = party("b1", () => void Date.now())
  const real = Date.now
  const around = (turn: () => void): void => {
    Date.now = () => {
      throw new Error("Date.now during a turn")
    }
    try {
      turn()
    } finally {
      Date.now = real
    }
  }
  const simulation = simulate({ parties: [sinner], around })
  simulation.run(1)
  expect(simulation.finding).toMatchObject({ what: "program-broken", because: "Date.now during a turn" })
})
