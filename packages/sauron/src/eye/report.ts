/** What the Eye says of one answered request. Version 1; `docs/sauron.md` documents it for reporters in any language. */

export const REPORT_VERSION = 1

export interface ReportedRequest {
  readonly method: string
  /** Path and query as they were asked: `/block/ab12?full=1`. */
  readonly uri: string
  /** The template the request fell under: `/block/:hash`. The path where no route fits. */
  readonly route: string
  /** Where the node was asked, as the `Host` header had it. */
  readonly host: string
  readonly port: number
  /** Who asked, if it said so. Not proven. */
  readonly from?: string
  readonly bytes: number
  /** The beginning of the body. */
  readonly body?: string
}

export interface ReportedResponse {
  /** HTTP status; 0 where the asker left before there was one. */
  readonly status: number
  readonly bytes: number
  /** The beginning of what was answered. */
  readonly content?: string
}

export interface Report {
  readonly node: string
  /** Per Eye, from 1, without gaps: a gap is a lost report, and Sauron counts it. */
  readonly seq: number
  /** Microseconds since the run began, or since the Eye opened if it knows of no run. */
  readonly t: number
  readonly request: ReportedRequest
  readonly response: ReportedResponse
  readonly durationUs: number
  /** Causal id: the trace id of the request's `traceparent`, 32 hexadecimal digits. Empty where it had none and was given none. */
  readonly trace: string
}

/** The reports of one Eye, and how many it could not keep: what a reporter in another language may post. The Eye itself sends it packed. */
export interface ReportBatch {
  readonly version: typeof REPORT_VERSION
  readonly node: string
  /** Names one life of one Eye; `seq` begins anew with each. */
  readonly boot: string
  /** Reports of this life that the Eye had to forget, so far. */
  readonly dropped: number
  /** Reports of this life that a Sauron has confirmed, so far. */
  readonly acked: number
  /** Each may leave `node` out: it is the batch's. */
  readonly reports: readonly (Omit<Report, "node"> & { readonly node?: string })[]
}

/** Longest excerpt of a body, in characters. */
export const EXCERPT_CHARS_MAX = 2_048
/** Most reports in one batch. */
export const BATCH_REPORTS_MAX = 500
/** A batch is closed early once its excerpts and paths are this long, so that it fits Sauron's message limit in any encoding. */
export const BATCH_CHARS_MAX = 400_000
/** Largest message Sauron accepts on a socket. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024
