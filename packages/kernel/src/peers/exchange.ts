/**
 * How parties of any network find each other: announce oneself, ask for peers, ask for a key. Nodes and trackers speak it alike,
 * so a tracker is one more peer to a node.
 */
import type { Endpoint, Json } from "../contract/values.ts"
import type { Hello } from "../handshake/hello.ts"

/** What one party tells another about a third. Hearsay: believed only after dialling. */
export interface PeerCard {
  readonly endpoint: Endpoint
  readonly key: string
  readonly name: string
}

export type ExchangeRequest =
  /** `GET /peers?limit=&except=`: some peers, but not the asker. */
  | { readonly kind: "peers"; readonly limit: number; readonly except: Endpoint }
  /** `POST /peers`: here I am. */
  | { readonly kind: "announce"; readonly hello: Hello }
  /** `DELETE /peers`, with the proof of a session: I am leaving. */
  | { readonly kind: "goodbye" }
  /** `GET /pubkey`: who lives here? */
  | { readonly kind: "pubkey" }

export type ExchangeAnswer =
  | { readonly kind: "peers"; readonly peers: readonly PeerCard[] }
  /** The other's own hello, addressed to the asker, and the proof that opens later requests. A tracker gives neither. */
  | { readonly kind: "welcome"; readonly hello?: Hello; readonly session?: string }
  | { readonly kind: "pubkey"; readonly key: string; readonly name: string; readonly network: string }
  | { readonly kind: "farewell" }
  | Refused

/** Any request may be refused; `status` is HTTP's. */
export interface Refused {
  readonly kind: "refused"
  readonly status: number
  readonly code: string
  readonly detail: string
  /** What exactly was wrong. */
  readonly facts?: Json
}
