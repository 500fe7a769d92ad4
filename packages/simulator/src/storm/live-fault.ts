/** A fault while it lasts, and the receipt that it writes. */
import type { TimelineFault } from "@watercooler/boss/faults"
import type { Receipt } from "@watercooler/kernel"

export class LiveFault {
  readonly planned: TimelineFault
  readonly beganAt: number
  processes = 0
  messages = 0
  bytes = 0
  records: number | undefined
  /** Connections that it touched: links, or exchanges that it ended. */
  readonly connections = new Set<object>()
  /** What a stalled link holds: to be sent when it ends. */
  readonly stalled: (() => void)[] = []
  /** Undoes whatever it did to a node. */
  undo: (() => void) | undefined
  isOver = false

  constructor(planned: TimelineFault, beganAt: number) {
    this.planned = planned
    this.beganAt = beganAt
  }

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
