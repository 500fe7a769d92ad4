/** Drives a running system with a workload, and writes down its history. */
import { type History, type HistoryModel, historyOf } from "@watercooler/judge/histories"
import type { OpenClient } from "./client.ts"
import { Driver, dueTimes, Recorder, until } from "./drive.ts"
import { type GeneratorName, generatorDefaults, generatorOf } from "./generators.ts"

/** What each workload's history is to be judged as. */
export const modelOfWorkload: Readonly<Record<GeneratorName, HistoryModel>> = {
  register: "register",
  "cas-register": "cas-register",
  set: "set",
  counter: "counter",
  "pn-counter": "pn-counter",
  queue: "queue",
  bank: "bank",
  append: "list-append",
  "rw-register": "rw-register",
  "unique-ids": "unique-ids",
}

export interface DriveOptions {
  readonly workload: GeneratorName
  readonly seed: string
  readonly ratePerS: number
  readonly limitMs: number
  readonly quietMs: number
  readonly concurrency: number
  readonly keyCount: number
}

/** A last read that fails is tried so often. */
const finalAttempts = 5

export async function drive(open: OpenClient, options: DriveOptions, signal: AbortSignal): Promise<History> {
  const drive = beginDrive(open, options, signal)
  await drive.over
  return drive.finish(signal)
}

export interface Drive {
  /** When the last operation that was begun in time has been completed. */
  readonly over: Promise<void>
  /** After a calm the last reads; then everybody leaves. */
  finish(signal: AbortSignal): Promise<History>
}

export function beginDrive(open: OpenClient, options: DriveOptions, enough: AbortSignal): Drive {
  const { workload, seed, ratePerS, limitMs, quietMs, concurrency, keyCount } = options
  const generator = generatorOf(workload, { ...generatorDefaults, seed, keyCount })
  const began = performance.now()
  const recorder = new Recorder(began)
  const driver = new Driver(open, recorder, concurrency)
  const dues = dueTimes(seed, ratePerS, limitMs).map((atMs, number) => ({ number, atMs, asked: generator.ask(number) }))
  const over = driver.run(dues, began, limitMs, enough)
  return {
    over,
    async finish(signal) {
      await over
      const elapsedMs = performance.now() - began
      const late = tooSlow(driver.done.length, dues.filter(({ atMs }) => atMs <= elapsedMs).length, concurrency)
      if (generator.finals.length > 0 && !signal.aborted) {
        await until(performance.now() + quietMs, signal)
        // One after the other, by everybody: whose server lags behind is found by its own last read.
        await driver.finals(
          generator.finals,
          Array.from({ length: concurrency }, (_, worker) => worker),
          finalAttempts,
        )
      }
      await driver.close()
      const history = historyOf(recorder.events)
      return { ...history, remarks: [...history.remarks, ...late] }
    },
  }
}

/** Of those that were due so many have to be begun, or it is remarked upon. */
const BEGUN_PART_MIN = 0.8

/** What is said when clients could not keep up with the rate that was asked for. */
export function tooSlow(begun: number, due: number, concurrency: number): readonly string[] {
  if (begun >= due * BEGUN_PART_MIN) return []
  const all = concurrency === 1 ? "the client" : `all ${concurrency} clients`
  return [
    `${begun} of ${due} operations that were due were asked for: the rate was not reached, because ${all} waited for answers. More clients, or a shorter timeout, would do it.`,
  ]
}
