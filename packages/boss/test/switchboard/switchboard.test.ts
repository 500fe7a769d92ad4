/** Every fault of links, on real sockets, by its measured effect. */
import { once } from "node:events"
import { describe, expect, test } from "vitest"
import { openTestOffice } from "./office.ts"

test("without rules messages pass, whatever their size, and bodies arrive as they were sent", async () => {
  await using office = await openTestOffice()
  const long = "x".repeat(3_000_000)
  expect(await office.ask("hello")).toMatchObject({ status: 200, body: "heard hello" })
  expect((await office.ask(long)).body).toHaveLength(long.length + 6)
  expect(office.board.counts).toMatchObject({ connections: 1, strangers: 0 })
})

test("whoever does not prove who it is reaches nobody", async () => {
  await using office = await openTestOffice()
  await expect(office.ask("hello", { agent: office.agent("b2", "0".repeat(64)) })).rejects.toThrow()
  const socket = office.dial("stream", "no proof at all")
  await once(socket, "close")
  expect(office.heard).toEqual([])
  expect(office.board.counts.strangers).toBe(2)
})

test("whoever dials somebody who is away is told so, and that nothing was delivered", async () => {
  await using office = await openTestOffice()
  expect(await office.ask("hello", { agent: office.agent("nobody") })).toMatchObject({ status: 503, refused: true })
})

describe("latency", () => {
  test("delays requests by as much as was asked, answers not", async () => {
    await using office = await openTestOffice()
    await office.ask("warm")
    office.begin("late", { kind: "latency", us: 100_000, jitterUs: 20_000 })
    const waits: number[] = []
    for (let i = 0; i < 12; i++) waits.push((await office.ask(`${i}`)).ms)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(80)
    expect(waits.reduce((sum, ms) => sum + ms, 0) / waits.length).toBeGreaterThan(90)
    office.board.end("late")
    expect(Math.min(...(await Promise.all([office.ask("again"), office.ask("and again")])).map(({ ms }) => ms))).toBeLessThan(80)
    expect(office.over[0]?.receipt).toMatchObject({ messages: 12, connections: 1 })
  })

  test("of the link itself applies both ways", async () => {
    await using office = await openTestOffice({ otherwise: { latencyUs: 30_000 } })
    const { ms } = await office.ask("hello")
    expect(ms).toBeGreaterThanOrEqual(60)
  })
})

test("a cut loses what is sent on connections that are open; after it everything passes again", async () => {
  await using office = await openTestOffice()
  await office.ask("before")
  office.begin("cut", { kind: "cut", both: true })
  await expect(office.ask("lost", { ms: 150 })).rejects.toThrow("timeout")
  await expect(office.ask("lost too", { ms: 150 })).rejects.toThrow("timeout")
  office.board.end("cut")
  expect(await office.ask("after")).toMatchObject({ body: "heard after" })
  expect(office.heard.map(({ body }) => body)).toEqual(["before", "after"])
  expect(office.over[0]?.receipt.messages).toBeGreaterThanOrEqual(2)
})

test("a cut of answers alone lets requests through", async () => {
  await using office = await openTestOffice()
  office.begin("cut", { kind: "cut", from: ["b2"], to: ["b1"] })
  await expect(office.ask("heard all the same", { ms: 150 })).rejects.toThrow("timeout")
  expect(office.heard).toHaveLength(1)
})

test("a stall holds messages until it is over", async () => {
  await using office = await openTestOffice()
  office.begin("stall", { kind: "stall" })
  const late = office.ask("held")
  await expect(Promise.race([late, new Promise((resolve) => setTimeout(resolve, 100, "nothing yet"))])).resolves.toBe("nothing yet")
  expect(office.heard).toEqual([])
  office.board.end("stall")
  expect(await late).toMatchObject({ body: "heard held" })
})

test("a refusal says that nothing was delivered", async () => {
  await using office = await openTestOffice()
  office.begin("refuse", { kind: "refuse" })
  expect(await office.ask("hello")).toMatchObject({ refused: true })
  expect(office.heard).toEqual([])
})

test("a reset ends the connections that are open, once", async () => {
  await using office = await openTestOffice()
  await office.ask("before")
  office.begin("stall", { kind: "stall" })
  const waiting = office.ask("in flight")
  await expect.poll(() => office.board.counts.messages).toBe(3)
  office.begin("reset", { kind: "reset" }, false)
  await expect(waiting).rejects.toMatchObject({ code: "ECONNRESET" })
  expect(office.over).toMatchObject([{ id: "reset", receipt: { connections: 1 } }])
  office.board.end("stall")
  expect(await office.ask("after")).toMatchObject({ status: 200 })
})

