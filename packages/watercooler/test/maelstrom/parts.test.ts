/** The parts of a Maelstrom run, each by itself: lines, services, topologies, faults, schedules. */
import { describe, expect, test } from "vitest"
import { readLine } from "../../src/maelstrom/line.ts"
import { faultsOf, type NemesisOptions } from "../../src/maelstrom/nemesis.ts"
import { Network, type Sighting } from "../../src/maelstrom/network.ts"
import { scheduleOf } from "../../src/maelstrom/plan.ts"
import type { Body } from "../../src/maelstrom/protocol.ts"
import { type Service, services } from "../../src/maelstrom/services/services.ts"
import { shrinkSchedule } from "../../src/maelstrom/shrink.ts"
import { neighbours } from "../../src/maelstrom/topology.ts"
import { optionsFor } from "./play.ts"

describe("a line of a node", () => {
  test("that is a message is one, also if it answers nothing or signs as somebody else", () => {
    expect(readLine('{"src": "n1", "dest": "c1", "body": {"type": "read_ok", "in_reply_to": null, "value": 3}}')).toMatchObject({
      message: { src: "n1" },
    })
    expect(readLine("  ")).toBeUndefined()
  })

  test.each([
    ["hello", "standard error"],
    ["{'src': 'n1', 'dest': 'c1'}", "json.dumps"],
    ["{", "one line"],
    ['  "src": "n1",', "one line"],
    ['{"src":"n1","dest":"c1","body":{"type":"x"}}{"src":"n1"}', "newline"],
    ['{"src": "n1", "dest": "c1", "body": {"ty', "two threads"],
    ["Traceback (most recent call last):", "exception"],
    ["42", "standard error"],
    ['{"src": "n1", "body": {"type": "x"}}', '"src" of the message'],
    ['{"dest": "c1", "body": {"type": "x"}}', "node_id"],
    ['{"src": "n1", "dest": "c1", "type": "x"}', 'into "body"'],
    ['{"src": "n1", "dest": "c1", "body": {}}', "read_ok"],
    ['{"src": "n1", "dest": "c1", "body": {"type": "x", "in_reply_to": "3"}}', "very number"],
  ])("%j is refused with the likely mistake", (line, instead) => {
    expect(readLine(line)).toMatchObject({ breach: { instead: expect.stringContaining(instead) } })
  })
})

describe("services", () => {
  const ask = (service: Service, src: string, body: Body) => service({ src, dest: "service", body })
  const named = (name: string) => services("seed").get(name) as Service

  test("lin-kv reads what was written last, and cas only changes what it names", () => {
    const store = named("lin-kv")
    expect(ask(store, "n1", { type: "read", key: 1 })).toMatchObject({ type: "error", code: 20 })
    expect(ask(store, "n1", { type: "cas", key: 1, from: 0, to: 1 })).toMatchObject({ type: "error", code: 20 })
    expect(ask(store, "n1", { type: "cas", key: 1, from: 0, to: 1, create_if_not_exists: true })).toEqual({ type: "cas_ok" })
    expect(ask(store, "n2", { type: "read", key: 1 })).toEqual({ type: "read_ok", value: 1 })
    expect(ask(store, "n2", { type: "cas", key: 1, from: 0, to: 2 })).toMatchObject({ type: "error", code: 22 })
    expect(ask(store, "n2", { type: "write", key: "1", value: { deep: [1] } })).toEqual({ type: "write_ok" })
    expect(ask(store, "n1", { type: "read", key: "1" })).toEqual({ type: "read_ok", value: { deep: [1] } })
    expect(ask(store, "n1", { type: "dance" })).toMatchObject({ type: "error", code: 10 })
  })

  test("seq-kv may be behind, but nobody goes back in time, and who has written sees it", () => {
    const store = named("seq-kv")
    const read = (src: string) => ask(store, src, { type: "read", key: "x" }).value as number | undefined
    for (let value = 1; value <= 20; value++) ask(store, "n1", { type: "write", key: "x", value })
    expect(read("n1")).toBe(20)
    const seen = Array.from({ length: 20 }, () => read("n2") ?? 0)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen[0]).toBeLessThan(20)
  })

  test("lww-kv loses a write now and then", () => {
    const store = named("lww-kv")
    ask(store, "n1", { type: "write", key: "x", value: 1 })
    const seen = new Set(
      Array.from(
        { length: 50 },
        (_, at) =>
          (at === 10 ? ask(store, "n1", { type: "write", key: "x", value: 2 }) : ask(store, "n1", { type: "read", key: "x" })).value,
      ),
    )
    expect(seen.size).toBeGreaterThan(2)
  })

  test("lin-tso counts", () => {
    const oracle = named("lin-tso")
    expect([1, 2, 3].map(() => ask(oracle, "n1", { type: "ts" }).ts)).toEqual([1, 2, 3])
  })
})

test("topologies connect everybody, both ways", () => {
  const nodes = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"]
  for (const topology of ["grid", "line", "total", "tree2", "tree3", "tree4"] as const) {
    const all = neighbours(topology, nodes)
    for (const [node, others] of Object.entries(all)) for (const other of others) expect(all[other]).toContain(node)
    const reached = new Set(["n1"])
    for (const node of reached) for (const other of all[node] ?? []) reached.add(other)
    expect([...reached].sort()).toEqual(nodes)
  }
  expect(neighbours("line", ["n1", "n2", "n3"])).toEqual({ n1: ["n2"], n2: ["n1", "n3"], n3: ["n2"] })
})

