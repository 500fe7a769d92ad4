/** Who has a role is found out by asking, or from what was logged; who has dialled, from the system. */

import { createSocket } from "node:dgram"
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer as createHttp } from "node:http"
import { type AddressInfo, connect, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { damage } from "../../src/programs/damage.ts"
import { canTellDiallers, takesDatagrams, whoDialled, whoSends } from "../../src/programs/dialler.ts"
import { LastWord } from "../../src/programs/logs.ts"
import { nobodyWords, type Role, valueAt, whoHas } from "../../src/programs/roles.ts"

const open: Server[] = []
const folders: string[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

async function listening(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-programs-"))
  folders.push(folder)
  return folder
}

const nodes = ["n-1", "n-2", "n-3"].map((name, at) => ({ name, program: "n", ports: ["main"], number: at + 1 }))
const http = (means: Role["means"], at = ""): Role => ({
  of: undefined,
  probe: { by: "http", method: "GET", path: "/state", body: undefined, port: undefined },
  at,
  means,
})

describe("by HTTP", () => {
  async function among(...answers: readonly string[]) {
    const ports = await Promise.all(answers.map((answer) => listening(createHttp((_, response) => response.end(answer)))))
    return { listens: (name: string) => ports[Number(name.slice(2)) - 1] ?? 1 }
  }

  test("whose answer is the one, holds the words, or is the least or the most", async () => {
    const places = await among(`{"role":"follower","applied":7}`, `{"role":"leader","applied":9}`, `{"role":"follower","applied":3}`)
    expect(await whoHas(http({ is: "leader" }, "/role"), nodes, places)).toEqual(["n-2"])
    expect(await whoHas(http({ says: `"leader"` }), nodes, places)).toEqual(["n-2"])
    expect(await whoHas(http({ least: true }, "/applied"), nodes, places)).toEqual(["n-3"])
    expect(await whoHas(http({ most: true }, "/applied"), nodes, places)).toEqual(["n-2"])
    expect(await whoHas(http({ is: 4 }, "/applied"), nodes, places)).toEqual([])
  })

  test("where nobody has it, what everybody says in place of it is told, and no more than anybody reads", async () => {
    const places = await among(`{"role":"follower","applied":7}`, `{"state":1}`)
    expect(await nobodyWords(http({ is: "leader" }, "/role"), nodes, places)).toBe(
      'nobody said "leader": n-1 says "follower", n-2 has nothing at /role, n-3 does not answer',
    )
    const many = Array.from({ length: 20 }, (_, at) => ({ name: `n-${at + 1}`, program: "n", ports: ["main"], number: at + 1 }))
    const long = await among(...many.map(() => "x".repeat(5_000)))
    const words = await nobodyWords(http({ says: "leader" }), many, long)
    expect(words).toMatch(/^nobody said \/leader\/: n-1 says "x{59}…, .* and 15 more$/)
    expect(words.length).toBeLessThan(500)
  })

  test("an answer may be the name of somebody else, and whoever does not answer has no role", async () => {
    const places = await among(`{"leader":"n-3"}`, `{"leader":"n-2"}`)
    expect(await whoHas(http({ is: "{name}" }, "/leader"), nodes, places)).toEqual(["n-2"])
  })
})

test("by bytes over TCP: it is read until it says enough", async () => {
  const port = await listening(createServer((socket) => socket.on("data", (chunk) => socket.write(`you said ${chunk}, I am master\n`))))
  const role: Role = { of: "n", probe: { by: "tcp", send: "ROLE", port: undefined }, at: "", means: { says: "ROLE.*master" } }
  const began = performance.now()
  expect(await whoHas(role, nodes.slice(0, 1), { listens: () => port })).toEqual(["n-1"])
  expect(performance.now() - began).toBeLessThan(450)
})

test("by a log: who was seen last to write such a line", () => {
  const folder = temporary()
  const files = ["a", "b"].map((name) => ({ name, file: join(folder, name) }))
  const word = new LastWord("became leader", files)
  expect(word.look()).toBeUndefined()
  writeFileSync(join(folder, "a"), "became leader in term 1\n")
  expect(word.look()).toBe("a")
  writeFileSync(join(folder, "b"), "hello\nbecame lea")
  expect(word.look()).toBe("a")
  appendFileSync(join(folder, "b"), "der in term 2\n")
  expect(word.look()).toBe("b")
})

test("whoever logged it in a later term is believed, however late an earlier one is heard", () => {
  const folder = temporary()
  const files = ["a", "b"].map((name) => ({ name, file: join(folder, name) }))
  const word = new LastWord("became leader in term (\\d+)", files)
  writeFileSync(join(folder, "a"), "became leader in term 10\n")
  expect(word.look()).toBe("a")
  writeFileSync(join(folder, "b"), "became leader in term 9\n")
  expect(word.look()).toBe("a")
  appendFileSync(join(folder, "b"), "became leader in term 11\n")
  expect(word.look()).toBe("b")
})

test("a value in an answer is pointed at; what is no JSON is the value", () => {
  expect(valueAt(`{"a":[{"b/c":1}]}`, "/a/0/b~1c")).toBe(1)
  expect(valueAt("true", "")).toBe(true)
  expect(valueAt(" leader\n", "")).toBe("leader")
  expect(valueAt("{}", "/a/b")).toBeUndefined()
})

test.runIf(canTellDiallers)("whoever holds the other end of a connection has dialled; of a stranger nobody can tell", async () => {
  const port = await listening(createServer())
  const socket = connect({ host: "127.0.0.1", port })
  await new Promise((resolve) => socket.once("connect", resolve))
  const from = socket.localPort as number
  expect(whoDialled(from, port, new Map([[process.pid, "us"]]))).toBe("us")
  expect(whoDialled(from, port, new Map([[process.ppid, "them"]]))).toBeUndefined()
  expect(whoDialled(from, port + 1, new Map([[process.pid, "us"]]))).toBeUndefined()
  socket.destroy()
})

describe("what becomes of a data folder", () => {
  test("torn: the file that was written last has lost its end; rotten: a byte of it has changed", () => {
    const folder = temporary()
    const file = join(folder, "log")
    writeFileSync(file, "x".repeat(2_000))
    expect(damage(folder, "kept")).toBe(0)
    expect(damage(folder, "torn")).toBe(512)
    expect(damage(folder, "rotten")).toBe(1)
    expect(damage(temporary(), "torn")).toBe(0)
  })
})

test.runIf(canTellDiallers)("whoever has bound a port has sent from it, and takes what is sent there", async () => {
  const socket = createSocket("udp4")
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve))
  const { port } = socket.address()
  expect(whoSends(port, new Map([[process.pid, "us"]]))).toBe("us")
  expect(whoSends(port, new Map([[1, "init"]]))).toBeUndefined()
  expect(takesDatagrams(port)).toBe(true)
  await new Promise<void>((resolve) => socket.close(resolve))
  expect(takesDatagrams(port)).toBe(false)
})
