/** What holds for all misdeeds: when they act, what the honest program hears, how they compose, and that they can be calmed. */
import type { Json, NodeProgram } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import { actTimer, CALM_TIMER, catalogue, findMisdeed, misdeed, over } from "../src/index.ts"
import { type Answer, card, confessions, pushes, type Request, Stage, withMisdeeds } from "./stage.ts"

const timersOf = (effects: ReturnType<Stage["boot"]>) => effects.filter((effect) => effect.do === "timer")

describe("when", () => {
  test("in an automatic office each acts within 6 s of the boot, then every 4 to 12 s", () => {
    for (const entry of catalogue) {
      const stage = new Stage([entry], { auto: true })
      const [first] = timersOf(stage.boot())
      expect(first?.name).toBe(actTimer(entry.name))
      expect(first?.afterUs).toBeGreaterThanOrEqual(1_000_000)
      expect(first?.afterUs).toBeLessThanOrEqual(6_000_000)
      const next = timersOf(stage.act(entry.name)).find(({ name }) => name === actTimer(entry.name))
      expect(next?.afterUs).toBeGreaterThanOrEqual(4_000_000)
      expect(next?.afterUs).toBeLessThanOrEqual(12_000_000)
    }
  })

  test("without an opportunity it tries again soon", () => {
    const stage = new Stage([findMisdeed("overspend") ?? never()], { auto: true })
    stage.peers = []
    expect(timersOf(stage.act("overspend"))[0]?.afterUs).toBeLessThanOrEqual(1_000_000)
  })

  test("otherwise it waits to be told, and does not go on by itself", () => {
    for (const { name } of catalogue) {
      const stage = withMisdeeds(name)
      expect(stage.boot()).toEqual([])
      expect(timersOf(stage.act(name)).filter((timer) => timer.name === actTimer(name))).toEqual([])
    }
  })
})

describe("calm", () => {
  test("makes every misdeed behave for good, told or not", () => {
    for (const { name } of catalogue) {
      const stage = new Stage([findMisdeed(name) ?? never()], { auto: true })
      stage.boot()
      const ordered = stage.act(name).filter((effect) => effect.do === "work")
      stage.step({ kind: "timer", name: CALM_TIMER })
      expect(stage.act(name)).toEqual([])
      for (const order of ordered) expect(stage.step({ kind: "worked", name: order.name, result: order.order })).toEqual([])
      const honest = stage.ask(9, { kind: "push", block: {} })
      expect(honest.map((effect) => effect.do)).toEqual(["reply", "tell"])
      expect(stage.ask(10, { kind: "peers" })).toMatchObject([{ do: "reply", answer: { of: ["honest"] } }])
    }
  })

  test("lets go of what is held back", () => {
    const stage = withMisdeeds("delays")
    stage.act("delays")
    stage.ask(5, { kind: "chain" })
    expect(stage.step({ kind: "timer", name: CALM_TIMER })[0]).toMatchObject({ do: "reply", id: 5 })
    expect(stage.step({ kind: "timer", name: "misdeed/delays/reply/5" })).toEqual([])
  })
})

