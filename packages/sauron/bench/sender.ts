/** A thread that sends prepared batches as an Eye would: four under way at once, the next when one is confirmed. */
import { parentPort, workerData } from "node:worker_threads"
import { encodeBatch } from "../src/eye/batches.ts"
import { AskedList, encodeRow } from "../src/eye/encode.ts"
import { openLink } from "../src/eye/link.ts"

import { newTrace } from "../src/eye/trace.ts"

const { url, node, batches } = workerData as { url: string; node: string; batches: number }

const routes = ["/ping", "/block", "/blockchain", "/peers", "/transfer"]
const sightingAt = (n: number) => ({
  request: {
    method: n % 2 === 0 ? "GET" : "POST",
    uri: `${routes[n % routes.length]}?n=${n}`,
    route: routes[n % routes.length],
    host: "127.0.0.1:8001",
    from: "http://127.0.0.1:8002",
    bytes: 120,
    body: '{"block":{"number":12,"previousHash":"00ab","miner":"77"}}',
  },
  response: { status: n % 50 === 0 ? 400 : 200, bytes: 42, content: '{"seen":false,"height":12,"head":"00cd"}' },
  durationUs: 300 + (n % 5_000),
  trace: newTrace(),
})

const encoded = Array.from({ length: batches }, (_, batch) => {
  const asked = new AskedList()
  const rows = Array.from({ length: 500 }, (_, at) => encodeRow(sightingAt(at), batch * 500 + at + 1, batch * 10_000 + at, asked))
  return encodeBatch({ node, boot: node, dropped: 0, acked: 0 }, { rows, asked: asked.texts })
})
// The link keeps no thread alive; the wait for the word to go does.
const told = new Promise<void>((resolve) => parentPort?.once("message", () => resolve()))
const link = await new Promise<Awaited<ReturnType<typeof openLink>>>((resolve) => {
  const opening = openLink(url, undefined, { onUp: () => void opening.then(resolve), onDown: () => {} })
})
let sent = 0
const next = () => {
  const batch = encoded[sent++]
  if (batch !== undefined) link.send("reports", batch, next)
}
parentPort?.postMessage("ready")
await told
const awake = setInterval(() => {}, 60_000)
for (let at = 0; at < 4; at++) next()
void awake
