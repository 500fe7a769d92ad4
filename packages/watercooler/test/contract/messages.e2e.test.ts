/** What every world promises of messages: asks and how they end, tells, raw bytes, proofs, and what is too much. Told once, and played in each world. */
import { describe, expect, test } from "vitest"
import type { Order } from "./puppet.ts"
import { ends, inEachWorld } from "./stage.ts"
import { NOWHERE, TIMEOUT_MS } from "./world.ts"

inEachWorld((stage) => {
  describe("an ask ends exactly once", () => {
    test("with the answer", async () => {
      expect(await stage.endsOf({ kind: "echo", word: { deep: ["é", null, 1.5, true] } })).toMatchObject([
        { kind: "answer", ask: "it", peer: stage.bob, more: false, answer: { word: { deep: ["é", null, 1.5, true] } } },
      ])
    })
    test("with the first answer, if there are two", async () => {
      expect(await stage.endsOf({ kind: "twice" })).toMatchObject([{ kind: "answer", answer: { first: true } }])
    })
    test("with the last part of a stream, in its order", async () => {
      const parts = await stage.endsOf({ kind: "stream", parts: 4 })
      expect(parts.map(({ kind, answer, more }) => [kind, (answer as { part: number }).part, more])).toEqual([
        ["answer", 1, true],
        ["answer", 2, true],
        ["answer", 3, true],
        ["answer", 4, false],
      ])
    })
    test("when nobody lives there: refused, and not delivered", async () => {
      const ann = stage.listen("ann")
      await stage.world.order("ann", ["ask", "it", NOWHERE, { kind: "echo", word: 1 }])
      await ann.heard("unreachable")
      expect(ann.told("unreachable")).toMatchObject([{ ask: "it", peer: NOWHERE, because: "refused", delivery: "not-delivered" }])
    })
    test("when no answer comes within its own time, and what comes later is not heard", async () => {
      const before = performance.now()
      expect(await stage.endsOf({ kind: "later", afterMs: 150 }, { timeoutUs: 80_000 })).toMatchObject([
        { kind: "unreachable", ask: "it", because: "timeout", delivery: "maybe-delivered" },
      ])
      expect(performance.now() - before).toBeLessThan(5_000)
      const ann = stage.listen("ann")
      await stage.world.pass(250)
      expect(ends(ann.all())).toEqual([])
    })
    test("when no answer comes within the driver's time", async () => {
      const sentAt = performance.now()
      expect(await stage.endsOf({ kind: "later" }, { timeoutUs: 3_600_000_000 })).toMatchObject([
        { kind: "unreachable", because: "timeout" },
      ])
      expect(performance.now() - sentAt).toBeLessThan(TIMEOUT_MS + 5_000)
    })
    test("each of many", async () => {
      const ann = stage.listen("ann")
      const count = 40
      await stage.world.order(
        "ann",
        ...Array.from({ length: count }, (_, i): Order => ["ask", `many ${i}`, stage.bob, { kind: "echo", word: i }]),
      )
      await ann.heard("answer", count)
      await stage.world.pass(30)
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
      stage.endsOf({ kind: "raw", raw: { status: 200, contentType: "text/html", body, manner } })

    test("that are whole and make sense are an answer", async () =>
      expect(await raw("whole", '{"a":1}')).toMatchObject([{ kind: "answer", answer: { a: 1 }, more: false }]))
    test("that are whole and make none are garbage", async () =>
      expect(await raw("whole", "<html>")).toMatchObject([
        { kind: "garbage", instead: { of: "answer", ask: "it", peer: stage.bob }, because: "not JSON", bytes: 6 },
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
    const [ann, heard] = [stage.listen("ann"), stage.listen("bob")]
    await stage.world.order("ann", ["raw-tell", [stage.bob], "POST /puppet", "<a>"], ["raw-tell", [stage.bob], "POST /nowhere", "{}"])
    await heard.heard("garbage")
    await stage.world.order("ann", ["raw-tell", [stage.bob], "POST /puppet", '{"kind":"echo","word":"raw"}'])
    await heard.heard("request")
    await stage.world.pass(50)
    expect(heard.told("garbage")).toMatchObject([{ instead: { of: "request" }, because: "not JSON", bytes: 3 }])
    expect(heard.told("request")).toMatchObject([{ request: { kind: "echo", word: "raw" } }])
    expect(ends(ann.all())).toEqual([])
  })

  test("a tell reaches everybody, and only failures come back", async () => {
    const [ann, heard] = [stage.listen("ann"), stage.listen("bob")]
    await stage.world.order(
      "ann",
      ["tell", [stage.bob, NOWHERE], { kind: "echo", word: "all" }],
      ["tell", [], { kind: "echo", word: "nobody" }],
    )
    await ann.heard("unreachable")
    await heard.heard("request")
    await stage.world.pass(50)
    expect(heard.told("request")).toMatchObject([{ request: { word: "all" } }])
    expect(ends(ann.all())).toMatchObject([{ kind: "unreachable", peer: NOWHERE, because: "refused", delivery: "not-delivered" }])
    expect(ends(ann.all())[0]).not.toHaveProperty("ask")
  })

  test("a tell that is answered with garbage says so, without an ask", async () => {
    const ann = stage.listen("ann")
    const raw = { status: 500, contentType: "text/html", body: "<html>", manner: "whole" } as const
    await stage.world.order("ann", ["tell", [stage.bob], { kind: "raw", raw }])
    await ann.heard("garbage")
    expect(ann.told("garbage")[0]?.instead).toEqual({ of: "answer", peer: stage.bob })
  })

  test("more asks than the driver takes are overloaded, and not delivered", async () => {
    await stage.world.hire("eve")
    const eve = stage.listen("eve")
    const asks = Array.from({ length: 2_020 }, (_, i): Order => ["ask", `flood ${i}`, stage.bob, { kind: "later" }])
    await stage.world.order("eve", ...asks)
    await eve.heard("unreachable", 12)
    const overloaded = eve.told("unreachable").filter(({ because }) => because === "overloaded")
    expect(overloaded).toHaveLength(12)
    expect(new Set(overloaded.map(({ delivery }) => delivery))).toEqual(new Set(["not-delivered"]))
    await stage.world.fire("eve")
  })

  test("a proof goes with an ask; without one there is none", async () => {
    const heard = stage.listen("bob")
    const proof = "0123456789abcdef0123456789abcdef"
    await stage.world.order("ann", ["ask", "with", stage.bob, { kind: "echo", word: 1 }, { proof }])
    await heard.heard("request")
    await stage.world.order("ann", ["ask", "without", stage.bob, { kind: "echo", word: 2 }])
    await heard.heard("request", 2)
    expect(heard.told("request").map((note) => note.proof)).toEqual([proof, undefined])
  })

  test("nobody is told of sessions, and to close one that is not there is no error", async () => {
    expect(await stage.world.order("ann", ["close", "nothing"])).toEqual({ done: 1 })
    for (const name of ["ann", "bob"])
      expect(stage.world.notes(name).filter(({ kind }) => kind === "opened" || kind === "closed")).toEqual([])
  })
})
