/** (g) A node at height 100,000 answers `/status` and appends a block as fast as one at height 100. */
import { Agent, request } from "node:http"
import { join } from "node:path"
import type { Block } from "@watercooler/bigload"
import { longChain, writeChain } from "./chain.ts"
import { freePorts, startNode, withFolder } from "./processes.ts"
import type { Row } from "./report.ts"
import { median } from "./start.ts"

const LOW = 100
const HIGH = 100_000
const APPENDS = 300
const ASKS = 1_500

export async function benchHeight(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const ports = await freePorts(2)
    const heights = [LOW, HIGH]
    const nodes = await Promise.all(
      heights.map(async (height, i) => {
        const party = { name: `bigload-${i + 1}`, kind: "bigload", endpoint: `http://127.0.0.1:${ports[i]}` }
        const { plan, blocks } = longChain([party], height + APPENDS, 100, [])
        writeChain(join(folder, party.name, "storage"), blocks.slice(0, height))
        const node = await startNode(folder, { name: party.name, port: ports[i] as number, settings: plan.settingsOf(party) })
        return { node, next: blocks.slice(height) }
      }),
    )
    const [low, high] = nodes as readonly Node[] as [Node, Node]
    await alternate(low, high, 300, (url) => timed(url, "GET", "/status"))
    const status = await alternate(low, high, ASKS, (url) => timed(url, "GET", "/status"))
    const append = await alternate(low, high, APPENDS, (url, next) => timed(url, "POST", "/block", JSON.stringify(next)))
    await Promise.all(nodes.map(({ node }) => node.stop()))
    return [
      { bench: "g", what: `/status at height ${HIGH} against ${LOW}, median`, value: status, unit: "×", goal: { atMost: 1.2 } },
      { bench: "g", what: `appending a block at height ${HIGH} against ${LOW}, median`, value: append, unit: "×", goal: { atMost: 1.2 } },
    ]
  })
}

interface Node {
  readonly node: { readonly url: string }
  readonly next: readonly Block[]
}

/** One after the other, in turns; returns the ratio of the medians. */
async function alternate(
  low: Node,
  high: Node,
  times: number,
  act: (url: string, next: Block | undefined) => Promise<number>,
): Promise<number> {
  const lows: number[] = []
  const highs: number[] = []
  for (let i = 0; i < times; i++) {
    lows.push(await act(low.node.url, low.next[i]))
    highs.push(await act(high.node.url, high.next[i]))
  }
  return median(highs) / median(lows)
}

const agent = new Agent({ keepAlive: true })

function timed(url: string, method: string, path: string, body = ""): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) }
    const asked = request(`${url}${path}`, { method, agent, headers }, (response) => {
      response.resume()
      response.once("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(performance.now() - startedAt)
        else reject(new Error(`${method} ${path} was answered ${response.statusCode}`))
      })
    })
    asked.once("error", reject)
    asked.end(body)
  })
}
