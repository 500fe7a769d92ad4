/** What passes between a node's main thread and its worker. */
import type { Json } from "@watercooler/kernel"

/** Orders under way at once are far fewer than this. */
export const CANCEL_SLOTS = 1_024

export interface ToWorker {
  readonly id: number
  readonly job: string
  readonly order: Json
}

export interface FromWorker {
  readonly id: number
  readonly result?: Json
  readonly failed?: string
}

export interface WorkerFacts {
  readonly program: string
  readonly cancelled: Int32Array
}
