/** Anomalies of transactions, each by its name, and databases that have them. */
import { below, expand, saltOf } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import {
  type ConsistencyModel,
  checkDefaults,
  checkHistory,
  conclude,
  type History,
  type HistoryEvent,
  historyOf,
  modelOf,
  type Value,
} from "../../src/histories/index.ts"
import { ruledOut, strongestLeft } from "../../src/transactions/consistency.ts"
import { history, serially, together } from "../histories/story.ts"

function check(of: History, consistency: ConsistencyModel = "strict-serializable", more: Partial<typeof checkDefaults> = {}) {
  return conclude(checkHistory(of, modelOf(of) ?? "list-append", { ...checkDefaults, consistency, ...more }))
}
const names = (of: History, more: Partial<typeof checkDefaults> = {}) =>
  check(of, "strict-serializable", more)
    .anomalies.map(({ name }) => name)
    .sort()

describe("lists", () => {
  test.each([
    [
      "G0, writes in a circle",
      ["[[:append :x 1] [:append :y 1]]", "[[:append :x 2] [:append :y 2]]", "[[:r :x [1 2]] [:r :y [2 1]]]"],
      ["G0"],
    ],
    ["G1c, circular information flow", ["[[:append :x 1] [:r :y [1]]]", "[[:append :x 2] [:append :y 1]]", "[[:r :x [1 2]]]"], ["G1c"]],
    ["G-single, read skew", ["[[:append :x 1] [:append :y 1]]", "[[:r :x nil] [:r :y [1]]]"], ["G-single"]],
    ["G2-item, write skew", ["[[:r :x nil] [:append :y 1]]", "[[:r :y nil] [:append :x 1]]"], ["G2-item"]],
    [
      "G-nonadjacent, a long fork",
      ["[[:append :x 1]]", "[[:append :y 1]]", "[[:r :x [1]] [:r :y nil]]", "[[:r :x nil] [:r :y [1]]]"],
      ["G-nonadjacent"],
    ],
    [
      "lost update",
      ["[[:append :x 0]]", "[[:r :x [0]] [:append :x 1]]", "[[:r :x [0]] [:append :x 2]]", "[[:r :x [0 1 2]]]"],
      ["G-single", "lost-update"],
    ],
    ["an element twice", ["[[:append :x 1]]", "[[:r :x [1 1]]]"], ["duplicate-elements"]],
    [
      "lists that did not grow into each other",
      ["[[:append :x 1]]", "[[:append :x 2]]", "[[:r :x [1 2]]]", "[[:r :x [2]]]"],
      ["incompatible-order"],
    ],
    ["a read of what nobody appended", ["[[:append :x 1]]", "[[:r :x [1 7]]]"], ["garbage-read"]],
    ["a transaction that disagrees with itself", ["[[:append :x 1] [:r :x nil]]"], ["internal"]],
    ["a transaction that reads differently twice", ["[[:append :x 1]]", "[[:r :x nil] [:r :x [1]]]"], ["internal"]],
    ["G1b, in the middle of another", ["[[:append :x 1] [:append :x 2]]", "[[:r :x [1]]]"], ["G-single", "G1b"]],
  ])("%s", (_, transactions, expected) => {
    expect(names(together(...(transactions as string[])))).toEqual(expected)
  })

  const aborted = ["0 invoke txn [[:append :x 1]]", "0 fail txn [[:append :x 1]]"]

  test("G1a, a read of what was aborted", () => {
    expect(names(history(...aborted, "1 invoke txn [[:r :x nil]]", "1 ok txn [[:r :x [1]]]"))).toEqual(["G1a"])
  })

  test("a dirty update: what was aborted lives on below what was committed", () => {
    expect(
      names(
        history(
          ...aborted,
          "1 invoke txn [[:append :x 2]]",
          "1 ok txn [[:append :x 2]]",
          "2 invoke txn [[:r :x nil]]",
          "2 ok txn [[:r :x [1 2]]]",
        ),
      ),
    ).toEqual(["G1a", "dirty-update"])
  })

  test("what is stale by the clock breaks strict serializability only", () => {
    const stale = serially("0 [[:append :x 1]]", "1 [[:r :x nil]]", "2 [[:r :x [1]]]")
    expect(names(stale)).toEqual(["G-single-realtime"])
    expect(check(stale, "serializable").answer).toBe("passed")
    expect(check(stale, "strong-session-serializable").answer).toBe("passed")
  })

  test("what is stale to the very process that wrote it breaks sessions too", () => {
    const forgetful = serially("0 [[:append :x 1]]", "0 [[:r :x nil]]", "2 [[:r :x [1]]]")
    expect(names(forgetful)).toEqual(["G-single-process"])
    expect(check(forgetful, "strong-session-serializable").answer).toBe("violated")
    expect(check(forgetful, "serializable").answer).toBe("passed")
  })

  test("an unknown transaction that was read has happened; one that was not may not have", () => {
    const unknown = ["0 invoke txn [[:append :x 1]]", "0 info txn [[:append :x 1]]"]
    expect(
      names(
        history(...unknown, "1 invoke txn [[:r :x nil]]", "1 ok txn [[:r :x [1]]]", "1 invoke txn [[:r :x nil]]", "1 ok txn [[:r :x [1]]]"),
      ),
    ).toEqual([])
    expect(names(history(...unknown, "1 invoke txn [[:r :x nil]]", "1 ok txn [[:r :x nil]]"))).toEqual([])
  })

  test("the smallest cycle is told and drawn", () => {
    const opinion = check(together("[[:r :x nil] [:append :y 1]]", "[[:r :y nil] [:append :x 1]]"))
    expect(opinion.drawing).toMatchInlineSnapshot(`
      [
        "G2-item, 2 transactions:",
        "  T1 [r y nil, append x 1] by process 1, line 4",
        "  T0 [r x nil, append y 1] by process 0, line 3",
        "",
        "  T1 ─rw→ T0 ─rw→ T1",
        "",
        "  T1 before T0: T1 read y when nothing was there, and did not see T0 append 1",
        "  T0 before T1: T0 read x when nothing was there, and did not see T1 append 1",
      ]
    `)
    expect(opinion.detail).toBe("not strict-serializable: G2-item; at most strong-snapshot-isolation.")
  })

  test("reads that saw nothing, where nothing that wrote committed, prove nothing", () => {
    const failed = ["0 invoke txn [[:append :x 1]]", "0 fail txn [[:append :x 1]]"]
    const read = (seen: string) => ["1 invoke txn [[:r :x nil]]", `1 ok txn [[:r :x ${seen}]]`]
    expect(check(history(...failed, ...read("nil")))).toMatchObject({
      answer: "inconclusive",
      detail: expect.stringContaining("saw nothing"),
    })
    expect(check(history(...failed, ...read("[]"))).answer).toBe("inconclusive")
    expect(check(history(...failed, ...read("[1]"))).answer).toBe("violated")
    expect(check(history(...read("nil"))).answer).toBe("passed")
    expect(check(history("0 invoke txn [[:append :x 1]]", "0 info txn [[:append :x 1]]", ...read("[1]"))).answer).toBe("passed")
  })

  test("equal values cannot be told apart, so nothing is claimed", () => {
    expect(check(together("[[:append :x 1]]", "[[:append :x 1]]", "[[:r :x [1]]]")).answer).toBe("inconclusive")
  })
})

