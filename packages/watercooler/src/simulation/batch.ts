/** Many seeds of one scenario, several at once, each in a thread of its own. */
import { Worker } from "node:worker_threads"
import type { CheckedScenario } from "../scenario/index.ts"
import { threadEntry } from "./aside.ts"
import type { SimulatedSummary } from "./document.ts"
import { tryOnce } from "./once.ts"

/** What is kept of a run among many. */
export type Tried = Pick<
  SimulatedSummary,
  "seed" | "verdict" | "detail" | "asExpected" | "exitCode" | "fingerprint" | "virtualMs" | "wallMs" | "events" | "checks"
>

export interface BatchOptions {
  /** The next seed; undefined when there are enough. Asked when a thread has nothing to do. */
  readonly next: () => string | undefined
  readonly jobs: number
  readonly tried: (result: Tried) => void
}

/** What a thread is told, and what it tells. */
export interface BatchFacts {
  readonly file: string
}
export type FromBatch = { readonly tried: Tried } | { readonly failed: string }

export function triedOf(summary: SimulatedSummary): Tried {
  const { seed, verdict, detail, asExpected, exitCode, fingerprint, virtualMs, wallMs, events, checks } = summary
  return { seed, verdict, detail, asExpected, exitCode, fingerprint, virtualMs, wallMs, events, checks }
}

/** Resolves when all seeds have been tried. With one job, it all happens here: a thread would only cost its start. */
export async function runBatch(file: string, checked: CheckedScenario, options: BatchOptions): Promise<void> {
  if (options.jobs === 1) return runHere(file, checked, options)
  await Promise.all(Array.from({ length: options.jobs }, () => runThread({ file }, options)))
}

async function runHere(file: string, checked: CheckedScenario, { next, tried }: BatchOptions): Promise<void> {
  for (let seed = next(); seed !== undefined; seed = next()) {
    tried(triedOf(tryOnce(checked, file, seed)))
    // A progress bar is drawn, and Ctrl-C is heard.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function runThread(facts: BatchFacts, { next, tried }: BatchOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const first = next()
    if (first === undefined) return resolve()
    const worker = new Worker(threadEntry("simulate-thread", "./thread.ts"), { workerData: facts })
    const end = (settle: () => void) => void worker.terminate().then(settle)
    worker.on("error", reject)
    worker.on("message", (message: FromBatch) => {
      if ("failed" in message) return end(() => reject(new Error(message.failed)))
      tried(message.tried)
      const seed = next()
      if (seed === undefined) end(resolve)
      else worker.postMessage(seed)
    })
    worker.postMessage(first)
  })
}
