/** A fault while it lasts. */
import { type TimelineFault, Toll } from "@watercooler/boss/faults"

export class LiveFault extends Toll {
  readonly planned: TimelineFault
  readonly beganAt: number
  /** Undoes whatever it did to a node. */
  undo: (() => void) | undefined
  isOver = false

  constructor(planned: TimelineFault, beganAt: number) {
    super()
    this.planned = planned
    this.beganAt = beganAt
  }
}
