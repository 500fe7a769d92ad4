/** What a node has said, it has stored: whenever it is fired, whatever its disk is like. */
import { describe, expect, test } from "vitest"
import { endpoint, listener, MS, only, type Party, party, SECOND, simulate, type Told } from "./stage.ts"

/** Every 10 ms it writes a number, then tells, asks and works it; and notes when it does. At boot it says what it finds. */
function bookkeeper(name: string, to: string, noted: (numbers: readonly number[]) => void): Party {
  return party(name, () => undefined, {
    jobs: { count: (order) => ({ done: order }) },
    create: () => {
      let next = 0
      return {
        step: (input, out) => {
          if (input.kind === "boot") {
            const numbers = [...input.records].map(({ record }) => Number(record))
            noted(numbers)
            next = (numbers.at(-1) ?? -1) + 1
            out.timer("write", 10 * MS)
          } else if (input.kind === "timer") {
            out.persist(next)
            out.note({ note: "wrote", number: next })
            out.tell([endpoint(to)], { kind: "push", number: next })
            out.ask(`ask ${input.now}`, endpoint(to), { kind: "ask", number: next })
            out.work("count", "count", next)
            out.timer("write", 10 * MS)
            next++
          } else if (input.kind === "worked") out.note({ note: "worked", number: input.result })
          else if (input.kind === "request") out.reply(input.id, { next })
        },
      }
    },
  })
}

test("a node fired at any moment finds everything that it has said", () => {
  let lost = 0
  for (let fireAt = 100 * MS; fireAt < 130 * MS; fireAt += 997) {
    const found: (readonly number[])[] = []
    const heard: Told[] = []
    const simulation = simulate({
      links: { otherwise: { latencyUs: 1 } },
      costs: { diskWriteUs: 4 * MS },
      parties: [bookkeeper("b1", "b2", (numbers) => found.push(numbers)), listener("b2", heard)],
      faults: [{ id: "fire", atUs: fireAt, forUs: 20 * MS, fault: { kind: "fire", node: "b1" } }],
    })
    simulation.run(200 * MS)
    const before = only(heard, "request").filter(({ now }) => now <= fireAt)
    const said = Math.max(...before.map(({ request }) => Number(request.number)))
    const kept = (found[1] as readonly number[]).at(-1) as number
    expect(kept, `fired at ${fireAt}`).toBeGreaterThanOrEqual(said)
    lost += simulation.receipts[0]?.receipt.records ?? 0
  }
  expect(lost, "some fires came between a write and its end").toBeGreaterThan(5)
})

test("notes and timers do not wait for the disk; everything else does", () => {
  const heard: Told[] = []
  const notes: [string, number][] = []
  const simulation = simulate({
    links: { otherwise: { latencyUs: 1 } },
    costs: { diskWriteUs: 4 * MS },
    parties: [bookkeeper("b1", "b2", () => undefined), listener("b2", heard)],
    work: () => ({ afterUs: 1 }),
    sink: (event) => {
      if (event.type === "note") notes.push([event.fact.note, event.t])
    },
  })
  simulation.run(18 * MS)
  expect(notes).toEqual([
    ["wrote", 10 * MS],
    ["worked", 14 * MS + 1],
  ])
  expect(only(heard, "request").map(({ now }) => now)).toEqual([14 * MS + 1, 14 * MS + 2])
})

test("writes become durable one after the other, and a later effect waits for all of them", () => {
  const heard: Told[] = []
  const twice = party("b1", (input, out) => {
    if (input.kind === "boot") {
      out.tell([endpoint("b2")], { kind: "push", number: 0 })
      out.persist("one")
      out.timer("again", 1 * MS)
    } else if (input.kind === "timer") {
      out.persist("two")
      out.tell([endpoint("b2")], { kind: "push", number: 1 })
    }
  })
  simulate({ links: { otherwise: { latencyUs: 1 } }, costs: { diskWriteUs: 5 * MS }, parties: [twice, listener("b2", heard)] }).run(SECOND)
  expect(only(heard, "request").map(({ now, request }) => [request.number, now])).toEqual([
    [0, 1],
    [1, 10 * MS + 1],
  ])
})

