/** What passes between the page and whoever shows it a run: Sauron live, Sauron on a recorded run, or the page itself in a report. Types only. */
import type { Patch } from "../picture/index.ts"

export interface Hello {
  readonly mode: "live" | "replay" | "report"
  /** What can be typed to see this run again, one command each. */
  readonly again: readonly string[]
  /** Whether the Boss's desk has an office behind it. */
  readonly desk: boolean
  /** What the page should tell its reader about where the data comes from. */
  readonly remarks: readonly string[]
}

/** The next state of page, as what differs from the last one that was sent. */
export interface Frame {
  /** The moment shown, and the last one there is; microseconds of the run. */
  readonly t: number
  readonly end: number
  /** 0 to 1 while a recorded run is still being read. */
  readonly read: number
  /** True: what was shown before is to be forgotten first. */
  readonly fresh: boolean
  readonly picture?: Patch
  readonly history?: Patch
  readonly traffic?: Traffic
  readonly line: LineFacts
}

export interface LineFacts {
  /** Requests taken in, and reports known to be missing. */
  readonly taken: number
  readonly missed: number
  /** Routes seen so far, for the filter. */
  readonly routes: readonly string[]
  /** Frames that this page was too slow to take. */
  readonly dropped: number
  /** Milliseconds by the clock of who sent it: how late a page of the same machine is. */
  readonly sentAtMs: number
}

/** Requests since the last frame, added up by who asked whom for what. */
export interface Traffic {
  readonly total: number
  /** Of those, how many the flows below stand for. */
  readonly shown: number
  readonly spanUs: number
  /** Places in `history.names`, kind, how many. */
  readonly flows: readonly (readonly [from: number, to: number, kind: TrafficKind, count: number])[]
}

/** 0 blocks, 1 transfers, 2 catching up, 3 peers, 4 anything else; 5 refused or failed. */
export type TrafficKind = 0 | 1 | 2 | 3 | 4 | 5

export interface RequestFilter {
  readonly node?: string | undefined
  readonly route?: string | undefined
  /** `404`, or a class: `4xx`. */
  readonly status?: string | undefined
  readonly text?: string | undefined
}

export interface Row {
  /** Grows with every request. */
  readonly n: number
  readonly t: number
  readonly node: string
  readonly from: string
  readonly method: string
  readonly route: string
  readonly uri: string
  readonly status: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly durationUs: number
  readonly trace: string
}

/** Newest rows before `before`, or those after `after`: one of the two. */
export interface RowsQuestion {
  readonly filter: RequestFilter
  readonly before?: number
  readonly after?: number
  readonly limit: number
}

export interface Rows {
  /** Oldest first. */
  readonly rows: readonly Row[]
  /** Where the search ended: pass it on as `before` or `after`. */
  readonly upTo: number
  /** There may be more in the direction of the question. */
  readonly more: boolean
  /** Of a question for what came after: fitting rows that were left out, because they were too many. */
  readonly skipped: number
}

export interface Detail {
  readonly row: Row
  readonly body: string | undefined
  readonly content: string | undefined
  /** Where the bodies come from, or why there are none. */
  readonly remark: string
  /** What happened because of this message, or led to it, in order. */
  readonly chain: readonly Step[]
  /** Hash of the block that it carried. */
  readonly block: string | undefined
}

export interface Step {
  readonly t: number
  readonly node: string
  readonly text: string
}

/** One message of the space-time diagram. */
export interface Message {
  readonly n: number
  readonly from: string
  readonly to: string
  readonly sent: number
  readonly arrived: number
  readonly kind: TrafficKind
  readonly label: string
  readonly status: number
  /** It never arrived, or nobody knows that it did. */
  readonly lost: boolean
}

/** A stretch of time; with `node`, only what that node sent or answered. */
export interface MessagesQuestion {
  readonly from: number
  readonly to: number
  readonly max: number
  readonly node?: string
}

export interface Messages {
  readonly messages: readonly Message[]
  readonly total: number
  readonly remark: string
}

export interface Questions {
  seek: { readonly question: { readonly t: number }; readonly answer: Frame }
  requests: { readonly question: RowsQuestion; readonly answer: Rows }
  detail: { readonly question: { readonly n: number }; readonly answer: Detail | undefined }
  messages: { readonly question: MessagesQuestion; readonly answer: Messages }
}