describe("namespaces", () => {
  test("nothing that is meant for misdeeds reaches the honest program, whether or not the node has the misdeed", () => {
    const stage = withMisdeeds("overspend", "eclipse")
    for (const name of [actTimer("overspend"), actTimer("eclipse"), actTimer("delays"), CALM_TIMER]) stage.step({ kind: "timer", name })
    stage.step({ kind: "worked", name: "misdeed/overspend/block", result: {} })
    expect(stage.heard).toEqual([])
    stage.step({ kind: "timer", name: "peerage" })
    expect(stage.heard).toEqual([{ kind: "timer", name: "peerage" }])
  })

  test("timers, asks, work and records bear the misdeed's name, and come back without it", () => {
    const ended: Json[] = []
    const busy = misdeed({ ...(catalogue[0] ?? never()), name: "busy" }, () => ({
      act({ out }) {
        out.timer("t", 1)
        out.cancelTimer("t")
        out.work("w", "job", null)
        out.cancelWork("w")
        out.ask("a", "http://b1:80", { kind: "peers" } as never)
        out.persist({ some: "record" })
        return true
      },
      timer: (name) => void ended.push(name),
      worked: (name) => void ended.push(name),
      ended: (ask) => void ended.push(ask),
      remembered: (record) => void ended.push(record),
    }))
    const stage = new Stage([busy])
    const done = stage.act("busy").map((effect) => JSON.stringify(effect))
    expect(done).toHaveLength(6)
    for (const effect of done) expect(effect).toContain("misdeed/busy/")
    for (const name of ["t", "w"]) stage.step({ kind: name === "t" ? "timer" : "worked", name: `misdeed/busy/${name}`, result: null })
    stage.step({ kind: "unreachable", ask: "misdeed/busy/a", peer: "http://b1:80", delivery: "not-delivered", because: "refused" })
    const [own, other] = [{ misdeed: "misdeed/busy/", record: { some: "record" } }, { kind: "block" }]
    const records = [own, other].map((record, position) => ({ position, record }))
    const restored = stage.step({ kind: "boot", snapshot: undefined, records, recordsFrom: 0, recordCount: 2, damaged: false })
    expect(restored).toEqual([{ do: "note", note: { note: "restored", record: other } }])
    expect(ended).toEqual(["t", "w", "a", { some: "record" }])
  })

  test("a misdeed cannot replace the honest program's records", () => {
    const rash = misdeed({ ...(catalogue[0] ?? never()), name: "rash" }, () => ({ act: ({ out }) => out.snapshot() }))
    expect(() => new Stage([rash]).act("rash")).toThrow("misdeeds may only persist")
  })
})

describe("composition", () => {
  test("each acts on its own name", () => {
    const stage = withMisdeeds("overspend", "sybils", "garbage")
    const names = ["garbage", "sybils"].flatMap((name) => confessions(stage.act(name))).map((note) => note.misdeed)
    expect(names).toEqual(["garbage", "sybils"])
  })

  test("no misdeed holds back the lies of another", () => {
    const stage = withMisdeeds("longer-invalid-chain", "silence", "hoarder", "delays")
    for (const name of ["silence", "hoarder", "delays"]) stage.act(name)
    const effects = stage.work(stage.act("longer-invalid-chain"))
    expect(pushes(effects)).toMatchObject([{ block: { height: 9 } }])
    expect(stage.ask(1, { kind: "chain" })).toMatchObject([{ do: "reply", answer: { of: ["honest", { parent: "sixth" }, {}, {}] } }, {}])
    expect(stage.ask(2, { kind: "peers" })).toMatchObject([{ do: "raw-reply", raw: { manner: "silent" } }, { do: "note" }])
  })

  test("all of them at once", () => {
    const stage = new Stage(catalogue, { auto: true, accomplices: [card("s2")] })
    expect(timersOf(stage.boot())).toHaveLength(catalogue.length)
    for (const { name } of catalogue) stage.work(stage.act(name))
    stage.ask(1, { kind: "chain" })
    stage.step({ kind: "timer", name: CALM_TIMER })
    expect(stage.ask(2, { kind: "chain" })).toMatchObject([{ do: "reply", id: 2, answer: { of: ["honest"] } }])
  })

  test("over nothing is honest: a misdeed that overrides nothing passes everything through", () => {
    const honest: NodeProgram<Request, Answer> = { step: (_input, out) => out.note({ note: "here" }) }
    const notes: string[] = []
    const program = over(honest, { act: () => false }, "nothing", false)
    const out = { note: ({ note }: { note: string }) => void notes.push(note) } as unknown as Parameters<typeof program.step>[1]
    program.step({ kind: "leaving", now: 0, wall: 0, salt: [0, 0, 0, 1] }, out)
    expect(notes).toEqual(["here"])
  })
})

function never(): never {
  throw new Error("no such misdeed")
}
