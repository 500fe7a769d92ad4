/** What every world promises to a node program, told once and played in each of them: in real processes, and in the simulator. */
import type { AskOptions, Note } from "@watercooler/kernel"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Order } from "./puppet.ts"
import { RealWorld } from "./real-world.ts"
import { VirtualWorld } from "./virtual-world.ts"
import { type Disk, NOWHERE, TIMEOUT_MS, type World } from "./world.ts"

describe.each([
  ["the simulator", () => new VirtualWorld()],
  ["real processes", () => new RealWorld()],
])("in %s", (_name, create: () => World) => {
  let world: World
  beforeAll(async () => {
    world = create()
    for (const name of ["ann", "bob"]) await world.hire(name)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  /** What somebody is told from now on. */
  function listen(name: string) {
    const before = world.notes(name).length
    const all = () => world.notes(name).slice(before)
    const told = (kind: string): readonly Note[] => all().filter((note) => note.note === "told" && note.kind === kind)
    return {
      all,
      told,
      heard: (kind: string, count = 1) => world.until(`${name} is told ${count} × ${kind}`, () => told(kind).length >= count),
    }
  }
  const bob = () => world.endpoint("bob")
  /** Ann asks Bob, and this is what she hears of it, once nothing more can come. */
  async function endsOf(request: Extract<Order, readonly ["ask", ...unknown[]]>[3], ...options: readonly AskOptions[]) {
    const ann = listen("ann")
    await world.order("ann", ["ask", "it", bob(), request, ...options])
    await world.until("the ask ends", () => ends(ann.all()).some(({ more }) => more !== true))
    await world.pass(30)
    return ends(ann.all())
  }
  const ends = (notes: readonly Note[]) =>
    notes.filter(({ note, kind }) => note === "told" && ["answer", "unreachable", "garbage"].includes(String(kind)))

  describe("an ask ends exactly once", () => {
    test("with the answer", async () => {
      expect(await endsOf({ kind: "echo", word: { deep: ["é", null, 1.5, true] } })).toMatchObject([
        { kind: "answer", ask: "it", peer: bob(), more: false, answer: { word: { deep: ["é", null, 1.5, true] } } },
      ])
    })
    test("with the first answer, if there are two", async () => {
      expect(await endsOf({ kind: "twice" })).toMatchObject([{ kind: "answer", answer: { first: true } }])
    })
    test("with the last part of a stream, in its order", async () => {
      const parts = await endsOf({ kind: "stream", parts: 4 })
      expect(parts.map(({ kind, answer, more }) => [kind, (answer as { part: number }).part, more])).toEqual([
        ["answer", 1, true],
        ["answer", 2, true],
        ["answer", 3, true],
        ["answer", 4, false],
      ])
    })
    test("when nobody lives there: refused, and not delivered", async () => {
      const ann = listen("ann")
      await world.order("ann", ["ask", "it", NOWHERE, { kind: "echo", word: 1 }])
      await ann.heard("unreachable")
      expect(ann.told("unreachable")).toMatchObject([{ ask: "it", peer: NOWHERE, because: "refused", delivery: "not-delivered" }])
    })
    test("when no answer comes within its own time, and what comes later is not heard", async () => {
      const before = performance.now()
      expect(await endsOf({ kind: "later", afterMs: 150 }, { timeoutUs: 80_000 })).toMatchObject([
        { kind: "unreachable", ask: "it", because: "timeout", delivery: "maybe-delivered" },
      ])
      expect(performance.now() - before).toBeLessThan(5_000)
      const ann = listen("ann")
      await world.pass(250)
      expect(ends(ann.all())).toEqual([])
    })
    test("when no answer comes within the driver's time", async () => {
      const sentAt = performance.now()
      expect(await endsOf({ kind: "later" }, { timeoutUs: 3_600_000_000 })).toMatchObject([{ kind: "unreachable", because: "timeout" }])
      expect(performance.now() - sentAt).toBeLessThan(TIMEOUT_MS + 5_000)
    })
    test("each of many", async () => {
      const ann = listen("ann")
      const count = 40
      await world.order("ann", ...Array.from({ length: count }, (_, i): Order => ["ask", `many ${i}`, bob(), { kind: "echo", word: i }]))
      await ann.heard("answer", count)
      await world.pass(30)
      expect(
        ann
          .told("answer")
          .map(({ ask }) => ask)
          .sort(),
      ).toEqual(Array.from({ length: count }, (_, i) => `many ${i}`).sort())
    })
  })

  describe("raw bytes for an answer", () => {
    const raw = (manner: "whole" | "endless" | "slow" | "half" | "silent", body: string) =>
      endsOf({ kind: "raw", raw: { status: 200, contentType: "text/html", body, manner } })

    test("that are whole and make sense are an answer", async () =>
      expect(await raw("whole", '{"a":1}')).toMatchObject([{ kind: "answer", answer: { a: 1 }, more: false }]))
    test("that are whole and make none are garbage", async () =>
      expect(await raw("whole", "<html>")).toMatchObject([
        { kind: "garbage", instead: { of: "answer", ask: "it", peer: bob() }, because: "not JSON", bytes: 6 },
      ]))
    test("that are garbage are counted as bytes, not as letters", async () =>
      expect(await raw("whole", "<ü€😀>")).toMatchObject([{ kind: "garbage", because: "not JSON", bytes: 11 }]))
    test("that end in the middle are a closed connection", async () =>
      expect(await raw("half", '{"a":1}')).toMatchObject([{ kind: "unreachable", because: "closed", delivery: "maybe-delivered" }]))
    test("that never end are garbage, and more than anybody reads", async () => {
      const endings = await raw("endless", "lies ")
      expect(endings).toMatchObject([{ kind: "garbage" }])
      expect(Number(endings[0]?.bytes)).toBeGreaterThan(4 * 1024 * 1024)
    })
    test("that come slowly are an answer all the same", async () => expect(await raw("slow", "{}")).toMatchObject([{ kind: "answer" }]))
    test("that come too slowly are not waited for", async () =>
      expect(await raw("slow", '{"abc":"def"}')).toMatchObject([{ kind: "unreachable", because: "timeout" }]))
    test("that never come are a timeout", async () =>
      expect(await raw("silent", "{}")).toMatchObject([{ kind: "unreachable", because: "timeout", delivery: "maybe-delivered" }]))
  })

  test("raw bytes for a request are read, are garbage that may be answered, or are of no route; nothing comes back", async () => {
    const [ann, heard] = [listen("ann"), listen("bob")]
    await world.order("ann", ["raw-tell", [bob()], "POST /puppet", "<a>"], ["raw-tell", [bob()], "POST /nowhere", "{}"])
    await heard.heard("garbage")
    await world.order("ann", ["raw-tell", [bob()], "POST /puppet", '{"kind":"echo","word":"raw"}'])
    await heard.heard("request")
    await world.pass(50)
    expect(heard.told("garbage")).toMatchObject([{ instead: { of: "request" }, because: "not JSON", bytes: 3 }])
    expect(heard.told("request")).toMatchObject([{ request: { kind: "echo", word: "raw" } }])
    expect(ends(ann.all())).toEqual([])
  })

  test("a tell reaches everybody, and only failures come back", async () => {
    const [ann, heard] = [listen("ann"), listen("bob")]
    await world.order("ann", ["tell", [bob(), NOWHERE], { kind: "echo", word: "all" }], ["tell", [], { kind: "echo", word: "nobody" }])
    await ann.heard("unreachable")
    await heard.heard("request")
    await world.pass(50)
    expect(heard.told("request")).toMatchObject([{ request: { word: "all" } }])
    expect(ends(ann.all())).toMatchObject([{ kind: "unreachable", peer: NOWHERE, because: "refused", delivery: "not-delivered" }])
    expect(ends(ann.all())[0]).not.toHaveProperty("ask")
  })

  test("a tell that is answered with garbage says so, without an ask", async () => {
    const ann = listen("ann")
    const raw = { status: 500, contentType: "text/html", body: "<html>", manner: "whole" } as const
    await world.order("ann", ["tell", [bob()], { kind: "raw", raw }])
    await ann.heard("garbage")
    expect(ann.told("garbage")[0]?.instead).toEqual({ of: "answer", peer: bob() })
  })

  test("more asks than the driver takes are overloaded, and not delivered", async () => {
    await world.hire("eve")
    const eve = listen("eve")
    const asks = Array.from({ length: 2_020 }, (_, i): Order => ["ask", `flood ${i}`, bob(), { kind: "later" }])
    await world.order("eve", ...asks)
    await eve.heard("unreachable", 12)
    const overloaded = eve.told("unreachable").filter(({ because }) => because === "overloaded")
    expect(overloaded).toHaveLength(12)
    expect(new Set(overloaded.map(({ delivery }) => delivery))).toEqual(new Set(["not-delivered"]))
    await world.fire("eve")
  })

  test("a proof goes with an ask; without one there is none", async () => {
    const heard = listen("bob")
    const proof = "0123456789abcdef0123456789abcdef"
    await world.order("ann", ["ask", "with", bob(), { kind: "echo", word: 1 }, { proof }])
    await heard.heard("request")
    await world.order("ann", ["ask", "without", bob(), { kind: "echo", word: 2 }])
    await heard.heard("request", 2)
    expect(heard.told("request").map((note) => note.proof)).toEqual([proof, undefined])
  })

  describe("a timer", () => {
    test("is due once, not before its time, and in the order of time", async () => {
      const ann = listen("ann")
      await world.order("ann", ["timer", "second", 60], ["timer", "first", 20])
      await ann.heard("timer", 2)
      await world.pass(100)
      expect(ann.told("timer").map(({ name }) => name)).toEqual(["first", "second"])
      const ordered = Number(ann.told("request")[0]?.now)
      for (const [at, afterMs] of [20, 60].entries())
        expect(Number(ann.told("timer")[at]?.now) - ordered).toBeGreaterThanOrEqual(afterMs * 1_000)
    })
    test("that is set again is moved, and one that is cancelled is never due", async () => {
      const ann = listen("ann")
      await world.order("ann", ["timer", "moved", 10], ["timer", "gone", 20], ["timer", "moved", 70], ["cancel-timer", "gone"])
      await ann.heard("timer")
      await world.pass(60)
      expect(ann.told("timer").map(({ name }) => name)).toEqual(["moved"])
      expect(Number(ann.told("timer")[0]?.now) - Number(ann.told("request")[0]?.now)).toBeGreaterThanOrEqual(70_000)
    })
    test("that is cancelled though nobody set it is no error", async () =>
      expect(await world.order("ann", ["cancel-timer", "unknown"])).toEqual({ done: 1 }))
  })

  test("work is done off the turn; an order of the same name replaces it, and a cancelled one is never done", async () => {
    const ann = listen("ann")
    await world.order("ann", ["work", "w", "count", 3], ["work", "w", "count", 5], ["work", "gone", "count", 4], ["cancel-work", "gone"])
    await ann.heard("worked")
    await world.pass(60)
    expect(ann.told("worked")).toMatchObject([{ name: "w", result: 5 }])
  })

  test("chance comes from the salt: whole numbers of 32 bits, others in every turn", async () => {
    const ann = listen("ann")
    for (let turn = 0; turn < 3; turn++) await world.order("ann", ["note", `turn ${turn}`], ["random", 50])
    const numbers = ann
      .all()
      .filter(({ note }) => note === "random")
      .flatMap((note) => note.numbers as number[])
    expect(new Set(numbers).size).toBe(150)
    expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true)
    expect(Math.max(...numbers)).toBeGreaterThan(2 ** 31)
  })

  test("time goes on, in whole microseconds, and the wall clock with it", async () => {
    const ann = listen("ann")
    for (let turn = 0; turn < 3; turn++) {
      await world.order("ann", ["note", "tick"])
      await world.pass(5)
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
    const ann = listen("ann")
    await world.order("ann", ["note", "a"], ["note", "b"], ["note", "c"])
    await world.until("all is noted", () => ann.all().length >= 4)
    expect(ann.all().map(({ note, kind, word }) => word ?? kind ?? note)).toEqual(["request", "a", "b", "c"])
  })

  test("nobody is told of sessions, and to close one that is not there is no error", async () => {
    expect(await world.order("ann", ["close", "nothing"])).toEqual({ done: 1 })
    for (const name of ["ann", "bob"]) expect(world.notes(name).filter(({ kind }) => kind === "opened" || kind === "closed")).toEqual([])
  })

  describe("a disk", () => {
    const boots = (name: string) => world.notes(name).filter(({ note, kind }) => note === "told" && kind === "boot")
    const lastBoot = (name: string) => boots(name).at(-1)
    const records = (name: string) => ((lastBoot(name)?.records ?? []) as { record: unknown }[]).map(({ record }) => record)
    async function again(name: string, disk: Disk = "kept"): Promise<void> {
      await world.fire(name)
      await world.hire(name, disk)
      await world.until(`${name} has booted`, () => boots(name).length > 0)
    }

    test("is empty at first", () => {
      expect(boots("ann")).toMatchObject([{ snapshot: "none", records: [], recordsFrom: 0, recordCount: 0, damaged: false }])
    })

    test("has what was written before anything was said: persist is a barrier", async () => {
      await world.hire("kim")
      for (let round = 1; round <= 3; round++) {
        const heard = listen("bob")
        // The first round ends with the answer, the others when somebody else has heard of it.
        const news: Order[] = round === 1 ? [] : [["tell", [bob()], { kind: "echo", word: round }]]
        await world.order("kim", ["persist", { round }], ...news)
        if (round > 1) await heard.heard("request")
        await again("kim")
        expect(records("kim")).toEqual(Array.from({ length: round }, (_, at) => ({ round: at + 1 })))
        expect(lastBoot("kim")).toMatchObject({ recordsFrom: 0, recordCount: round, damaged: false })
      }
    })

    test("tells whoever waits that its node is gone", async () => {
      const ann = listen("ann")
      const heard = listen("kim")
      await world.order("ann", ["ask", "last", world.endpoint("kim"), { kind: "later" }])
      await heard.heard("request")
      await again("kim")
      await ann.heard("unreachable")
      expect(ann.told("unreachable")).toMatchObject([{ ask: "last", because: "closed", delivery: "maybe-delivered" }])
    })

    test("that was torn has lost nothing that was acknowledged, and its node knows", async () => {
      await again("kim", "torn")
      expect(records("kim")).toEqual([{ round: 1 }, { round: 2 }, { round: 3 }])
      expect(lastBoot("kim")).toMatchObject({ damaged: true })
      expect(world.notes("kim").filter(({ note }) => note === "disk-damaged")).toMatchObject([{ disk: "torn", dropped: 1, kept: 3 }])
    })

    test("keeps a snapshot in place of what came before, numbers what comes after as before, and reads records back", async () => {
      const kim = listen("kim")
      await world.order(
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
      await world.order("kim", ...Array.from({ length: 8 }, (_, i): Order => ["persist", { i }]))
      await again("kim", "rotten")
      expect(lastBoot("kim")).toMatchObject({ snapshot: { rounds: 3 }, recordsFrom: 3, recordCount: 5, damaged: true })
      expect(records("kim")).toEqual(["after", { i: 0 }, { i: 1 }, { i: 2 }, { i: 3 }])
    })

    test("that was wiped is as one that is new", async () => {
      await again("kim", "wiped")
      expect(lastBoot("kim")).toMatchObject({ snapshot: "none", records: [], recordsFrom: 0, recordCount: 0, damaged: false })
    })

    test("forgets no timer on purpose: none survives a restart", async () => {
      const kim = listen("kim")
      await world.order("kim", ["timer", "old", 100])
      await again("kim")
      await world.pass(200)
      expect(kim.told("timer")).toEqual([])
    })
  })

  test("who is asked to leave is told so, is heard once more, and is gone", async () => {
    await world.hire("lou")
    const [lou, heard] = [listen("lou"), listen("bob")]
    await world.order("lou", ["goodbye", bob(), { kind: "echo", word: "goodbye" }], ["persist", "kept"])
    await world.layOff("lou")
    expect(lou.told("leaving")).toHaveLength(1)
    await heard.heard("request")
    expect(heard.told("request")).toMatchObject([{ request: { word: "goodbye" } }])
    const ann = listen("ann")
    await world.order("ann", ["ask", "gone", world.endpoint("lou"), { kind: "echo", word: 1 }])
    await ann.heard("unreachable")
    expect(ann.told("unreachable")).toMatchObject([{ because: "refused", delivery: "not-delivered" }])
    await world.hire("lou")
    await world.until("lou is back", () => lou.told("boot").length > 0)
    expect(lou.told("boot")).toMatchObject([{ records: [{ position: 0, record: "kept" }], damaged: false }])
  })
})
