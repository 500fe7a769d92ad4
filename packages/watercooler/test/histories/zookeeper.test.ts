/** What goes over a connection to ZooKeeper, without a ZooKeeper: a server of a few lines, which says what it is told to. */
import { type AddressInfo, createServer, type Socket } from "node:net"
import { afterEach, expect, test } from "vitest"
import { JuteReader, JuteWriter } from "../../src/histories/clients/jute.ts"
import { zookeeperClients } from "../../src/histories/clients/zookeeper.ts"
import { BAD_VERSION, NO_NODE, NODE_EXISTS } from "../../src/histories/clients/zookeeper-session.ts"

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test("what is written is read again, and what is cut short is an error", () => {
  const frame = new JuteWriter().int(-2).long(7n).bool(true).string("häh").int(2).string("a").string("").frame()
  expect(frame.readInt32BE(0)).toBe(frame.length - 4)
  const reader = new JuteReader(frame.subarray(4))
  expect([reader.int(), reader.long()]).toEqual([-2, 7n])
  const rest = new JuteReader(frame.subarray(4 + 13))
  expect(rest.string()).toBe("häh")
  expect(rest.vector()).toEqual(["a", ""])
  expect(() => new JuteReader(frame.subarray(17, 20)).string()).toThrow(RangeError)
  expect(() => new JuteReader(new JuteWriter().int(1_000_000_000).frame().subarray(4)).vector()).toThrow(RangeError)
})

interface Asked {
  readonly type: number
  readonly path: string
}

type Answer = { readonly code: number; readonly body?: JuteWriter } | "nothing" | "hang up" | "nonsense"

/** `granted`: how long a session may be silent; 0 grants none. */
async function serve(answer: (asked: Asked) => Answer, granted = 6_000) {
  const asked: Asked[] = []
  const server = createServer((socket: Socket) => {
    let heard = Buffer.alloc(0)
    let isWelcome = false
    const say = (words: JuteWriter): void => {
      // Byte by byte at first: nobody may rely on whole answers.
      const frame = words.frame()
      socket.write(frame.subarray(0, 3))
      setImmediate(() => socket.destroyed || socket.write(frame.subarray(3)))
    }
    socket.on("error", () => undefined)
    socket.on("data", (chunk) => {
      heard = Buffer.concat([heard, chunk])
      while (heard.length >= 4 && heard.length >= 4 + heard.readInt32BE(0)) {
        const reader = new JuteReader(heard.subarray(4))
        heard = heard.subarray(4 + heard.readInt32BE(0))
        if (!isWelcome) {
          isWelcome = true
          say(new JuteWriter().int(0).int(granted).long(1n).buffer(Buffer.alloc(16)).bool(false))
          continue
        }
        const [xid, type] = [reader.int(), reader.int()]
        if (type === -11 || type === 11) continue
        const request = { type, path: reader.string() }
        asked.push(request)
        const said = answer(request)
        if (said === "hang up") socket.destroy()
        else if (said === "nonsense") socket.write(Buffer.from([0, 0, 0, 1, 7]))
        else if (said !== "nothing") say(append(new JuteWriter().int(xid).long(9n).int(said.code), said.body))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const open = zookeeperClients({ servers: [`127.0.0.1:${port}`], serializable: false, timeoutMs: 200, root: "/run" })
  const client = await open(0)
  closing.push(() => client.close())
  return { asked, client }
}

function append(head: JuteWriter, body: JuteWriter | undefined): JuteWriter {
  if (body === undefined) return head
  const bytes = body.frame().subarray(4)
  for (let at = 0; at < bytes.length; at += 4) head.int(bytes.readInt32BE(at))
  return head
}

const CREATE = 1
const GET = 4
const SET = 5
const register = (text: string, version: number) => {
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4)
  return new JuteWriter().string(padded).long(0n).long(0n).long(0n).long(0n).int(version)
}

test("a read follows a write of its own, and a compare-and-set is for the version that was seen", async () => {
  const { asked, client } = await serve(({ path, type }) => {
    if (type === CREATE) return { code: NODE_EXISTS }
    if (type === GET) return { code: 0, body: register("3", 12) }
    return { code: path === "/run/mark" ? 0 : BAD_VERSION }
  })
  expect(await client.invoke({ f: "read", key: 1, value: null })).toEqual({ type: "ok", value: 3 })
  expect(asked.slice(-2)).toEqual([
    { type: SET, path: "/run/mark" },
    { type: GET, path: "/run/31" },
  ])
  expect(await client.invoke({ f: "cas", key: 1, value: [3, 4] })).toEqual({ type: "fail", error: "written meanwhile" })
  expect(await client.invoke({ f: "cas", key: 1, value: [7, 4] })).toEqual({ type: "fail", error: "another value" })
})

test("a write without an answer may have happened; without a session it has not", async () => {
  let isThere = true
  const { client } = await serve(({ type }) => (type === CREATE ? { code: 0 } : isThere ? "hang up" : "nothing"))
  expect(await client.invoke({ f: "write", key: 1, value: 5 })).toEqual({ type: "info", error: "connection lost" })
  const strange = await serve(({ type }) => (type === CREATE ? { code: 0 } : "nonsense"))
  expect(await strange.client.invoke({ f: "write", key: 1, value: 5 })).toMatchObject({ type: "info" })
  isThere = false
  expect(await client.invoke({ f: "write", key: 1, value: 5 })).toEqual({ type: "info", error: "timeout" })
  const alone = await serve(() => "nothing", 0)
  expect(await alone.client.invoke({ f: "write", key: 1, value: 5 })).toEqual({ type: "fail", error: "no session: no session was granted" })
})

test("a register that is not there is nothing, and is made when it is first written", async () => {
  const { asked, client } = await serve(({ path, type }) => {
    if (type === SET && path !== "/run/mark") return { code: NO_NODE }
    return { code: type === GET ? NO_NODE : 0 }
  })
  expect(await client.invoke({ f: "read", key: 1, value: null })).toEqual({ type: "ok", value: null })
  expect(await client.invoke({ f: "write", key: 1, value: 5 })).toEqual({ type: "ok" })
  expect(asked.at(-1)).toEqual({ type: CREATE, path: "/run/31" })
})
