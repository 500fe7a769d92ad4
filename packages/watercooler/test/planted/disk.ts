/** Bugs between what a node says and what it stores. */
import type { Answer, BigLoad, Request } from "@watercooler/bigload"
import { type Json, Outlet, type Position } from "@watercooler/kernel"
import { type Asks, type Program, patched, through } from "./planted.ts"

/** Writes at the end of a turn what should have been written before anything was said in it. */
class Hasty extends Outlet<Request, Answer> {
  readonly #unwritten = new Map<Position, Json>()
  readonly #log: { next: Position }

  constructor(out: Asks, log: { next: Position }) {
    super(out)
    this.#log = log
  }

  override persist(record: Json): Position {
    this.#unwritten.set(this.#log.next, record)
    return this.#log.next++
  }

  override recall(position: Position): Json | undefined {
    return this.#unwritten.get(position) ?? super.recall(position)
  }

  write(): void {
    for (const record of this.#unwritten.values()) super.persist(record)
  }
}

export function announcesBeforePersisting(honest: BigLoad): Program {
  const log = { next: 0 }
  return {
    step(input, out) {
      if (input.kind === "boot") log.next = input.recordsFrom + input.recordCount
      const hasty = new Hasty(out, log)
      honest.step(input, hasty)
      hasty.write()
    },
  }
}

/** Writes something else in place of a transfer. */
class Forgetful extends Outlet<Request, Answer> {
  override persist(record: Json): Position {
    const { kind } = record as { readonly kind: string }
    return super.persist(kind === "transfer" ? { kind: "nothing" } : record)
  }
}

export const keepsPromisesInMemory = through(() => undefined, Forgetful)

/** Does not ask whether its disk has forgotten what it signed. */
export const signsAtOnce = patched((node) => Object.defineProperty(node, "awake", { get: () => true }))
