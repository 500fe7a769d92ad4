/** Programs that speak UDP, behind ports of the switchboard: each sees the addresses it knows, and what befalls a link befalls its datagrams. */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram"
import { once } from "node:events"
import { afterEach, expect, test } from "vitest"
import type { LinkFault } from "../../src/faults/index.ts"
import type { Front } from "../../src/switchboard/contract.ts"
import { DatagramFronts } from "../../src/switchboard/datagram-fronts.ts"
import { Switchboard } from "../../src/switchboard/index.ts"

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Heard {
  readonly text: string
  readonly port: number
}

class Speaker {
  readonly socket: Socket
  readonly heard: Heard[] = []

  constructor(socket: Socket) {
    this.socket = socket
    socket.on("message", (bytes: Buffer, { port }: RemoteInfo) => void this.heard.push({ text: bytes.toString(), port }))
  }

  get port(): number {
    return this.socket.address().port
  }

  say(text: string, port: number): void {
    this.socket.send(text, port, "127.0.0.1")
  }

  async hears(count: number): Promise<readonly Heard[]> {
    while (this.heard.length < count) await once(this.socket, "message", { signal: AbortSignal.timeout(3_000) })
    return this.heard
  }
}

async function speaker(): Promise<Speaker> {
  const socket = createSocket("udp4")
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")
  closing.push(() => socket.close())
  return new Speaker(socket)
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4")
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}

/** ann and bob, each behind a front for the other; or, with `shared`, each behind one for everybody. */
async function openBoard(shared: boolean, who: (from: number) => string | undefined = () => undefined) {
  const [ann, bob] = [await speaker(), await speaker()]
  const [toAnn, toBob] = [await freePort(), await freePort()]
  const front = (port: number, from: string, to: string, target: number): Front => ({
    ...{ host: "127.0.0.1", port, to, target: { host: "127.0.0.1", port: target }, isStream: false, isDatagram: true },
    ...(shared ? {} : { from }),
  })
  const config = { host: "127.0.0.1", port: 0, seed: "post", links: { otherwise: {} }, routes: [], parties: [], runStartedNs: "" }
  const receipts = new Map<string, number>()
  const board = new Switchboard(
    { ...config, fronts: [front(toAnn, "bob", "ann", ann.port), front(toBob, "ann", "bob", bob.port)] },
    ({ id, receipt }) => void receipts.set(id, receipt.messages),
    async (from) => who(from),
  )
  await board.listen()
  closing.push(() => board.close())
  const begin = (fault: Partial<LinkFault> & { readonly kind: LinkFault["kind"] }) =>
    board.begin(fault.kind, { from: ["ann"], to: ["bob"], ...fault } as LinkFault, true)
  return { ann, bob, begin, board, receipts, toAnn, toBob }
}

test.each([["for one sender each", false] as const, ["for everybody", true] as const])(
  "fronts %s: whoever hears a datagram sees the address by which it knows the sender, and answers to it",
  async (_what, shared) => {
    const { ann, board, bob, toAnn, toBob } = await openBoard(shared)
    ann.say("hello", toBob)
    const [hello] = await bob.hears(1)
    expect(hello).toEqual({ text: "hello", port: toAnn })
    bob.say("hello yourself", hello?.port ?? 0)
    expect(await ann.hears(1)).toEqual([{ text: "hello yourself", port: toBob }])
    expect(board.counts).toMatchObject({ datagrams: 2, flows: 0, messages: 2, unattributed: 0, overflowed: 0 })
  },
)

test("whoever sends from another port than its own is answered there; who it is, is known by the front, or asked once", async () => {
  const stranger = await speaker()
  const asked: number[] = []
  const { begin, board, bob, receipts, toBob } = await openBoard(true, (from) => {
    asked.push(from)
    return from === stranger.port ? "ann" : undefined
  })
  stranger.say("1", toBob)
  stranger.say("2", toBob)
  const heard = await bob.hears(2)
  for (const { port, text } of heard) bob.say(`got ${text}`, port)
  expect((await stranger.hears(2)).map(({ text, port }) => `${text} ${port === toBob}`)).toEqual(["got 1 true", "got 2 true"])
  expect(asked).toEqual([stranger.port])
  begin({ kind: "cut" })
  stranger.say("3", toBob)
  const other = await speaker()
  other.say("4", toBob)
  expect((await bob.hears(3))[2]?.text).toBe("4")
  board.endAll()
  expect(receipts.get("cut")).toBe(1)
  expect(board.counts).toMatchObject({ flows: 2, unattributed: 1 })
})

test("one way is cut, the other goes on; what was doubled comes twice, what was late comes later", async () => {
  const { ann, begin, board, bob, receipts, toAnn, toBob } = await openBoard(false)
  begin({ kind: "cut" })
  ann.say("lost", toBob)
  bob.say("back", toAnn)
  await ann.hears(1)
  board.end("cut")
  begin({ kind: "duplicate", percent: 100 } as never)
  begin({ kind: "latency", us: 100_000, jitterUs: 0 } as never)
  const before = performance.now()
  ann.say("twice", toBob)
  expect((await bob.hears(2)).map(({ text }) => text)).toEqual(["twice", "twice"])
  expect(performance.now() - before).toBeGreaterThanOrEqual(99)
  board.endAll()
  expect(Object.fromEntries(receipts)).toEqual({ cut: 1, duplicate: 1, latency: 1 })
})

test("a datagram of the largest size passes; a flow that is idle is forgotten", async () => {
  const { board, bob, toBob } = await openBoard(true, () => "ann")
  const sender = await speaker()
  sender.say("x".repeat(65_507), toBob)
  expect((await bob.hears(1))[0]?.text.length).toBe(65_507)
  expect(board.counts.flows).toBe(1)
})

test("flows are bounded, and swept when they have been idle", async () => {
  const target = await speaker()
  const port = await freePort()
  const fronts: Front[] = [
    {
      host: "127.0.0.1",
      port,
      from: "ann",
      to: "bob",
      target: { host: "127.0.0.1", port: target.port },
      isStream: false,
      isDatagram: true,
    },
  ]
  const carried: string[] = []
  const courier = { carry: (_link: unknown, payload: Buffer) => void carried.push(payload.toString()) }
  const behind = new DatagramFronts(fronts, { courier: courier as never, linkOf: () => undefined as never, ask: async () => undefined }, 2)
  await behind.listen()
  closing.push(() => behind.close())
  const [one, two, three] = [await speaker(), await speaker(), await speaker()]
  one.say("1", port)
  two.say("2", port)
  three.say("3", port)
  await expect.poll(() => behind.refused).toBe(1)
  expect({ carried: carried.sort(), flows: behind.flows }).toEqual({ carried: ["1", "2"], flows: 2 })
  behind.sweep(Date.now() + 1)
  expect(behind.flows).toBe(0)
  three.say("3", port)
  await expect.poll(() => carried.length).toBe(3)
})
