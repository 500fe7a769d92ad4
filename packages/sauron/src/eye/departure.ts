/** What a node says of a message it has sent: when it left, and what came back. */
export interface Departure {
  /** Microseconds of the run at which it left. By the Eye's own clock, less the duration, if left out. */
  readonly t?: number
  readonly method: string
  /** The template the request falls under: `/block/:hash`. */
  readonly route: string
  /** Whom it asked: `http://127.0.0.1:8001`. */
  readonly to: string
  /** HTTP status of the answer; 0 where none came. */
  readonly status: number
  /** From leaving to the answer, or to giving up. */
  readonly durationUs: number
  /** Causal id that the message carries: the trace id of its `traceparent`. */
  readonly trace: string
}
