/** One node of a virtual network: its program, its disk, its open timers, asks and orders. */
import type { Endpoint, HttpCodec, Job, Json, MemoryRecords, NodeProgram } from "@watercooler/kernel"

export interface PartyPlan<Request, Answer> {
  readonly name: string
  readonly endpoint: Endpoint
  /** A fresh program, for every boot. */
  readonly create: () => NodeProgram<Request, Answer>
  readonly codec: HttpCodec<Request, Answer>
  readonly jobs: Readonly<Record<string, Job>>
}

/** An ask that waits for its end. */
export interface OpenAsk<Request> {
  readonly id: string | undefined
  readonly from: string
  readonly peer: Endpoint
  readonly request: Request
}

export interface Party<Request, Answer> {
  readonly plan: PartyPlan<Request, Answer>
  program: NodeProgram<Request, Answer> | undefined
  disk: MemoryRecords
  /** Counts boots: what belongs to an earlier life is void. */
  life: number
  bootedAt: number
  inputs: number
  paused: boolean
  /** Due time of each timer; an event that does not match is void. */
  readonly timers: Map<string, number>
  readonly orders: Map<string, Json>
  /** Requests it was asked and has not answered. */
  readonly asked: Map<number, OpenAsk<Request>>
  requests: number
}
