/** Workloads against things that run: our own servers over HTTP, right and wrong ones; Redis and etcd where they are installed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { isPortFree } from "../../src/office/ports.ts"
import { type Desk, openDesk } from "../fixtures/cli.ts"

const OPS = [
  "--op",
  "read=GET {url}/{run}/{key}",
  "--op",
  'write=PUT {url}/{run}/{key} {"value": {value}}',
  "--op",
  'cas=POST {url}/{run}/{key} {"from": {from}, "to": {to}}',
  "--value",
  "/value",
]
const quick = ["--time-limit", "1.5", "--rate", "150", "--seed", "drive"]

/** A store of registers. `staleMs`: reads are answered with what was there that long ago. */
async function openStore(staleMs: number): Promise<{ readonly url: string; readonly server: Server }> {
  const held = new Map<string, { readonly at: number; readonly value: unknown }[]>()
  const server = createServer((request, response) => {
    let text = ""
    request.on("data", (part: Buffer) => {
      text += part.toString()
    })
    request.on("end", () => {
      const path = request.url ?? ""
      const versions = held.get(path) ?? []
      const now = versions.at(-1)?.value
      const set = (value: unknown) => held.set(path, [...versions, { at: performance.now(), value }])
      if (request.method === "GET") {
        const seen = versions.filter(({ at }) => at <= performance.now() - staleMs).at(-1)
        response.writeHead(seen === undefined ? 404 : 200).end(JSON.stringify({ value: seen?.value }))
      } else if (request.method === "PUT") {
        set(JSON.parse(text).value)
        response.writeHead(204).end()
      } else {
        const { from, to } = JSON.parse(text)
        if (now === from) set(to)
        response.writeHead(now === from ? 200 : 412).end("{}")
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

describe("over HTTP", () => {
  test("a store that does what it says passes, and its history can be checked again", async () => {
    await using desk = openDesk({ stub: true })
    const { url, server } = await openStore(0)
    const driven = await desk.run("drive", "-w", "cas-register", "--url", url, ...OPS, ...quick, "--out", "history.edn", "--json")
    server.close()
    expect(driven.code, driven.err).toBe(0)
    expect(JSON.parse(driven.out)).toMatchObject({ answer: "passed", operations: { ok: expect.any(Number), info: 0 } })
    expect((await desk.run("check", "history.edn")).code).toBe(0)
    expect(readFileSync(join(desk.cwd, "history.edn"), "utf8")).toContain(":f :cas")
  })

  test("a store that answers with what was there a moment ago is caught", async () => {
    await using desk = openDesk({ stub: true })
    const { url, server } = await openStore(100)
    const driven = await desk.run("drive", "-w", "register", "--url", url, ...OPS, ...quick)
    server.close()
    expect(driven.code, driven.out).toBe(1)
    expect(driven.out).toContain("not linearizable")
  })

  test("where nobody listens nothing happens, and nothing is proven", async () => {
    await using desk = openDesk({ stub: true })
    const { url, server } = await openStore(0)
    await new Promise((resolve) => server.close(resolve))
    const driven = await desk.run("drive", "-w", "register", "--url", url, ...OPS, "--time-limit", "1")
    expect(driven.code, driven.out).toBe(3)
    expect(driven.out).toMatch(/0 ok, \d+ failed, 0 unknown/)
  })

  test("a client of one's own is asked as the shipped ones are, and what it throws may have happened", async () => {
    await using desk = openDesk({ stub: true })
    writeFileSync(
      join(desk.cwd, "client.ts"),
      `const held = new Map<string, unknown>()
       let count = 0
       export default ({ urls }: { urls: readonly string[] }) => ({
         async invoke({ f, key, value }: { f: string; key: unknown; value: unknown }) {
           if (++count % 40 === 0) throw new Error("lost on the way to " + urls[0])
           if (f === "read") return { type: "ok", value: held.get(String(key)) ?? null }
           held.set(String(key), value)
           return { type: "ok" }
         },
         async close() {},
       })`,
    )
    const driven = await desk.run(
      "drive",
      "-w",
      "register",
      "--client",
      "./client.ts",
      "--url",
      "nowhere",
      ...quick,
      "--out",
      "history.json",
    )
    expect(driven.code, driven.out + driven.err).toBe(0)
    expect(driven.out).toMatch(/[1-9]\d* unknown/)
    expect(readFileSync(join(desk.cwd, "history.json"), "utf8")).toContain("lost on the way to nowhere")
    writeFileSync(join(desk.cwd, "empty.ts"), "export const nothing = 1")
    expect((await desk.run("drive", "-w", "register", "--client", "./empty.ts", "--url", "nowhere")).err).toContain(
      "default export is missing",
    )
  })

  test("what cannot be meant is refused", async () => {
    await using desk = openDesk({ stub: true })
    for (const [words, ...args] of [
      ["--op", "-w", "register", "--url", "http://127.0.0.1:9"],
      ["a method", "-w", "register", "--url", "http://127.0.0.1:9", "--op", "read=FETCH x"],
      [
        "nothing fills {kye}",
        "-w",
        "register",
        "--url",
        "http://127.0.0.1:9",
        "--op",
        "read=GET {url}/{kye}",
        "--op",
        "write=PUT {url}/{key}",
      ],
      ["nothing says how to write", "-w", "register", "--url", "http://127.0.0.1:9", "--op", "read=GET {url}/{key}"],
      ["JSON pointer", "-w", "register", "--url", "http://127.0.0.1:9", ...OPS.slice(0, 4), "--value", "value"],
      ["cannot be asked to enqueue", "-w", "queue", "--client", "etcd", "--url", "http://127.0.0.1:9"],
      ["the client ./nosuch.mjs: there is no such file", "-w", "set", "--client", "./nosuch.mjs", "--url", "http://127.0.0.1:9"],
      ["begins with http", "-w", "register", "--url", "127.0.0.1:9", ...OPS],
      ["one of register", "-w", "registers", "--url", "http://127.0.0.1:9", ...OPS],
      ["host:port", "-w", "register", "--client", "redis", "--url", "localhost"],
    ]) {
      const { code, err } = await desk.run("drive", ...(args as string[]))
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words as string) })
    }
  })
})

const isInstalled = (program: string): boolean => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0

/** A server of its own, in a folder of its own, until the test is over. */
async function withServer(
  program: string,
  args: (port: number, dir: string) => readonly string[],
  isUp: RegExp,
  act: (port: number, desk: Desk) => Promise<void>,
): Promise<void> {
  await using desk = openDesk({ stub: true })
  const dir = mkdtempSync(join(tmpdir(), "watercooler-server-"))
  let port = 21_500
  while (!(await isPortFree(port)) || !(await isPortFree(port + 1))) port += 2
  const child: ChildProcess = spawn(program, args(port, dir), { cwd: dir, stdio: ["ignore", "pipe", "pipe"] })
  try {
    await new Promise<void>((resolve, reject) => {
      const hear = (part: Buffer) => isUp.test(part.toString()) && resolve()
      child.stdout?.on("data", hear)
      child.stderr?.on("data", hear)
      child.on("exit", () => reject(new Error(`${program} ended`)))
    })
    await act(port, desk)
  } finally {
    child.kill("SIGKILL")
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

describe.skipIf(!isInstalled("redis-server"))(
  `Redis${isInstalled("redis-server") ? "" : ", skipped: redis-server is not installed"}`,
  () => {
    test("alone keeps registers, sets, counters and queues", async () => {
      await withServer(
        "redis-server",
        (port, dir) => ["--port", String(port), "--save", "", "--dir", dir],
        /Ready to accept/,
        async (port, desk) => {
          for (const workload of ["register", "cas-register", "set", "counter", "queue"]) {
            const driven = await desk.run("drive", "-w", workload, "--client", "redis", "--url", `127.0.0.1:${port}`, ...quick)
            expect(driven.code, `${workload}: ${driven.out}${driven.err}`).toBe(0)
          }
        },
      )
    })
  },
)

describe.skipIf(!isInstalled("nats-server"))(`NATS${isInstalled("nats-server") ? "" : ", skipped: nats-server is not installed"}`, () => {
  test("JetStream alone keeps registers and sets", async () => {
    const args = (port: number, dir: string) => ["--addr", "127.0.0.1", "--port", String(port), "--jetstream", "--store_dir", dir]
    await withServer("nats-server", args, /Server is ready/, async (port, desk) => {
      for (const workload of ["register", "cas-register", "set"]) {
        const driven = await desk.run("drive", "-w", workload, "--client", "nats", "--url", `127.0.0.1:${port}`, ...quick)
        expect(driven.code, `${workload}: ${driven.out}${driven.err}`).toBe(0)
      }
    })
  })
})

describe.skipIf(!isInstalled("etcd"))(`etcd${isInstalled("etcd") ? "" : ", skipped: etcd is not installed"}`, () => {
  test("alone keeps registers and sets", async () => {
    const args = (port: number, dir: string) => {
      const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]
      return [
        "--data-dir",
        dir,
        "--listen-client-urls",
        client,
        "--advertise-client-urls",
        client,
        "--listen-peer-urls",
        peer,
        "--initial-advertise-peer-urls",
        peer,
        "--initial-cluster",
        `default=${peer}`,
      ]
    }
    await withServer("etcd", args, /ready to serve client requests|serving insecure client requests/, async (port, desk) => {
      for (const workload of ["register", "cas-register", "set"]) {
        const driven = await desk.run("drive", "-w", workload, "--client", "etcd", "--url", `http://127.0.0.1:${port}`, ...quick)
        expect(driven.code, `${workload}: ${driven.out}${driven.err}`).toBe(0)
      }
    })
  })
})
