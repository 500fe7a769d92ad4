/** A thread that tries seeds: told one, it tells what came of it, until it is ended. */
import { parentPort, workerData } from "node:worker_threads"
import { loadScenario } from "../scenario/index.ts"
import { type BatchFacts, type FromBatch, triedOf } from "./batch.ts"
import { tryOnce } from "./once.ts"

const { file } = workerData as BatchFacts
const checked = loadScenario(file)

parentPort?.on("message", (seed: string) => parentPort?.postMessage(answerTo(seed)))

function answerTo(seed: string): FromBatch {
  try {
    return { tried: triedOf(tryOnce(checked, file, seed)) }
  } catch (error) {
    return { failed: `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` }
  }
}
