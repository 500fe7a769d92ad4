/** Where the page's data comes from: Sauron over a socket, or the recording inside a report. Both speak alike. */
import type { Frame, Hello, Questions } from "../../src/recording/protocol.ts"

export type Line = "opening" | "up" | "away"

export interface Listener {
  hello(hello: Hello): void
  frame(frame: Frame): void
  line(line: Line): void
}

export type Topic = Exclude<keyof Questions, "seek">

export interface Source {
  open(listener: Listener): void
  /** Goes to a moment. The listener is given the frame, in its place among the others: each is the difference to the one before. */
  seek(t: number): Promise<void>
  /** Undefined where nobody answers. */
  ask<K extends Topic>(topic: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"] | undefined>
}
