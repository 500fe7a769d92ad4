/** Work orders, run off the event loop in one worker thread that starts with an order, and is let go when none follows: idle, it would cost 10 MB. */
import { Worker } from "node:worker_threads"
import type { Json } from "@watercooler/kernel"
import { CANCEL_SLOTS, type FromWorker, type ToWorker } from "./messages.ts"

const IDLE_MS = 3_000

interface Order {
  readonly id: number
  readonly name: string
  readonly job: string
  readonly orderedAt: number
}

export interface CrewOptions {
  /** The worker's entry: a module that calls `serveJobs`. */
  readonly entry: URL
  /** Which program's jobs it serves. */
  readonly program: string
  readonly done: (name: string, result: Json) => void
  readonly failed: (name: string, because: string) => void
  /** How long a result takes at least, milliseconds from its order: a node may have less power than its machine. */
  readonly takesMs?: (job: string, result: Json) => number
}

export class Crew {
  readonly #options: CrewOptions
  /** Slot `id % CANCEL_SLOTS` holds the highest id cancelled there; read by the worker between slices. */
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(CANCEL_SLOTS * 4))
  readonly #orders = new Map<string, Order>()
  #worker: Worker | undefined
  #ids = 0
  #idle: NodeJS.Timeout | undefined

  constructor(options: CrewOptions) {
    this.#options = options
  }

  get busy(): number {
    return this.#orders.size
  }

  order(name: string, job: string, order: Json): void {
    this.cancel(name)
    const id = ++this.#ids
    this.#orders.set(name, { id, name, job, orderedAt: performance.now() })
    const message: ToWorker = { id, job, order }
    this.#hire().postMessage(message)
    this.#rest()
  }

  cancel(name: string): void {
    const order = this.#orders.get(name)
    if (order === undefined) return
    this.#orders.delete(name)
    Atomics.store(this.#cancelled, order.id % CANCEL_SLOTS, order.id)
    this.#rest()
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    this.#orders.clear()
    await this.#worker?.terminate()
  }

  /** Lets the worker go unless something is ordered soon. */
  #rest(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      if (this.#orders.size > 0) return
      const worker = this.#worker
      this.#worker = undefined
      // What a thread that has nothing to do says at its end concerns nobody.
      worker?.removeAllListeners()
      void worker?.terminate()
    }, IDLE_MS)
    this.#idle.unref()
  }

  #hire(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const { entry, program } = this.#options
    const worker = new Worker(entry, {
      workerData: { program, cancelled: this.#cancelled },
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
    })
    worker.on("message", (message: FromWorker) => this.#heard(message))
    worker.on("error", (error) => this.#died(String(error)))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #heard({ id, result, failed }: FromWorker): void {
    const order = [...this.#orders.values()].find((each) => each.id === id)
    if (order === undefined) return
    if (failed !== undefined) {
      this.#orders.delete(order.name)
      this.#rest()
      return this.#options.failed(order.name, failed)
    }
    const takesMs = this.#options.takesMs?.(order.job, result ?? null) ?? 0
    this.#finishAt(order, result ?? null, order.orderedAt + takesMs)
  }

  /** An order that is cancelled meanwhile is never done. */
  #finishAt(order: Order, result: Json, at: number): void {
    if (this.#orders.get(order.name) !== order) return
    const left = at - performance.now()
    if (left > 0) {
      setTimeout(() => this.#finishAt(order, result, at), Math.ceil(left)).unref()
      return
    }
    this.#orders.delete(order.name)
    this.#rest()
    this.#options.done(order.name, result)
  }

  #died(because: string): void {
    this.#worker = undefined
    const lost = [...this.#orders.keys()]
    this.#orders.clear()
    for (const name of lost) this.#options.failed(name, because)
  }
}
