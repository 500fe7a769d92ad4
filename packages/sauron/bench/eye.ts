/** What the Eye costs a route: requests a second with and without it, side by side, in turns, against one server each. */
import { Agent, request } from "node:http"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { fastify } from "fastify"
import { eyePlugin, openEye } from "../src/eye/index.ts"
import { openSauron } from "../src/index.ts"

export interface EyeCost {
  readonly plainPerSecond: number
  readonly watchedPerSecond: number
  /** Part of the route's requests a second that the Eye takes; 0.1 is the most it may. */
  readonly cost: number
  readonly dropped: number
}

/** Many short rounds in turns: whatever else the machine does then hits both alike, and the middle of the ratios says the truth. */
const ROUNDS = 40
const ROUND_MS = 120
const CONNECTIONS = 16

/** Sauron has a thread of its own, as it has a process of its own in an office; the asker shares this one with the server. */
export async function benchEye(): Promise<EyeCost> {
  const thread = new Worker(new URL(import.meta.url), { workerData: { sauron: true } })
  const url = await new Promise<string>((resolve, reject) => thread.once("message", resolve).once("error", reject))
  const eye = openEye({ url, node: "b1" })
  const plain = await serve()
  const watched = await serve(eye)
  eye.start()
  const rates = await compare(`${plain.url}/status`, `${watched.url}/status`)
  await eye.settled()
  const { dropped } = eye.stats()
  await Promise.all([plain.close(), watched.close(), eye.close()])
  await thread.terminate()
  return { ...rates, dropped }
}

/** The same route of two servers, one watched and one not: also for two real nodes, whose routes do more than this one. */
export async function compare(plainUrl: string, watchedUrl: string): Promise<Omit<EyeCost, "dropped">> {
  for (const url of [plainUrl, watchedUrl]) await load(url, 300)
  const rates = { plain: [] as number[], watched: [] as number[], ratio: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const plain = await load(plainUrl, ROUND_MS)
    const watched = await load(watchedUrl, ROUND_MS)
    rates.plain.push(plain)
    rates.watched.push(watched)
    rates.ratio.push(watched / plain)
  }
  return { plainPerSecond: middle(rates.plain), watchedPerSecond: middle(rates.watched), cost: 1 - middle(rates.ratio) }
}

async function serve(eye?: ReturnType<typeof openEye>) {
  const app = fastify()
  if (eye !== undefined) await app.register(eyePlugin, { eye })
  app.get("/status", () => ({ height: 12, head: "00cd", peers: 4 }))
  return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() }
}

/** Requests a second over a few connections that are kept. */
async function load(url: string, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const began = performance.now()
  let answered = 0
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      request(url, { agent }, (response) => {
        response.resume().on("end", () => {
          answered += 1
          if (performance.now() - began < forMs) ask().then(resolve, reject)
          else resolve()
        })
      })
        .on("error", reject)
        .end()
    })
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  agent.destroy()
  return Math.round(answered / ((performance.now() - began) / 1_000))
}

function middle(rates: readonly number[]): number {
  return [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
}

if (!isMainThread && (workerData as { sauron?: boolean } | null)?.sauron) {
  const sauron = await openSauron({ port: 0 })
  parentPort?.postMessage(sauron.url)
} else if (import.meta.filename === process.argv[1]) {
  const { plainPerSecond, watchedPerSecond, cost, dropped } = await benchEye()
  console.log(
    `eye      ${plainPerSecond} → ${watchedPerSecond} requests a second: costs ${(cost * 100).toFixed(1)} %, ${dropped} dropped   (to reach: ≤ 10 %)`,
  )
}
