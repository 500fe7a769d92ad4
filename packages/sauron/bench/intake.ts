/** How many reports a second Sauron takes in and keeps: batches of 500 over a real socket, from a thread of its own. */
import { Worker } from "node:worker_threads"
import { openSauron } from "../src/index.ts"

export interface IntakeResult {
  readonly reports: number
  readonly seconds: number
  readonly perSecond: number
  /** Sent and not kept. */
  readonly lost: number
  /** The counts that the API tells and those in memory agree with what was sent. */
  readonly held: number
}

export async function benchIntake(batches = 600, senders = 2): Promise<IntakeResult> {
  const reports = batches * 500
  const sauron = await openSauron({ port: 0, reportsMax: reports })
  const threads = await Promise.all(
    Array.from({ length: senders }, (_, at) => ready(sauron.url, `b${at + 1}`, Math.ceil(batches / senders))),
  )
  const expected = Math.ceil(batches / senders) * senders * 500
  const began = performance.now()
  for (const thread of threads) thread.postMessage("go")
  await sauron.until(() => sauron.counts().taken + sauron.counts().missed >= expected, 60_000)
  const seconds = (performance.now() - began) / 1_000
  const { reports: counts } = (await (await fetch(`${sauron.url}/api/summary`)).json()) as { reports: { taken: number; held: number } }
  await Promise.all(threads.map((thread) => thread.terminate()))
  await sauron.close()
  return { reports: expected, seconds, perSecond: Math.round(expected / seconds), lost: expected - counts.taken, held: counts.held }
}

/** Connected, with its batches made: what is measured is Sauron, not who sends. */
async function ready(url: string, node: string, batches: number): Promise<Worker> {
  const thread = new Worker(new URL("./sender.ts", import.meta.url), { workerData: { url, node, batches } })
  await new Promise((resolve, reject) => thread.once("message", resolve).once("error", reject))
  return thread
}

if (import.meta.filename === process.argv[1]) {
  const { reports, perSecond, lost, held } = await benchIntake()
  console.log(
    `intake   ${perSecond.toLocaleString("en-US")} reports a second; ${reports} sent, ${held} kept, ${lost} lost   (to reach: 50,000, none lost)`,
  )
}
