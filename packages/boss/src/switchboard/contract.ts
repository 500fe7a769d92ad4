/** What passes between a supervisor and its switchboard, and what a switchboard is told when it is hired: one JSON file (mode 0600), then messages over IPC. */
import type { Receipt } from "@watercooler/kernel"
import type { LinkFault, LinkTable, MessageTrigger } from "../faults/index.ts"

/** Somebody who may be dialled; and, with a secret, who may dial. */
export interface Registered {
  readonly name: string
  readonly host: string
  readonly port: number
  /** Proves its preambles to us, and ours to it. Left out for somebody who knows no preambles, and only listens. */
  readonly secret?: string
  /** Whether it is told by a preamble who speaks. */
  readonly hears: boolean
}

/**
 * A port of our own behind which a node listens, for programs that know no preambles. Whoever dials it is known by the port, or, where one port is for
 * everybody, is asked for.
 */
export interface Front {
  readonly host: string
  readonly port: number
  /** Who dials here. Left out: the supervisor is asked, each time. */
  readonly from?: string
  readonly to: string
  /** Where the node listens itself. */
  readonly target: { readonly host: string; readonly port: number }
  /** What passes is bytes, whatever it looks like: no messages are looked for. */
  readonly isStream: boolean
  /** What passes is datagrams, and the port is one of UDP. */
  readonly isDatagram?: boolean
}

/** A port of our own that is a node's forward proxy: whoever asks here is this node. */
export interface NodeProxy {
  readonly host: string
  readonly port: number
  readonly from: string
}

/** Who is meant by an address, when a proxy is asked for it. */
export interface Destination {
  /** In small letters; the first is its name. */
  readonly hosts: readonly string[]
  readonly port: number
  readonly to: string
  readonly target: { readonly host: string; readonly port: number }
  readonly isStream: boolean
}

/** A proxy was asked for somebody who is no node of the run. */
export interface Refused {
  readonly from: string
  /** `host:port`, or what else it was. */
  readonly wanted: string
  readonly count: number
}

export interface SwitchboardConfig {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Keys all draws. */
  readonly seed: string
  readonly links: LinkTable
  /** Routes of the network: `GET /block/:hash`. */
  readonly routes: readonly string[]
  readonly parties: readonly Registered[]
  readonly fronts?: readonly Front[]
  readonly proxies?: readonly NodeProxy[]
  /** Whom the proxies know. */
  readonly destinations?: readonly Destination[]
  /** The monotonic instant at which the run began, nanoseconds as text. */
  readonly runStartedNs: string
}

export type ToSwitchboard =
  | { readonly do: "register"; readonly party: Registered }
  /** `lasts`: it ends when it is told to, not by itself. */
  | { readonly do: "begin"; readonly id: string; readonly fault: LinkFault; readonly lasts: boolean }
  | { readonly do: "end"; readonly id: string }
  | { readonly do: "end-all" }
  /** Tell when such a request has been sent for the `count`th time. */
  | { readonly do: "watch"; readonly id: string; readonly trigger: MessageTrigger }
  | { readonly do: "count" }
  /** The answer to `who`; null when nobody of ours holds the other end. */
  | { readonly do: "told"; readonly question: number; readonly name: string | null }

/** A request between programs, and what became of it. */
export interface SeenRequest {
  readonly from: string
  readonly to: string
  readonly method: string
  readonly route: string
  /** As it was asked, with its query. */
  readonly uri: string
  /** 0 where the asker has never heard. */
  readonly status: number
  /** Microseconds since the run began: when it was answered. */
  readonly at: number
  readonly durationUs: number
  /** The trace id of its `traceparent`, 32 hexadecimal digits; empty for none. */
  readonly trace: string
  /** Of the bodies, as far as their heads say. */
  readonly bytesIn: number
  readonly bytesOut: number
}

export type FromSwitchboard =
  | { readonly say: "ready"; readonly host: string; readonly port: number; readonly datagramPort: number }
  | { readonly say: "failed"; readonly because: string }
  | { readonly say: "began"; readonly id: string }
  /** A fault is over, whatever ended it. */
  | { readonly say: "ended"; readonly id: string; readonly receipt: Receipt }
  /** What was watched for has been sent often enough. */
  | { readonly say: "seen"; readonly id: string }
  | { readonly say: "counted"; readonly counts: Counts }
  /** Which node dialled the front `to` from port `from`, or sent to it? */
  | { readonly say: "who"; readonly question: number; readonly from: number; readonly to: number; readonly isDatagram: boolean }

/** What has gone through it, and what it turned away. */
export interface Counts {
  readonly connections: number
  readonly messages: number
  readonly open: number
  /** Connections without a preamble, with a wrong proof, or to somebody who is not registered. */
  readonly strangers: number
  /** Of the messages those that were datagrams, flows that are open, and datagrams that were lost because of our own bounds. */
  readonly datagrams: number
  readonly flows: number
  readonly overflowed: number
  /** Connections and datagrams through a front of which nobody could say who dialled; they were let through, and no fault touched them. */
  readonly unattributed: number
  readonly refused: readonly Refused[]
}
