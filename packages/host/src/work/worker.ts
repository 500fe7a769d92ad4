/** The worker's side: runs jobs slice by slice, and looks between slices whether the order still stands. */
import { parentPort, workerData } from "node:worker_threads"
import type { Crypto, Job, Json } from "@watercooler/kernel"
import { CANCEL_SLOTS, type FromWorker, type ToWorker, type WorkerFacts } from "./messages.ts"

/** Serves orders for the program named in `workerData`, for as long as the thread lives. */
export function serveJobs(jobsOf: (program: string) => Readonly<Record<string, Job>> | undefined, crypto: Crypto): void {
  const { program, cancelled } = workerData as WorkerFacts
  const jobs = jobsOf(program)
  parentPort?.on("message", ({ id, job, order }: ToWorker) => {
    const answer = runJob(jobs?.[job], job, order, crypto, () => Atomics.load(cancelled, id % CANCEL_SLOTS) >= id)
    if (answer !== undefined) parentPort?.postMessage({ id, ...answer } satisfies FromWorker)
  })
}

function runJob(
  job: Job | undefined,
  name: string,
  order: Json,
  crypto: Crypto,
  isCancelled: () => boolean,
): Omit<FromWorker, "id"> | undefined {
  if (job === undefined) return { failed: `no job is called ${name}` }
  try {
    let at: Json | undefined
    while (!isCancelled()) {
      const slice = job(order, at, crypto)
      if ("done" in slice) return { result: slice.done }
      at = slice.next
    }
    return undefined
  } catch (error) {
    // A job is the node's own code: what it throws is a bug, which the main thread reports with the order's name.
    return { failed: String(error) }
  }
}
