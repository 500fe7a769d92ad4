/** What can be asked of a CrapCoin node, and what it answers (section 7). The wire form is in `http/`. */
import type { ExchangeAnswer, ExchangeRequest, Json } from "@watercooler/kernel"
import type { Account } from "../chain/ledger.ts"
import type { Block, Genesis, Transaction } from "./types.ts"

export type Request =
  | ExchangeRequest
  | { readonly kind: "ping" }
  | { readonly kind: "status" }
  | { readonly kind: "blockchain"; readonly from: number; readonly limit: number }
  | { readonly kind: "genesis" }
  | { readonly kind: "block"; readonly hash: string }
  | { readonly kind: "account"; readonly address: string }
  | { readonly kind: "mempool" }
  | { readonly kind: "metrics" }
  /** A block, unchecked: its shape is the program's to judge, because a misshapen one is an offence. */
  | { readonly kind: "submit"; readonly block: Json }
  /** `form` asks for a page in return: it came from the explorer. */
  | { readonly kind: "transfer"; readonly to: string; readonly amount: number; readonly form?: boolean }
  | { readonly kind: "page"; readonly page: PageName; readonly at: string }

export type PageName = "chain" | "block" | "peers" | "send"

export interface Range {
  readonly kind: "range"
  readonly genesis: string
  readonly height: number
  readonly head: string
  readonly from: number
  readonly blocks: readonly Block[]
}

export interface Status {
  readonly kind: "status"
  readonly name: string
  readonly network: string
  readonly version: number
  readonly key: string
  readonly endpoint: string
  readonly height: number
  readonly head: string
  readonly peers: number
  readonly mempool: number
  readonly synced: boolean
  readonly mining: boolean
  readonly difficulty: number
  readonly genesis: string
  readonly banned: readonly string[]
}

/** One metric: name without prefix, what it means, how it behaves, its value. */
export type Metric = readonly [name: string, help: string, type: "gauge" | "counter", value: number]

export type Answer =
  | ExchangeAnswer
  | { readonly kind: "pong"; readonly name: string }
  | Status
  | Range
  | { readonly kind: "genesis"; readonly genesis: Genesis }
  | { readonly kind: "block"; readonly block: Block; readonly main: boolean; readonly depth: number }
  | ({ readonly kind: "account"; readonly address: string } & Account)
  | { readonly kind: "mempool"; readonly transactions: readonly Transaction[] }
  | { readonly kind: "metrics"; readonly metrics: readonly Metric[] }
  | { readonly kind: "received"; readonly outcome: "stored" | "seen" | "wanted"; readonly height: number }
  | { readonly kind: "promised"; readonly transaction: Transaction; readonly id: string }
  | { readonly kind: "page"; readonly page: Page }

/** What a page of the explorer shows. */
export type Page =
  | { readonly of: "chain"; readonly status: Status; readonly blocks: readonly Block[] }
  | { readonly of: "block"; readonly status: Status; readonly block: Block; readonly main: boolean; readonly depth: number }
  | {
      readonly of: "peers"
      readonly status: Status
      readonly peers: readonly { readonly endpoint: string; readonly key: string; readonly name: string }[]
    }
  | { readonly of: "send"; readonly status: Status; readonly balance: number; readonly notice: string | undefined }
