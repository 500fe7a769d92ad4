/** What a world must offer so that the stories of the contract can be played in it. */
import type { LinkFault, NodeFault } from "@watercooler/boss/faults"
import type { Note, Receipt } from "@watercooler/kernel"
import type { Answer, Order } from "./puppet.ts"

export type Disk = "kept" | "wiped" | "torn" | "rotten"

export interface World extends AsyncDisposable {
  readonly name: string
  /** Starts a puppet; again, when it is gone. */
  hire(name: string, disk?: Disk): Promise<void>
  /** Ends it without a word, as SIGKILL does. */
  fire(name: string): Promise<void>
  /** Asks it to leave, and waits until it has. */
  layOff(name: string): Promise<void>
  /** Where it lives. It must have been hired. */
  endpoint(name: string): string
  /** Orders effects, all in one turn. Its answer comes when they are let go. */
  order(name: string, ...orders: readonly Order[]): Promise<Answer>
  /** All it has noted, in all its lives. */
  notes(name: string): readonly Note[]
  /** Begins a fault that lasts, until it is told to end; then it says what it has touched. */
  begin(fault: LinkFault | Exclude<NodeFault, { readonly kind: "slow" }>): Promise<() => Promise<Receipt>>
  /** Whether its process, or what stands for it, is at work. */
  isUp(name: string): boolean
  /** Lets time pass until something is true. @throws Error if it does not become so. */
  until(what: string, isTrue: () => boolean): Promise<void>
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>
}

/** How long peers are waited for, in both worlds. */
export const TIMEOUT_MS = 600
/** Nobody lives here. */
export const NOWHERE = "http://127.0.0.1:1"