describe("registers", () => {
  test.each([
    ["G-single, read skew", ["[[:w :x 1] [:w :y 1]]", "[[:r :x nil] [:r :y 1]]"], ["G-single"]],
    ["G2-item, write skew", ["[[:r :x nil] [:w :y 1]]", "[[:r :y nil] [:w :x 1]]"], ["G2-item"]],
    ["G1c", ["[[:w :x 1] [:r :y 1]]", "[[:w :y 1] [:r :x 1]]"], ["G1c"]],
    ["lost update", ["[[:w :x 0]]", "[[:r :x 0] [:w :x 1]]", "[[:r :x 0] [:w :x 2]]"], ["G2-item", "lost-update"]],
    ["G1b", ["[[:w :x 1] [:w :x 2]]", "[[:r :x 1]]"], ["G1b"]],
    ["internal", ["[[:w :x 1] [:r :x nil]]"], ["internal"]],
    ["values in a circle", ["[[:r :x 1] [:w :x 2]]", "[[:r :x 2] [:w :x 1]]"], ["G1c", "cyclic-versions"].slice(1)],
    ["garbage", ["[[:r :x 9]]"], ["garbage-read"]],
  ])("%s", (_, transactions, expected) => {
    const of = together(...(transactions as string[]), "[[:w :unread 1]]")
    const found = names(of)
    for (const name of expected) expect(found).toContain(name)
    expect(check(of).answer).toBe("violated")
  })

  test("what the clock tells of each key is used where it is said that it may be", () => {
    const stale = serially("0 [[:w :x 1]]", "0 [[:w :x 2]]", "1 [[:r :x 1]]")
    expect(names(stale)).toEqual([])
    expect(names(stale, { linearizableKeys: true })).toEqual(["cyclic-versions"])
  })
})

