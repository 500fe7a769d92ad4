/** What a fault has touched while it lasts, and what it holds back. Its receipt is read from here, in either world. */
import type { Receipt } from "@watercooler/kernel"

export class Toll {
  processes = 0
  messages = 0
  bytes = 0
  records: number | undefined
  /** Connections that it touched, each counted once. */
  readonly connections = new Set<object>()
  /** What a stalled link holds: to be sent when it ends. */
  readonly stalled: (() => void)[] = []

  touch(connection: object, bytes: number): void {
    this.messages++
    this.bytes += bytes
    this.connections.add(connection)
  }

  get receipt(): Receipt {
    const { processes, messages, bytes, records } = this
    return { processes, connections: this.connections.size, messages, bytes, ...(records === undefined ? {} : { records }) }
  }
}
