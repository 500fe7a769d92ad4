/** Clients that speak HTTP: what they ask for, and what they make of answers. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, test } from "vitest"
import type { Asked, Completion } from "../../src/histories/client.ts"
import { httpClients } from "../../src/histories/clients/http.ts"
import { fill, type Template, templateOf, wrongTemplates } from "../../src/histories/clients/template.ts"
import { functionsOf, gapsFor } from "../../src/histories/functions.ts"
import { generatorDefaults, generatorNames, generatorOf } from "../../src/histories/generators.ts"

/** What a client says of one answer. */
async function toldOf(status: number, body: string, valueAt: string, asked: Asked = { f: "read", value: null }): Promise<Completion> {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const urls = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`]
  const templates = new Map([[asked.f, templateOf("GET {url}/x") as Template]])
  const client = await httpClients({ urls, templates, valueAt, timeoutMs: 5_000, run: "r" })(0)
  const completion = await client.invoke(asked)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return completion
}

describe("a pointer", () => {
  test("that leads to a value, to null, and to nothing at all", async () => {
    expect(await toldOf(200, '{"value":3}', "/value")).toEqual({ type: "ok", value: 3 })
    expect(await toldOf(200, '{"value":null}', "/value")).toEqual({ type: "ok", value: null })
    expect(await toldOf(200, '{"value":3}', "/vlue")).toEqual({ type: "fail", error: 'nothing at /vlue in {"value":3}' })
    expect(await toldOf(200, '{"value":3}', "/value/deeper")).toMatchObject({ type: "fail" })
    expect(await toldOf(200, '{"value":3}', "/toString")).toMatchObject({ type: "fail" })
    expect(await toldOf(200, '{"a":[{"b/c":7}]}', "/a/0/b~1c")).toEqual({ type: "ok", value: 7 })
  })

  test("into what is no JSON, which is a value only as a whole", async () => {
    expect(await toldOf(200, "<p>", "/value")).toEqual({ type: "fail", error: "nothing at /value in <p>" })
    expect(await toldOf(200, "<p>", "")).toEqual({ type: "ok", value: "<p>" })
  })

  test("of a long answer only the beginning is told; of a dequeue nobody knows what it took", async () => {
    const { error, type } = await toldOf(200, JSON.stringify({ other: "x".repeat(10_000) }), "/value", { f: "dequeue", value: null })
    expect(type).toBe("info")
    expect(error?.length).toBeLessThan(120)
  })
})

describe("templates", () => {
  test.each(generatorNames)("of %s: it asks for the functions that are told, whose gaps are filled", (name) => {
    const generator = generatorOf(name, { ...generatorDefaults, seed: "gaps", keyCount: 3 })
    const asked = [...Array.from({ length: 200 }, (_, number) => generator.ask(number)), ...generator.finals]
    expect(new Set(asked.map(({ f }) => f))).toEqual(new Set(Object.keys(functionsOf[name])))
    for (const each of asked) {
      const all = gapsFor(name, each.f)
        .map((gap) => `<{${gap}}>`)
        .join(" ")
      expect(fill(all, "http://here", "r", each)).not.toMatch(/<\{[a-z]+\}>/)
      expect(wrongTemplates(name, [[each.f, `PUT {url}/${all}`]]).filter(({ f }) => f !== undefined)).toEqual([])
    }
  })

  test("what stands in a body and is no gap is left as it is", () => {
    const [read, write] = ["GET {url}/{key}", 'POST {url}/graphql {"query": "{ me }", "value": {value}}'] as const
    expect(
      wrongTemplates("register", [
        ["read", read],
        ["write", write],
      ]),
    ).toEqual([])
  })
})
