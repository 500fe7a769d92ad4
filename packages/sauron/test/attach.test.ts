/** The Eye in its other two forms, on real servers: a Fastify plugin, and middleware for everything like Connect. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { fastify } from "fastify"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Eye, eyeMiddleware, eyePlugin, openEye } from "../src/eye/index.ts"
import { type KeptReport, openSauron, type Sauron } from "../src/index.ts"

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`

let sauron: Sauron
let eye: Eye
beforeEach(async () => {
  sauron = await openSauron({ port: 0 })
  eye = openEye({ url: sauron.url, node: "b1" })
  eye.start()
})
afterEach(async () => {
  await eye.close()
  await sauron.close()
})

async function seen(): Promise<KeptReport[]> {
  await eye.settled()
  const { requests } = (await (await fetch(`${sauron.url}/api/requests`)).json()) as { requests: KeptReport[] }
  return requests
}

describe("the Fastify plugin", () => {
  test("reports route template, sizes, bodies, duration, trace and asker of every request, refusals included", async () => {
    const app = fastify()
    let traceInside: unknown
    await app.register(eyePlugin, { eye })
    app.get("/block/:hash", (request) => {
      traceInside = request.traceparent
      return { hash: (request.params as { hash: string }).hash }
    })
    app.register(async (scope) => {
      scope.post("/transfer", (_request, reply) => reply.code(409).send({ error: "overspent" }))
    })
    const url = await app.listen({ host: "127.0.0.1", port: 0 })
    await (await fetch(`${url}/block/ab?full=1`, { headers: { traceparent: TRACEPARENT, "x-watercooler-from": "b2" } })).text()
    const body = JSON.stringify({ to: "b2", amount: 90 })
    await (await fetch(`${url}/transfer`, { method: "POST", headers: { "content-type": "application/json" }, body })).text()
    await (await fetch(`${url}/nowhere`)).text()
    await app.close()

    const [block, transfer, nowhere] = await seen()
    expect(block).toMatchObject({
      node: "b1",
      seq: 1,
      trace: TRACE,
      request: {
        method: "GET",
        uri: "/block/ab?full=1",
        route: "/block/:hash",
        host: "127.0.0.1",
        port: Number(new URL(url).port),
        from: "b2",
      },
      response: { status: 200, bytes: 13, content: '{"hash":"ab"}' },
    })
    expect(block?.durationUs).toBeGreaterThan(0)
    expect(traceInside).toBe(TRACEPARENT)
    expect(transfer).toMatchObject({
      request: { method: "POST", bytes: body.length, body },
      response: { status: 409, content: '{"error":"overspent"}' },
    })
    expect(nowhere).toMatchObject({ request: { uri: "/nowhere", route: "/nowhere" }, response: { status: 404 } })
  })

  test("never reports what is sent to Sauron itself", async () => {
    const app = fastify()
    await app.register(eyePlugin, { eye })
    app.get("/*", () => "fine")
    await app.inject({ url: "/anything", headers: { host: new URL(sauron.url).host } })
    await app.inject({ url: "/sauron/requests" })
    await app.inject({ url: "/seen" })
    await app.close()
    expect((await seen()).map(({ request }) => request.uri)).toEqual(["/seen"])
  })
})

describe("the middleware", () => {
  let server: Server
  const serve = async (handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> => {
    const watch = eyeMiddleware({ eye })
    server = createServer((request, response) => watch(request, response, () => handler(request, response)))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  afterEach(() => void server.close())

  test("reports what a Connect-style handler answers, also in pieces, and what a body parser left", async () => {
    const url = await serve((request, response) => {
      Object.assign(request, { body: { parsed: true }, route: { path: "/things/:id" }, baseUrl: "/api" })
      response.writeHead(201)
      response.write("first, ")
      response.end(Buffer.from("then the rest"))
    })
    await (await fetch(`${url}/api/things/7`, { headers: { traceparent: TRACEPARENT } })).text()
    await sauron.until(() => sauron.counts().taken === 1)
    expect(await seen()).toMatchObject([
      {
        trace: TRACE,
        request: { method: "GET", uri: "/api/things/7", route: "/api/things/:id", body: '{"parsed":true}' },
        response: { status: 201, bytes: 20, content: "first, " },
      },
    ])
  })

  test("reports status 0 where the asker left before there was an answer", async () => {
    let arrived = () => {}
    const asked = new Promise<void>((resolve) => (arrived = resolve))
    const url = await serve(() => arrived())
    const leaving = new AbortController()
    const gone = fetch(`${url}/slow`, { signal: leaving.signal }).catch(() => "gone")
    await asked
    leaving.abort()
    expect(await gone).toBe("gone")
    await sauron.until(() => sauron.counts().taken === 1)
    expect(await seen()).toMatchObject([{ request: { uri: "/slow" }, response: { status: 0 } }])
  })
})