describe("single messages", () => {
  test("the first two of a route are dropped, others pass", async () => {
    await using office = await openTestOffice()
    office.begin("drop", { kind: "drop", percent: 100, route: "/block", first: 2, of: "requests" })
    const other = office.ask("", { route: "/block/00ab" })
    await expect(office.ask("one", { ms: 150 })).rejects.toThrow("timeout")
    await expect(office.ask("two", { ms: 150 })).rejects.toThrow("timeout")
    expect(await office.ask("three")).toMatchObject({ body: "heard three" })
    expect(await other).toMatchObject({ status: 200 })
    office.board.end("drop")
    expect(office.over[0]?.receipt).toMatchObject({ messages: 2 })
  })

  test("one that holds a text is dropped", async () => {
    await using office = await openTestOffice()
    office.begin("drop", { kind: "drop", percent: 100, holding: "secret" })
    await expect(office.ask("a secret is lost", { ms: 150 })).rejects.toThrow("timeout")
    expect(await office.ask("harmless")).toMatchObject({ status: 200 })
  })

  test("three of ten are dropped, within what chance allows", async () => {
    await using office = await openTestOffice()
    office.begin("drop", { kind: "drop", percent: 30, of: "requests" })
    const asks = Array.from({ length: 400 }, (_, nth) => office.ask(`${nth}`, { ms: 3_000 }).catch(() => undefined))
    await Promise.all(asks)
    // Four standard deviations of a binomial draw: 30 % of 400, give or take 37.
    expect(Math.abs(400 - office.heard.length - 120)).toBeLessThan(37)
    office.board.end("drop")
    expect(office.over[0]?.receipt.messages).toBe(400 - office.heard.length)
  })

  test("a duplicate is heard twice and answered once", async () => {
    await using office = await openTestOffice()
    office.begin("twice", { kind: "duplicate", percent: 100 })
    expect(await office.ask("hello")).toMatchObject({ body: "heard hello" })
    expect(await office.ask("again")).toMatchObject({ body: "heard again" })
    expect(office.heard.map(({ body }) => body)).toEqual(["hello", "hello", "again", "again"])
  })

  test("a corrupt one differs by one bit of its body", async () => {
    await using office = await openTestOffice()
    office.begin("rot", { kind: "corrupt", percent: 100, of: "requests" })
    const sent = JSON.stringify({ amount: 5, to: "ab".repeat(40) })
    await office.ask(sent)
    const { body } = office.heard[0] ?? { body: "" }
    expect(body).toHaveLength(sent.length)
    const bits = [...body].reduce((sum, char, at) => sum + ones(char.charCodeAt(0) ^ sent.charCodeAt(at)), 0)
    expect(bits).toBe(1)
  })

  test("a held one is overtaken by others on other connections", async () => {
    await using office = await openTestOffice()
    office.begin("late", { kind: "reorder", percent: 100, holding: "slow", us: 200_000 })
    const [slow, fast] = [office.ask("slow", { agent: office.agent() }), office.ask("fast", { agent: office.agent() })]
    await Promise.all([slow, fast])
    expect(office.heard.map(({ body }) => body)).toEqual(["fast", "slow"])
  })
})

// How near to what was asked, the bench tells: a busy machine makes everything later, and nothing may be sooner.
test("bandwidth lets no more bytes a second through than was asked", async () => {
  await using office = await openTestOffice()
  await office.ask("warm")
  office.begin("narrow", { kind: "bandwidth", bytesPerSecond: 200_000, queueBytes: 10_000_000 })
  const began = performance.now()
  for (let i = 0; i < 5; i++) await office.ask("x".repeat(20_000))
  const rate = 100_000 / ((performance.now() - began) / 1_000)
  expect(rate).toBeGreaterThan(50_000)
  expect(rate).toBeLessThan(202_000)
})

describe("a stream of another protocol", () => {
  test("passes both ways, its server first", async () => {
    await using office = await openTestOffice()
    const socket = office.dial("stream")
    expect(String((await once(socket, "data"))[0])).toBe("welcome\n")
    socket.write("\x00\x01binary")
    expect(String((await once(socket, "data"))[0])).toBe("\x00\x01binary")
  })

  test("loses nothing in a cut: what was sent meanwhile arrives when it heals", async () => {
    await using office = await openTestOffice()
    const socket = office.dial("stream")
    await once(socket, "data")
    office.begin("cut", { kind: "cut", to: ["stream"], both: true })
    socket.write("patience")
    const heard = once(socket, "data")
    await expect(Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 100, "nothing yet"))])).resolves.toBe("nothing yet")
    office.board.end("cut")
    expect(String((await heard)[0])).toBe("patience")
  })

  test("is closed late where closing is slow", async () => {
    await using office = await openTestOffice()
    const socket = office.dial("stream")
    await once(socket, "data")
    office.begin("late", { kind: "slow-close", to: ["stream"], us: 150_000 })
    const [server] = office.streams
    const began = performance.now()
    socket.destroy()
    await once(server as NonNullable<typeof server>, "close")
    expect(performance.now() - began).toBeGreaterThanOrEqual(149)
  })
})

test("an answer in parts is passed on part by part", async () => {
  await using office = await openTestOffice()
  const socket = office.dial("b2")
  socket.write("GET /parts HTTP/1.1\r\nhost: b2\r\n\r\n")
  let text = ""
  socket.on("data", (chunk) => {
    text += chunk
  })
  await expect.poll(() => text).toContain("one\n")
  expect(text).not.toContain("two")
})

test("a heal ends the faults of its links, and no others", async () => {
  await using office = await openTestOffice()
  office.begin("here", { kind: "latency", us: 1_000, jitterUs: 0 })
  office.begin("there", { kind: "latency", to: ["stream"], us: 1_000, jitterUs: 0 })
  office.begin("heal", { kind: "heal" }, false)
  expect(office.over.map(({ id }) => id)).toEqual(["here", "heal"])
})

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest > 0; rest >>>= 1) count += rest & 1
  return count
}

test("what is watched for is told once, when it has been sent often enough", async () => {
  await using office = await openTestOffice()
  const seen: string[] = []
  office.board.watch({ sends: "/block", node: "b1", to: "b2", count: 2 }, () => seen.push("two blocks"))
  office.board.watch({ sends: "/block/:hash" }, () => seen.push("a question"))
  await office.ask("one")
  expect(seen).toEqual([])
  await office.ask("two")
  await office.ask("three")
  await office.ask("", { route: "/block/00ab" })
  expect(seen).toEqual(["two blocks", "a question"])
})
