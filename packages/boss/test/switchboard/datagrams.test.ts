/** Datagrams through the switchboard: proven, delayed, lost, doubled, changed, as the rules of their link say. */
import { createHash } from "node:crypto"
import { createSocket, type Socket } from "node:dgram"
import { once } from "node:events"
import { proofOfLink, readPreamble, writePreamble } from "@watercooler/kernel"
import { expect, test } from "vitest"
import type { LinkFault } from "../../src/faults/index.ts"
import { Switchboard } from "../../src/switchboard/index.ts"

const crypto = { hash: (text: string) => createHash("sha256").update(text).digest("hex") }
const [ANN, BOB] = ["ann\u2019s secret", "bob\u2019s secret"]

async function openPost() {
  const bob = await bound()
  const ann = await bound()
  const { port } = bob.address()
  const board = new Switchboard(
    {
      host: "127.0.0.1",
      port: 0,
      seed: "post",
      links: { otherwise: {} },
      routes: [],
      parties: [
        { name: "ann", host: "127.0.0.1", port: 1, secret: ANN, hears: false },
        { name: "bob", host: "127.0.0.1", port, secret: BOB, hears: true },
      ],
      runStartedNs: "",
    },
    () => undefined,
  )
  const { datagramPort } = await board.listen()
  const heard: { readonly from: string | undefined; readonly text: string; readonly at: number }[] = []
  bob.on("message", (bytes) => {
    const end = bytes.indexOf("\n")
    const preamble = readPreamble(bytes.toString("latin1", 0, end))
    const isProven = preamble?.proof === proofOfLink(crypto, BOB, preamble?.from ?? "", "bob")
    heard.push({ from: isProven ? preamble?.from : undefined, text: bytes.toString("utf8", end + 1), at: performance.now() })
  })
  const to = `127.0.0.1:${port}`
  const send = (text: string, proof = proofOfLink(crypto, ANN, "ann", to)) =>
    ann.send(Buffer.concat([Buffer.from(writePreamble({ from: "ann", to, proof })), Buffer.from(text)]), datagramPort, "127.0.0.1")
  return {
    board,
    heard,
    send,
    begin: (fault: Partial<LinkFault> & { readonly kind: LinkFault["kind"] }) =>
      board.begin(fault.kind, { from: ["ann"], to: ["bob"], ...fault } as LinkFault, true),
    async [Symbol.asyncDispose]() {
      await board.close()
      for (const socket of [ann, bob]) socket.close()
    },
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4")
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")
  return socket
}

test("a datagram arrives with the name of whoever proved to have sent it; others do not arrive", async () => {
  await using post = await openPost()
  post.send("hello")
  post.send("forged", "0".repeat(64))
  await expect.poll(() => post.board.counts.strangers).toBe(1)
  await expect.poll(() => post.heard).toMatchObject([{ from: "ann", text: "hello" }])
})

test("it is late, lost, doubled, changed or held as its link says", async () => {
  await using post = await openPost()
  post.begin({ kind: "latency", us: 80_000, jitterUs: 0 })
  const began = performance.now()
  post.send("late")
  await expect.poll(() => post.heard.length).toBe(1)
  expect((post.heard[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(79)
  post.board.end("latency")

  post.begin({ kind: "duplicate", percent: 100 })
  post.send("twice")
  await expect.poll(() => post.heard.length).toBe(3)
  post.board.end("duplicate")

  post.begin({ kind: "corrupt", percent: 100 })
  post.send("0".repeat(100))
  await expect.poll(() => post.heard.length).toBe(4)
  expect([...(post.heard[3]?.text ?? "")].filter((char) => char !== "0")).toHaveLength(1)
  post.board.end("corrupt")

  post.begin({ kind: "stall" })
  post.send("held")
  post.begin({ kind: "cut", both: true })
  await expect.poll(() => post.board.counts.messages).toBe(4)
  post.board.end("stall")
  await expect.poll(() => post.heard.map(({ text }) => text)).toContain("held")
  post.send("lost")
  await expect.poll(() => post.board.counts.messages).toBe(5)
  post.board.end("cut")
  post.send("last")
  await expect.poll(() => post.heard.at(-1)?.text).toBe("last")
  expect(post.heard.map(({ text }) => text)).not.toContain("lost")
})
