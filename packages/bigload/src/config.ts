/** What a BigLoad is configured with, and the limits it keeps. Checked once, when it comes from outside. */
import { type Decoded, isEndpoint, type Json, MICROS_PER_SECOND } from "@watercooler/kernel"
import { describe, describeMalformed, Reader, type Shaped, shapeGenesis } from "./protocol/shape.ts"
import type { Genesis } from "./protocol/types.ts"

export interface BigloadConfig {
  readonly name: string
  /** Where others reach this node. */
  readonly endpoint: string
  readonly privateKey: string
  readonly genesis: Genesis
  /** Who knows other nodes; empty if nobody does. */
  readonly tracker: string
  /** Nodes to join by when there is no tracker. */
  readonly bootNodes: readonly string[]
  /** Fewer peers than this, and the node looks for more. */
  readonly minPeers: number
  readonly peersMax: number
  /** How many peers the tracker is asked for at first. */
  readonly bootstrapPeers: number
  /** How deep a block must lie before its transfer counts as confirmed. */
  readonly confirmations: number
}

const DEFAULTS = { minPeers: 3, peersMax: 16, bootstrapPeers: 3, confirmations: 6 }

/** Blocks in one `GET /blockchain` range. */
export const RANGE_MAX = 200
export const RANGE_DEFAULT = 100
/** Blocks in one range of a sync: what one turn can judge in a few milliseconds. */
export const SYNC_RANGE = 100
/** Own transfers that wait to be mined. */
export const MEMPOOL_MAX = 1_000
/** Protocol version of the hello. */
export const VERSION = 1

export const STANDING = {
  pointsMax: 100,
  banUs: 600 * MICROS_PER_SECOND,
  halfLifeUs: 600 * MICROS_PER_SECOND,
  keysMax: 10_000,
}

export const OFFENCES = {
  "invalid-block": 100,
  "invalid-chain": 100,
  "double-signed": 100,
  "rival-blocks": 100,
  duplicates: 20,
  garbage: 25,
} as const

export type Offence = keyof typeof OFFENCES

export function parseConfig(json: Json): Decoded<BigloadConfig> {
  const read = new Reader(json, "settings")
  const optional = (field: keyof typeof DEFAULTS, min: number, max: number) =>
    read.get(field) === undefined ? DEFAULTS[field] : read.integer(field, min, max)
  const config = {
    name: read.word("name", /^[a-z0-9-]{1,64}$/, "1 to 64 of a-z 0-9 -"),
    endpoint: endpointOr(read, "endpoint"),
    privateKey: read.hex32("privateKey"),
    genesis: read.nested("genesis", readGenesis) as Genesis,
    tracker: read.get("tracker") === undefined || read.get("tracker") === "" ? "" : endpointOr(read, "tracker"),
    bootNodes: bootNodesOf(read),
    minPeers: optional("minPeers", 0, 1_000),
    peersMax: optional("peersMax", 1, 1_000),
    bootstrapPeers: optional("bootstrapPeers", 1, 100),
    confirmations: optional("confirmations", 1, 10_000),
  }
  return read.malformed === undefined ? { ok: true, value: config } : { ok: false, because: describeMalformed(read.malformed) }
}

/** A thousand nodes of one thread are given the same genesis, with a thousand allocations: it is read once. */
const genesisRead = new WeakMap<object, Shaped<Genesis>>()

function readGenesis(value: unknown, at: string): Shaped<Genesis> {
  const known = typeof value === "object" && value !== null ? genesisRead.get(value) : undefined
  if (known !== undefined) return known
  const shaped = shapeGenesis(value, at)
  if (typeof value === "object" && value !== null) genesisRead.set(value, shaped)
  return shaped
}

function endpointOr(read: Reader, field: string): string {
  const value = read.get(field)
  if (isEndpoint(value)) return value
  read.malformed ??= {
    code: "malformed",
    field: `settings.${field}`,
    seen: describe(value),
    expected: "an origin with a port, http://127.0.0.1:8001",
  }
  return ""
}

function bootNodesOf(read: Reader): string[] {
  if (read.get("bootNodes") === undefined) return []
  return read.list("bootNodes", 100, (value, at) =>
    isEndpoint(value)
      ? { ok: true, value }
      : { ok: false, malformed: { code: "malformed", field: at, seen: describe(value), expected: "an origin with a port" } },
  )
}