describe("databases", () => {
  interface Database {
    readonly isSnapshot: boolean
    readonly dialect: "list-append" | "rw-register"
  }

  /** Clients at a database that keeps versions; `isSnapshot`: it only refuses who writes what somebody has written meanwhile. */
  function run({ isSnapshot, dialect }: Database, seed: number, count: number): History {
    const chance = expand(saltOf("database", seed))
    const draw = (limit: number) => below(chance, limit)
    const events: HistoryEvent[] = []
    let store = new Map<number, { readonly value: Value; readonly version: number }>()
    let version = 0
    const open = new Map<number, { readonly asked: Value[][]; readonly snapshot: typeof store; readonly began: number }>()
    const counters = new Map<number, number>()
    for (let done = 0; done < count; ) {
      const process = draw(5)
      const txn = open.get(process)
      if (txn === undefined) {
        const asked = Array.from({ length: 1 + draw(4) }, () => {
          const key = draw(4)
          if (draw(2) === 0) return ["r", key, null] as Value[]
          counters.set(key, (counters.get(key) ?? 0) + 1)
          return [dialect === "list-append" ? "append" : "w", key, counters.get(key) as number] as Value[]
        })
        open.set(process, { asked, snapshot: new Map(store), began: version })
        events.push({ type: "invoke", process, f: "txn", value: asked, line: events.length + 1 })
        continue
      }
      done++
      open.delete(process)
      const view = new Map(isSnapshot ? txn.snapshot : store)
      const written = new Set<number>()
      const answered = txn.asked.map(([f, key, value]) => {
        const held = view.get(key as number)?.value ?? null
        if (f === "r") return [f, key as Value, held]
        view.set(key as number, {
          value: dialect === "list-append" ? [...((held as Value[]) ?? []), value as Value] : (value as Value),
          version: version + 1,
        })
        written.add(key as number)
        return [f as Value, key as Value, value as Value]
      })
      const isRefused = isSnapshot && [...written].some((key) => (store.get(key)?.version ?? 0) > txn.began)
      if (!isRefused) {
        version++
        store = new Map([
          ...store,
          ...[...written].map((key) => [key, { ...(view.get(key) as { value: Value; version: number }), version }] as const),
        ])
      }
      events.push({ type: isRefused ? "fail" : "ok", process, f: "txn", value: isRefused ? txn.asked : answered, line: events.length + 1 })
    }
    return historyOf(events)
  }

  test.each(["list-append", "rw-register"] as const)("that do one transaction after the other are never refused: %s", (dialect) => {
    for (let seed = 0; seed < 30; seed++) {
      const opinion = check(run({ isSnapshot: false, dialect }, seed, 300), "strict-serializable", { linearizableKeys: seed % 2 === 0 })
      expect({ seed, answer: opinion.answer, found: opinion.anomalies }).toEqual({ seed, answer: "passed", found: [] })
    }
  })

  test("that isolate snapshots have write skew and nothing worse", () => {
    let skewed = 0
    for (let seed = 0; seed < 30; seed++) {
      const of = run({ isSnapshot: true, dialect: "list-append" }, seed, 300)
      const opinion = check(of, "snapshot-isolation")
      expect({ seed, answer: opinion.answer, found: opinion.detail }).toEqual({ seed, answer: "passed", found: expect.any(String) })
      if (check(of, "serializable").answer === "violated") skewed++
    }
    expect(skewed).toBeGreaterThan(20)
  })
})

describe("consistency models", () => {
  test("anomalies rule out models, and what is left is told by its strongest", () => {
    expect(strongestLeft(ruledOut([]))).toEqual(["strict-serializable"])
    expect(strongestLeft(ruledOut(["G2-item"]))).toEqual(["strong-snapshot-isolation"])
    expect(strongestLeft(ruledOut(["G-single"]))).toEqual(["cursor-stability", "parallel-snapshot-isolation"])
    expect(strongestLeft(ruledOut(["G1c"]))).toEqual(["read-uncommitted"])
    expect(strongestLeft(ruledOut(["G0"]))).toEqual([])
  })
})
