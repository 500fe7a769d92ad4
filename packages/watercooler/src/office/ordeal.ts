/** Something that a node suffers, across all its processes: what it is, and what it has touched when it is over. */
import type { Suffering } from "@watercooler/host"
import type { Receipt } from "@watercooler/kernel"

export class Ordeal {
  readonly what: Suffering
  readonly over: Promise<Receipt>
  #receipt: Receipt = { processes: 0, connections: 0, messages: 0, bytes: 0 }
  #tell: (receipt: Receipt) => void = () => undefined

  constructor(what: Suffering) {
    this.what = what
    this.over = new Promise((resolve) => {
      this.#tell = resolve
    })
  }

  touched({ messages, processes, records }: Receipt): void {
    const before = this.#receipt
    const written = (before.records ?? 0) + (records ?? 0)
    this.#receipt = {
      ...before,
      processes: Math.max(before.processes, processes),
      messages: before.messages + messages,
      ...(written > 0 ? { records: written } : {}),
    }
  }

  end(): void {
    this.#tell(this.#receipt)
  }
}
