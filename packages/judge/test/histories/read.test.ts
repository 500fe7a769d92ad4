/** Histories are read as Jepsen and its relatives write them, and what cannot be read is refused with its line. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  historyOf,
  modelOf,
  notationOf,
  readHistory,
  readLimits,
  UnreadableHistory,
  type Value,
  writeEdn,
  writeJson,
} from "../../src/histories/index.ts"

const operationsOf = (text: string) =>
  readHistory(text).operations.map(({ process, f, input, output, outcome }) => ({ process, f, input, output, outcome }))

const written = { process: 0, f: "write", input: 3, output: 3, outcome: "ok" }

describe("notations", () => {
  test.each([
    ["maps, a line each", "{:process 0, :type :invoke, :f :write, :value 3}\n{:process 0, :type :ok, :f :write, :value 3}"],
    ["one vector", "[{:process 0 :type :invoke :f :write :value 3}\n {:process 0 :type :ok :f :write :value 3}]"],
    [
      "records of jepsen.history",
      "#jepsen.history.Op{:index 0, :time 5, :type :invoke, :process 0, :f :write, :value 3}\n#jepsen.history.Op{:type :ok, :process 0, :f :write, :value 3}",
    ],
    ["strings for keywords", '{"process" 0 "type" "invoke" "f" "write" "value" 3} {"process" 0 "type" "ok" "f" "write" "value" 3}'],
    [
      "with comments and discarded forms",
      "; recorded\n#_{:type :nonsense} {:process 0 :type :invoke :f :write :value 3} ^:meta {:process 0 :type :ok :f :write :value 3}",
    ],
    ["a stored test", '{:name "etcd" :history [{:process 0 :type :invoke :f :write :value 3} {:process 0 :type :ok :f :write :value 3}]}'],
    [
      "JSON, a line each",
      '{"process": 0, "type": "invoke", "f": "write", "value": 3}\n{"process": 0, "type": "ok", "f": "write", "value": 3}',
    ],
    [
      "JSON, one list",
      '[{"process": 0, "type": ":invoke", "f": ":write", "value": 3},\n {"process": 0, "type": ":ok", "f": ":write", "value": 3}]',
    ],
    ["Jepsen's log, tabs", "INFO  jepsen.util - 0\t:invoke\t:write\t3\nINFO  jepsen.util - 0\t:ok\t:write\t3"],
    [
      "Jepsen's log of today",
      "2024-01-02 10:00:00,123{GMT}\tINFO\t[jepsen worker 0] jepsen.util: hello\n2024-01-02 10:00:00,124{GMT}\tINFO\t[jepsen worker 0] jepsen.util - 0\t:invoke\t:write\t3\nINFO jepsen.util - 0   :ok :write   3",
    ],
  ])("%s", (_, text) => {
    expect(operationsOf(text)).toEqual([written])
  })

  test("values of every kind", () => {
    const text =
      '{:process 0 :type :invoke :f :txn :value [nil true -4 1.5 2/4 12345678901234567890N 9M \\a "q\\"\\u0041" :k #{1} {:a 1} (1 2) #inst "2020" sym ##Inf]}'
    expect(readHistory(text).operations[0]?.input).toEqual([
      null,
      true,
      -4,
      1.5,
      0.5,
      12345678901234567890n,
      9,
      "a",
      'q"A',
      ":k",
      [1],
      new Map([[":a", 1]]),
      [1, 2],
      "2020",
      "sym",
      Number.POSITIVE_INFINITY,
    ])
  })

  test("integers that JSON would round are kept", () => {
    const text = '{"process": 0, "type": "invoke", "f": "write", "value": 12345678901234567}'
    expect(readHistory(text).operations[0]?.input).toBe(12345678901234567n)
  })

  test("which notation it is is told by the text", () => {
    expect(notationOf('[{"type": "ok"}]')).toBe("json")
    expect(notationOf("[{:type :ok}]")).toBe("edn")
    expect(notationOf("; a comment\n{:type :ok}")).toBe("edn")
    expect(notationOf("starting up\nINFO  jepsen.util - 0\t:invoke\t:read\tnil")).toBe("log")
  })
})

describe("operations", () => {
  test("a nemesis and other bystanders do none", () => {
    const text =
      "{:process :nemesis :type :info :f :start :value nil} {:process 0 :type :invoke :f :read :value nil} {:process :nemesis :type :info :f :start :value {:cut [[:n1] [:n2]]}}"
    expect(operationsOf(text)).toEqual([{ process: 0, f: "read", input: null, output: undefined, outcome: "info" }])
  })

  test("what was never completed is open for ever, and so is what a process left behind when it invoked again", () => {
    const { operations, remarks } = readHistory(
      "{:process 0 :type :invoke :f :write :value 1} {:process 0 :type :invoke :f :write :value 2} {:process 0 :type :ok :f :write :value 2} {:process 1 :type :invoke :f :write :value 3}",
    )
    expect(operations.map(({ outcome, returnedAt }) => [outcome, returnedAt])).toEqual([
      ["info", Number.POSITIVE_INFINITY],
      ["ok", 2],
      ["info", Number.POSITIVE_INFINITY],
    ])
    expect(remarks).toHaveLength(1)
  })

  test("a completion that nobody asked for is left out, and said", () => {
    const { operations, remarks } = readHistory("{:process 0 :type :invoke :f :read :value nil} {:process 1 :type :ok :f :read :value 1}")
    expect(operations).toHaveLength(1)
    expect(remarks[0]).toMatch(/line 1/)
  })

  test("processes may have names with numbers, and may be strings", () => {
    const { operations } = readHistory(
      '{"process": "c12", "type": "invoke", "f": "read", "value": null}\n{"process": "3", "type": "invoke", "f": "read", "value": null}',
    )
    expect(operations.map(({ process }) => process)).toEqual(["c12", 3])
  })

  test("keys in the values are told by reads that are invoked with one", () => {
    const tuples = "{:process 0 :type :invoke :f :read :value [:k nil]} {:process 0 :type :ok :f :read :value [:k 3]}"
    const pairs = "{:process 0 :type :invoke :f :write :value [1 2]} {:process 1 :type :invoke :f :read :value nil}"
    expect(readHistory(tuples).hasTuples).toBe(true)
    expect(readHistory(pairs).hasTuples).toBe(false)
  })

  test("what a history is of is told by its functions", () => {
    const of = (f: string, value = "nil") => modelOf(readHistory(`{:process 0 :type :invoke :f :${f} :value ${value}}`))
    expect(of("cas", "[1 2]")).toBe("cas-register")
    expect(of("txn", "[[:append 1 2]]")).toBe("list-append")
    expect(of("txn", "[[:r 1 nil] [:w 1 2]]")).toBe("rw-register")
    expect(of("enqueue", "1")).toBe("queue")
    expect(of("dance")).toBeUndefined()
  })
})

describe("what cannot be read", () => {
  test.each([
    ["{:process 0 :type :invoke}\n{:process 0 :type :okay}", 2, ":type"],
    ["{:process 0\n:type :invoke :f", 2, "end of the file"],
    ["{:type :ok}\n}", 2, "closes nothing"],
    ['{:process 0 :type :invoke :f :read :value "abc', 1, "does not end"],
    ['{"type": "invoke", "process": 0}\n{"type": "ok", process: 0}', 2, "not JSON"],
    ["3", 1, "3"],
    ["{:a}", 1, "no value"],
  ])("%j is refused with its line", (text, line, words) => {
    const error = failureOf(text)
    expect({ line: error.line, message: error.message }).toEqual({ line, message: expect.stringContaining(words) })
  })

  test("values that are nested too deep, in either notation", () => {
    expect(failureOf("[".repeat(100_000)).message).toContain("deep")
    const nested = `${"[".repeat(5_000)}${"]".repeat(5_000)}`
    expect(failureOf(`{"process": 0, "type": "ok", "value": ${nested}}`).message).toContain("deep")
  })

  test("a history that is too long", () => {
    const limits = { ...readLimits, eventsMax: 1, charactersMax: 1_000 }
    expect(() => readHistory("{:process 0 :type :invoke} {:process 1 :type :invoke}", "edn", limits)).toThrow("more than 1")
    expect(() => readHistory(" ".repeat(2_000), "edn", limits)).toThrow("2000 characters")
  })

  function failureOf(text: string): UnreadableHistory {
    try {
      readHistory(text)
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableHistory)
      return error as UnreadableHistory
    }
    throw new Error("it was read")
  }
})

const value = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
    fc.string({ unit: "grapheme" }).filter((text) => !text.startsWith(":")),
    fc.stringMatching(/^:[a-z][a-z0-9-]{0,5}$/),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
})).value

const event = fc.record({
  type: fc.constantFrom("invoke" as const, "ok" as const, "fail" as const, "info" as const),
  process: fc.nat(5),
  f: fc.constantFrom("read", "write", "txn"),
  value,
  line: fc.constant(0),
})

test("what is written is read again, in both notations", () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), (events) => {
      for (const write of [writeEdn, writeJson]) {
        const again = readHistory(write(events)).events.map(({ type, process, f, value }) => ({ type, process, f, value }))
        expect(again).toEqual(events.map(({ type, process, f, value }) => ({ type, process, f, value })))
      }
    }),
  )
})

test("whatever is written, it is read or refused, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("{", "}", "[", "]", ":type", ":ok", "#", "_", '"', " ", "\n", "1", "\\", "^", ";", "'", "nil", "x"), {
        maxLength: 40,
      }),
      (words) => {
        try {
          readHistory(words.join(""), "edn")
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableHistory)
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test("an empty history is one", () => {
  expect(readHistory("").operations).toEqual([])
  expect(historyOf([]).operations).toEqual([])
})
