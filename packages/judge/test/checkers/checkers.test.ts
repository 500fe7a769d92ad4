/** Sets, counters, queues, ids and banks: what each of their checks finds, by name, and what it lets pass. */
import { describe, expect, test } from "vitest"
import { checkDefaults, checkHistory, conclude, type HistoryModel } from "../../src/histories/index.ts"
import { history } from "../histories/story.ts"

function check(model: HistoryModel, lines: readonly string[], options: Partial<typeof checkDefaults> = {}) {
  const { answer, anomalies, detail } = conclude(checkHistory(history(...lines), model, { ...checkDefaults, ...options }))
  return { answer, names: anomalies.filter(({ isViolation }) => isViolation).map(({ name, count }) => `${count} ${name}`), detail }
}

describe("a set", () => {
  const add = (...elements: readonly number[]) => elements.flatMap((element) => [`0 invoke add ${element}`, `0 ok add ${element}`])
  const read = (...elements: readonly (number | string)[]) => ["1 invoke read", `1 ok read [${elements.join(" ")}]`]

  test("of which everything is read passes", () => {
    expect(check("set", [...add(1, 2), ...read(1, 2)]).answer).toBe("passed")
  })

  test("that has lost an acknowledged element", () => {
    expect(check("set", [...add(1, 2), ...read(1)])).toMatchObject({
      answer: "violated",
      names: ["1 lost"],
      detail: expect.stringContaining("2 was known since line 4"),
    })
  })

  test("whose element was shown, never acknowledged, and is gone", () => {
    expect(check("set", ["0 invoke add 1", "0 info add 1", ...add(2), ...read(1, 2), ...read(2)]).names).toEqual(["1 lost"])
  })

  test("that is stale, unless that is allowed", () => {
    const stale = [...add(1, 2), ...read(1), ...read(1, 2)]
    expect(check("set", stale)).toMatchObject({ answer: "violated", names: ["1 stale"] })
    expect(check("set", stale, { isEventual: true }).answer).toBe("passed")
  })

  test("with an element twice, one that nobody added, one that failed, and one from the future", () => {
    expect(check("set", [...add(1), ...read(1, 1)]).names).toEqual(["1 duplicate"])
    expect(check("set", [...add(1), ...read(1, 7)]).names).toEqual(["1 never-added"])
    expect(check("set", [...add(1), "2 invoke add 5", "2 fail add 5", ...read(1, 5)]).names).toEqual(["1 failed-but-there"])
    expect(check("set", [...add(1), ...read(1, 5), ...add(5), ...read(1, 5)]).names).toEqual(["1 added-later"])
  })

  test("a read that was going on while an element was added may lack it", () => {
    expect(check("set", [...add(1), "1 invoke read", ...add(2), "1 ok read [1]", ...read(1, 2)]).answer).toBe("passed")
  })

  test("of which nothing was read, or nothing was read after anything was added", () => {
    expect(check("set", add(1, 2)).answer).toBe("inconclusive")
    expect(check("set", [...read(), ...add(1)]).answer).toBe("inconclusive")
    expect(check("set", ["0 invoke add 1", "0 fail add 1", ...read()]).answer).toBe("inconclusive")
  })

  test("of many keys is judged key by key", () => {
    const tuples = [
      "0 invoke add [:a 1]",
      "0 ok add [:a 1]",
      "0 invoke add [:b 2]",
      "0 ok add [:b 2]",
      "1 invoke read [:a nil]",
      "1 ok read [:a [1]]",
      "1 invoke read [:b nil]",
      "1 ok read [:b []]",
    ]
    expect(check("set", tuples)).toMatchObject({ answer: "violated", names: ["1 lost"], detail: expect.stringContaining("such as b") })
  })
})

describe("a counter", () => {
  const add = (delta: number) => [`0 invoke add ${delta}`, `0 ok add ${delta}`]

  test("whose reads are between what must and what can be", () => {
    expect(
      check("counter", [...add(1), "0 invoke add 2", "1 invoke read", "1 ok read 3", "0 ok add 2", "1 invoke read", "1 ok read 3"]).answer,
    ).toBe("passed")
  })

  test("that reads too little, or too much", () => {
    expect(check("counter", [...add(1), ...add(2), "1 invoke read", "1 ok read 2"])).toMatchObject({
      answer: "violated",
      detail: expect.stringContaining("only 3 can be"),
    })
    expect(check("counter", [...add(1), "1 invoke read", "1 ok read 2"]).answer).toBe("violated")
  })

  test("that is taken away from", () => {
    expect(
      check("counter", [...add(5), "0 invoke add -2", "0 info add -2", "1 invoke read", "1 ok read 3", "1 invoke read", "1 ok read 5"])
        .answer,
    ).toBe("passed")
    expect(check("counter", [...add(5), ...add(-2), "1 invoke read", "1 ok read 5"]).answer).toBe("violated")
  })

  test("what failed does not count, what is unknown may", () => {
    expect(check("counter", [...add(1), "2 invoke add 4", "2 fail add 4", "1 invoke read", "1 ok read 5"]).answer).toBe("violated")
    expect(check("counter", [...add(1), "2 invoke add 4", "2 info add 4", "1 invoke read", "1 ok read 5"]).answer).toBe("passed")
  })
})

