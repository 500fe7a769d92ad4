/** Periodic timers that do not march in step: a period and a random part on top. */
import { below } from "../chance/draw.ts"
import type { Micros } from "../contract/values.ts"

export interface Rhythm {
  readonly periodUs: Micros
  /** Added to each period, drawn uniformly from 0 to this. */
  readonly jitterUs: Micros
}

/** Sets a named timer one period ahead. Call it again when the timer fires. */
export function again(out: { timer(name: string, afterUs: Micros): void; random(): number }, name: string, rhythm: Rhythm): void {
  const jitter = rhythm.jitterUs > 0 ? below(() => out.random(), rhythm.jitterUs + 1) : 0
  out.timer(name, rhythm.periodUs + jitter)
}
