/** Drives a system through clients, and writes down what they asked and were told. */
import type { HistoryEvent } from "@watercooler/judge/histories"
import { expand, exponential, saltOf } from "@watercooler/kernel"
import type { Asked, Client, Completion, OpenClient } from "./client.ts"

/** An operation and when it is due. */
export interface Due {
  readonly number: number
  readonly atMs: number
  readonly asked: Asked
  /** Who does it, if free by then; else, or if undefined, whoever is. One who waits for an answer must not hold up all that comes later. */
  readonly worker?: number
}

/** Moments with exponential pauses of this mean between them, until the limit. */
export function dueTimes(seed: string, ratePerS: number, limitMs: number, operationsMax = 1_000_000): readonly number[] {
  const chance = expand(saltOf(seed, "due"))
  const moments: number[] = []
  for (let at = 0; moments.length < operationsMax; ) {
    at += exponential(chance, 1_000_000 / ratePerS) / 1_000
    if (at >= limitMs) break
    moments.push(at)
  }
  return moments
}

export class Recorder {
  readonly #events: HistoryEvent[] = []
  readonly #began: number

  constructor(began: number) {
    this.#began = began
  }

  get events(): readonly HistoryEvent[] {
    return this.#events
  }

  add(
    type: HistoryEvent["type"],
    process: number | string,
    { f, key, isFinal }: Asked,
    value: HistoryEvent["value"],
    error?: string,
  ): void {
    this.#events.push({
      type,
      process,
      f,
      value,
      line: this.#events.length + 1,
      time: Math.round((performance.now() - this.#began) * 1_000_000),
      ...(key === undefined ? {} : { key }),
      ...(isFinal ? { isFinal } : {}),
      ...(error === undefined ? {} : { error }),
    })
  }
}

interface Worker {
  readonly number: number
  process: number
  client: Client | undefined
}

/** Which worker did which operation, and when: with that a run is repeated. */
export interface Done {
  readonly number: number
  readonly worker: number
  readonly atMs: number
}

export class Driver {
  readonly #open: OpenClient
  readonly #recorder: Recorder
  readonly #workers: Worker[]
  readonly #free: Worker[]
  readonly #waiting: ((worker: Worker | undefined) => void)[] = []
  readonly #concurrency: number
  readonly done: Done[] = []

  /** `workers` may be more than the concurrency: those beyond it only do what is asked of them by name. */
  constructor(open: OpenClient, recorder: Recorder, concurrency: number, workers = concurrency) {
    this.#open = open
    this.#recorder = recorder
    this.#concurrency = workers
    this.#workers = Array.from({ length: workers }, (_, number) => ({ number, process: number, client: undefined }))
    this.#free = this.#workers.slice(0, concurrency)
  }

  /** Each operation when it is due, or as soon after as somebody is free; none after the limit. Ends when the last that was begun has been completed. */
  async run(dues: readonly Due[], began: number, limitMs: number, signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<unknown>>()
    for (const due of dues) {
      await until(began + due.atMs, signal)
      if (signal.aborted) break
      const worker = await this.#take(due.worker, signal)
      if (worker === undefined) break
      if (performance.now() > began + limitMs) {
        this.#give(worker)
        break
      }
      this.done.push({ number: due.number, worker: worker.number, atMs: performance.now() - began })
      const doing = this.#do(worker, due.asked).finally(() => {
        running.delete(doing)
        this.#give(worker)
      })
      running.add(doing)
    }
    await Promise.all(running)
  }

  /** Everybody whom `of` names does these, one after the other. What does not succeed is tried again, so often. */
  async finals(asked: readonly Asked[], of: readonly number[], attemptsMax: number): Promise<void> {
    await Promise.all(
      of.map(async (number) => {
        const worker = this.#workers[number] as Worker
        for (const each of asked) for (let left = attemptsMax; left > 0 && (await this.#do(worker, each)).type !== "ok"; left--);
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ client }) => client?.close()))
  }

  async #do(worker: Worker, asked: Asked): Promise<Completion> {
    worker.client ??= await this.#open(worker.number)
    this.#recorder.add("invoke", worker.process, asked, asked.value)
    const completion = await worker.client.invoke(asked)
    this.#recorder.add(
      completion.type,
      worker.process,
      asked,
      completion.type === "ok" ? (completion.value ?? asked.value) : asked.value,
      completion.error,
    )
    if (completion.type === "info") {
      const { client } = worker
      worker.client = undefined
      worker.process += this.#concurrency
      await client.close()
    }
    return completion
  }

  async #take(wanted: number | undefined, signal: AbortSignal): Promise<Worker | undefined> {
    const at = this.#free.findIndex(({ number }) => number === wanted)
    const [worker] = this.#free.splice(Math.max(0, at), 1)
    if (worker !== undefined) return worker
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      signal.addEventListener("abort", () => resolve(undefined), { once: true })
    })
  }

  #give(worker: Worker): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(worker)
    else next(worker)
  }
}

/** Resolves at that moment of `performance.now()`, or with the signal. */
export function until(moment: number, signal: AbortSignal): Promise<void> {
  const ms = moment - performance.now()
  if (ms <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener("abort", done)
  })
}
