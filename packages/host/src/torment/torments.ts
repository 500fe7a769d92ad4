/** What a node suffers now, and how much of it that has touched. */
import type { Receipt } from "@watercooler/kernel"
import type { Suffering } from "../process/contract.ts"
import type { BentClock } from "./clock.ts"
import type { TormentedStore } from "./store.ts"

export class Torments {
  readonly #clock: BentClock
  readonly #store: TormentedStore
  /** Undoes each, and says what it has touched. */
  readonly #underWay = new Map<string, () => Receipt>()

  constructor(clock: BentClock, store: TormentedStore) {
    this.#clock = clock
    this.#store = store
  }

  suffer(id: string, what: Suffering): void {
    if (!this.#underWay.has(id)) this.#underWay.set(id, what.kind.startsWith("disk") ? this.#ofDisk(what) : this.#ofClock(id, what))
  }

  /** Undefined for what it does not suffer. */
  relieve(id: string): Receipt | undefined {
    const undo = this.#underWay.get(id)
    this.#underWay.delete(id)
    return undo?.()
  }

  #ofClock(id: string, what: Suffering): () => Receipt {
    const clock = this.#clock
    const before = clock.looks
    if (what.kind === "skew" || what.kind === "jump" || what.kind === "drift") clock.bend(id, what)
    return () => {
      clock.mend(id)
      const turns = clock.looks - before
      return { processes: turns > 0 ? 1 : 0, connections: 0, messages: turns, bytes: 0 }
    }
  }

  #ofDisk(what: Suffering): () => Receipt {
    const store = this.#store
    const before = store.written
    const undo = trouble(store, what)
    return () => {
      undo()
      const records = store.written - before
      return { processes: records > 0 ? 1 : 0, connections: 0, messages: 0, bytes: 0, records }
    }
  }
}

function trouble(store: TormentedStore, what: Suffering): () => void {
  switch (what.kind) {
    case "disk-full":
      store.fill(true)
      return () => store.fill(false)
    case "disk-lying":
      store.lie(true)
      return () => store.lie(false)
    case "disk-slow":
      store.slow(what.us)
      return () => store.slow(-what.us)
    default:
      throw new Error(`${what.kind} is no trouble of a disk`)
  }
}