describe("faults", () => {
  const options: NemesisOptions = {
    seed: "a",
    kinds: ["partition", "kill", "pause"],
    intervalMs: 1_000,
    limitMs: 20_000,
    nodes: ["n1", "n2", "n3", "n4", "n5"],
  }

  test("are the same for the same seed, and of another number not the same", () => {
    expect(faultsOf(options)).toEqual(faultsOf(options))
    expect(faultsOf({ ...options, seed: "b" })).not.toEqual(faultsOf(options))
  })

  test("come and go within the run, and every kind of partition occurs", () => {
    const faults = faultsOf({ ...options, limitMs: 200_000 })
    for (const { atMs, forMs } of faults) expect(atMs + forMs).toBeLessThanOrEqual(200_000)
    const deaf = faults.flatMap(({ grudges }) =>
      grudges === undefined ? [] : [Object.values(grudges).reduce((sum, others) => sum + others.length, 0)],
    )
    expect(new Set(deaf)).toEqual(new Set([8, 12, 10]))
  })

  test("also fit into a run that is shorter than the interval", () => {
    expect(faultsOf({ ...options, intervalMs: 10_000, limitMs: 5_000, kinds: ["partition"] })).toHaveLength(1)
  })
})

describe("the network", () => {
  const message = (src: string, dest: string, type = "x") => ({ src, dest, body: { type } })
  const open = (more: object = {}) => {
    const seen: Sighting[] = []
    const network = new Network(
      { seed: "s", latencyMs: 0, distribution: "constant", lossPerMillion: 0, ...more },
      performance.now(),
      (sighting) => void seen.push(sighting),
    )
    return { network, seen, fates: () => seen.map(({ fate }) => fate) }
  }

  test("loses the same messages in every run, whatever else is sent", () => {
    const fatesOf = (others: number) => {
      const { network, seen } = open({ lossPerMillion: 300_000 })
      for (let i = 0; i < 50; i++) {
        network.send(message("n1", "n2"))
        for (let k = 0; k < others; k++) network.send(message("n3", "n4"))
      }
      return seen.filter(({ message: { src } }) => src === "n1").map(({ fate }) => fate)
    }
    expect(fatesOf(0)).toEqual(fatesOf(3))
    expect(new Set(fatesOf(0))).toEqual(new Set(["lost", "nobody"]))
  })

  test("does not carry anything over a cut, and does again once it is healed", () => {
    const { network, fates } = open()
    const heard: string[] = []
    network.join("n2", ({ body }) => void heard.push(body.type))
    const heal = network.cut({ n2: ["n1"] })
    const healOther = network.cut({ n3: ["n1"] })
    network.send(message("n1", "n2", "a"))
    network.send(message("n3", "n2", "b"))
    expect(heal()).toBe(1)
    network.send(message("n1", "n2", "c"))
    network.send(message("n1", "n3"))
    expect(healOther()).toBe(1)
    network.send(message("n1", "n3"))
    expect(heard).toEqual(["b", "c"])
    expect(fates()).toEqual(["cut", "delivered", "delivered", "cut", "nobody"])
  })

  test("keeps what peers send until a node has said init_ok; init itself is not kept", () => {
    const { network } = open()
    const heard: string[] = []
    network.join("n2", ({ body }) => void heard.push(body.type))
    network.hold("n2")
    network.send(message("n1", "n2", "early"))
    network.send(message("c0", "n2", "init"))
    network.release("n2")
    network.send(message("n1", "n2", "late"))
    expect(heard).toEqual(["init", "early", "late"])
  })

  test("loses nothing between clients and nodes, and keeps them waiting for nothing", () => {
    const { network, fates } = open({ latencyMs: 1_000, lossPerMillion: 1_000_000 })
    network.join("n1", () => undefined)
    network.send(message("c1", "n1"))
    expect(fates()).toEqual(["delivered"])
  })
})

test.each([
  { lucky: 0, tries: 1, limit: 60 },
  { lucky: 3, tries: 2, limit: 120 },
])(
  "a schedule is shrunk to what matters, where nodes are lucky every so often ($lucky) and are tried again",
  async ({ lucky, tries: triesEach, limit }) => {
    const schedule = scheduleOf(optionsFor("echo", "js/echo.mjs", { nemeses: ["partition"], limitMs: 8_000, nemesisIntervalMs: 500 }))
    const culprit = schedule.faults[1]
    const operation = schedule.operations[40]
    let tries = 0
    const smaller = await shrinkSchedule(schedule, {
      names: ["lost"],
      tries: triesEach,
      mayGoOn: () => true,
      tryOut: async ({ faults, operations }) => {
        tries++
        const fails = faults.some(({ atMs }) => atMs === culprit?.atMs) && operations.some(({ number }) => number === operation?.number)
        const isLucky = lucky > 0 && tries % lucky === 0
        return { answer: fails && !isLucky ? "violated" : "passed", names: ["lost"] }
      },
    })
    expect(smaller.faults.map(({ atMs }) => atMs)).toEqual([culprit?.atMs])
    expect(smaller.operations.map(({ number }) => number)).toEqual([40])
    expect(smaller.options.limitMs).toBeLessThan(8_000)
    expect(tries).toBeLessThan(limit)
  },
)
