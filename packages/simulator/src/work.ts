/** How long ordered work takes in virtual time, and what comes out of it. */
import { type Draw, exponential, type Json } from "@watercooler/kernel"

/** An order, as whoever models the work sees it. */
export interface WorkOrder {
  readonly node: string
  /** How fast the node is, in relation to the others. */
  readonly power: number
  readonly job: string
  readonly order: Json
  /** Keyed by the node and the order: the same order of the same node is always as lucky. */
  readonly draw: Draw
}

/** When it is done, and what its result is; left out, the job itself is run when the time has come. */
export interface Modelled {
  readonly afterUs: number
  readonly result?: Json
}

export type WorkModel = (order: WorkOrder) => Modelled

/** Everything takes the same time, on every node. */
export function constantWork(us: number): WorkModel {
  return () => ({ afterUs: us })
}

/** As mining: memoryless, `meanUs` on a node of power 1. The result is the job's own, unless `resultOf` gives another. */
export function exponentialWork(meanUs: number, resultOf?: (order: WorkOrder) => Json): WorkModel {
  return (order) => {
    const afterUs = 1 + exponential(order.draw, Math.max(1, Math.floor(meanUs / order.power)))
    return resultOf === undefined ? { afterUs } : { afterUs, result: resultOf(order) }
  }
}