describe("what a node finds on a disk that is", () => {
  const after = (disk: "kept" | "wiped" | "torn" | "rotten") => {
    const found: (readonly number[])[] = []
    const damage: unknown[] = []
    const simulation = simulate({
      costs: { diskWriteUs: 100 },
      parties: [bookkeeper("b1", "b2", (numbers) => found.push(numbers)), listener("b2")],
      faults: [
        { id: "fire", atUs: 305 * MS, fault: { kind: "fire", node: "b1" } },
        { id: "hire", atUs: 400 * MS, fault: { kind: "hire", node: "b1", disk } },
      ],
      sink: (event) => {
        if (event.type === "note" && event.fact.note === "disk-damaged") damage.push(event.fact)
      },
    })
    simulation.run(401 * MS)
    return { found: found[1], damage, receipt: simulation.receipts.find(({ id }) => id === "hire")?.receipt }
  }
  const all = [...Array(30).keys()]

  test("kept: everything", () => expect(after("kept")).toMatchObject({ found: all, damage: [], receipt: { processes: 1 } }))
  test("wiped: nothing", () => expect(after("wiped")).toMatchObject({ found: [], damage: [], receipt: { records: 30 } }))
  test("torn: everything, and half a record that the store drops", () =>
    expect(after("torn")).toMatchObject({ found: all, damage: [{ disk: "torn", dropped: 1, kept: 30 }] }))
  test("rotten: what lies before the first bad byte", () =>
    expect(after("rotten")).toMatchObject({
      found: all.slice(0, 19),
      damage: [{ disk: "rotten", dropped: 11, kept: 19 }],
      receipt: { records: 11 },
    }))
})

test("a lying disk acknowledges at once, and a fire shows the lie", () => {
  const scene = (fireAt: number) => {
    const found: (readonly number[])[] = []
    const simulation = simulate({
      costs: { diskWriteUs: 100 },
      parties: [bookkeeper("b1", "b2", (numbers) => found.push(numbers)), listener("b2")],
      faults: [
        { id: "lie", atUs: 100 * MS + 1, forUs: 200 * MS, fault: { kind: "disk-lying", node: "b1" } },
        { id: "fire", atUs: fireAt, forUs: 10 * MS, fault: { kind: "fire", node: "b1" } },
      ],
    })
    simulation.run(SECOND)
    return { found: found[1]?.length, receipts: Object.fromEntries(simulation.receipts.map(({ id, receipt }) => [id, receipt])) }
  }
  const caught = scene(205 * MS)
  expect(caught.found).toBe(10)
  expect(caught.receipts.fire).toMatchObject({ records: 10 })
  expect(caught.receipts.lie).toMatchObject({ processes: 1 })
  expect(scene(405 * MS).found, "what it owed was written when it stopped lying").toBe(40)
})

test("a full disk ends the node at its next write; when there is room again it is hired back", () => {
  const found: (readonly number[])[] = []
  const simulation = simulate({
    parties: [bookkeeper("b1", "b2", (numbers) => found.push(numbers)), listener("b2")],
    faults: [{ id: "full", atUs: 105 * MS, forUs: 300 * MS, fault: { kind: "disk-full", node: "b1" } }],
  })
  simulation.run(200 * MS)
  expect(simulation.nodes[0]).toMatchObject({ name: "b1", state: "away" })
  simulation.run(400 * MS)
  expect(simulation.nodes[0]).toMatchObject({ state: "up" })
  expect(found[1]).toHaveLength(10)
  expect(simulation.finding).toBeUndefined()
})

test("a slow disk delays what waits for it", () => {
  const heard: Told[] = []
  const faults = [{ id: "slow", atUs: 0, fault: { kind: "disk-slow", node: "b1", us: 3 * MS } }] as const
  const simulation = simulate({
    links: { otherwise: { latencyUs: 1 } },
    parties: [bookkeeper("b1", "b2", () => undefined), listener("b2", heard)],
    faults,
  })
  simulation.run(20 * MS - 1)
  expect(only(heard, "request")[0]?.now).toBe(13 * MS + 1)
  simulation.healAll()
  expect(simulation.receipts[0]?.receipt).toMatchObject({ records: 1, processes: 1 })
})