describe("a counter of many copies", () => {
  const adds = ["0 invoke add 3", "0 ok add 3", "1 invoke add -1", "1 ok add -1", "2 invoke add 10", "2 info add 10"]

  test("is the sum in the end, with or without what is unknown", () => {
    expect(check("pn-counter", [...adds, "0 invoke read", "0 ok read 2", "1 invoke read", "1 ok read 12"]).answer).toBe("passed")
    expect(check("pn-counter", [...adds, "0 invoke read", "0 ok read 7"])).toMatchObject({ answer: "violated", names: ["1 wrong-sum"] })
  })

  test("reads on the way do not matter", () => {
    expect(check("pn-counter", ["0 invoke read", "0 ok read 99", ...adds, "0 invoke read", "0 ok read 2"]).answer).toBe("passed")
    expect(check("pn-counter", adds).answer).toBe("inconclusive")
  })
})

describe("a queue", () => {
  const enqueue = (element: number) => [`0 invoke enqueue ${element}`, `0 ok enqueue ${element}`]
  const dequeue = (element: number) => ["1 invoke dequeue", `1 ok dequeue ${element}`]
  const drain = (...elements: readonly number[]) => ["1 invoke drain", `1 ok drain [${elements.join(" ")}]`]

  test("from which everything comes, in whatever order", () => {
    expect(check("queue", [...enqueue(1), ...enqueue(2), ...dequeue(2), ...drain(1)]).answer).toBe("passed")
  })

  test("that loses, repeats, or makes up elements", () => {
    expect(check("queue", [...enqueue(1), ...enqueue(2), ...drain(2)]).names).toEqual(["1 lost"])
    expect(check("queue", [...enqueue(1), ...dequeue(1), ...drain(1)]).names).toEqual(["1 duplicate"])
    expect(check("queue", [...enqueue(1), ...dequeue(1), ...drain(7)]).names).toEqual(["1 never-enqueued"])
  })

  test("a dequeue of unknown outcome may have taken what is missing", () => {
    expect(check("queue", [...enqueue(1), ...enqueue(2), "2 invoke dequeue", "2 info dequeue", ...drain(2)]).answer).toBe("inconclusive")
  })

  test("what is still inside is not lost", () => {
    expect(check("queue", [...enqueue(1), ...enqueue(2), ...dequeue(2)]).answer).toBe("inconclusive")
  })

  test("first in, first out is another model", () => {
    const swapped = [...enqueue(1), ...enqueue(2), ...dequeue(2), ...dequeue(1)]
    expect(check("queue", swapped).answer).toBe("passed")
    expect(check("fifo-queue", swapped).answer).toBe("violated")
    expect(check("fifo-queue", [...enqueue(1), ...enqueue(2), ...dequeue(1), ...dequeue(2)]).answer).toBe("passed")
  })
})

test("ids are given out once", () => {
  expect(check("unique-ids", ["0 invoke generate", '0 ok generate "a"', "1 invoke generate", '1 ok generate "b"']).answer).toBe("passed")
  expect(check("unique-ids", ["0 invoke generate", "0 ok generate [1 2]", "1 invoke generate", "1 ok generate [1 2]"]).names).toEqual([
    "1 duplicate",
  ])
  expect(check("unique-ids", ["0 invoke generate", "0 info generate"]).answer).toBe("inconclusive")
})

describe("a bank", () => {
  const transfer = ["0 invoke transfer {:from 0 :to 1 :amount 5}", "0 ok transfer {:from 0 :to 1 :amount 5}"]
  const read = (balances: string) => ["1 invoke read", `1 ok read ${balances}`]

  test("keeps its total", () => {
    expect(check("bank", [...read("{0 10 1 10}"), ...transfer, ...read("{0 5 1 15}")]).answer).toBe("passed")
    expect(check("bank", [...read("{0 10 1 10}"), ...transfer, ...read("{0 10 1 15}")])).toMatchObject({
      answer: "violated",
      names: ["1 wrong-total"],
    })
    expect(check("bank", [...transfer, ...read("[5 15]")], { total: 30 }).names).toEqual(["1 wrong-total"])
  })

  test("owes nothing, unless it may", () => {
    const owing = [...transfer, ...read("{0 -5 1 25}")]
    expect(check("bank", owing).names).toEqual(["1 negative-balance"])
    expect(check("bank", owing, { mayOwe: true }).answer).toBe("passed")
  })

  test("has always the same accounts", () => {
    expect(check("bank", [...transfer, ...read("{0 10 1 10}"), ...read("{0 20}")]).names).toEqual(["1 unexpected-accounts"])
    expect(check("bank", [...transfer, ...read("{0 10 1 10}"), ...read("{0 20 1 nil}")]).names).toEqual(["1 unexpected-accounts"])
  })
})

test("what the model does not know is refused with its line", () => {
  expect(() => check("cas-register", ["0 invoke read", "0 ok read 1", "0 invoke dance 3", "0 ok dance 3"])).toThrow(/line 3: dance/)
  expect(() => check("list-append", ["0 invoke txn [[:w 1 2]]", "0 ok txn [[:w 1 2]]"])).toThrow(/line 1/)
})

test("a history without clients is inconclusive", () => {
  expect(check("set", [":nemesis info start"]).answer).toBe("inconclusive")
})
