/** What a tracker is configured with and asked, and the bounds it keeps. */
import type { Endpoint, ExchangeRequest, Micros } from "@watercooler/kernel"

export interface TrackerConfig {
  readonly network: string
  /** Protocol version that a hello must have. */
  readonly version: number
  /** Own endpoint: a hello must be addressed to it. */
  readonly self: Endpoint
  readonly key: string
  readonly name: string
  /** Most nodes remembered. */
  readonly peersMax?: number
  /** Most peers in one answer, however many were asked for. */
  readonly sampleMax?: number
  /** Newcomers being dialled back at once; more are told to come again. */
  readonly dialsMax?: number
  /** How often a node is asked whether it is still there; drawn between three and five quarters of this. */
  readonly probeEveryUs?: Micros
  /** Nodes asked in one round; those asked longest ago come first. */
  readonly probesPerRound?: number
  /** How long a node may take to say its key. */
  readonly dialTimeoutUs?: Micros
  /** Probes in a row that may fail before a node is forgotten. */
  readonly failuresMax?: number
  /** How long an address that did not answer is not dialled again merely because somebody saw it. */
  readonly sightingRestUs?: Micros
}

/** What nodes ask of each other, and one thing more: an observer has seen a node at an address, and nobody announced it. */
export type TrackerRequest = ExchangeRequest | { readonly kind: "sighted"; readonly endpoint: Endpoint }

export const trackerDefaults = {
  peersMax: 2_000,
  sampleMax: 50,
  dialsMax: 256,
  probeEveryUs: 5_000_000,
  probesPerRound: 64,
  dialTimeoutUs: 2_000_000,
  failuresMax: 3,
  sightingRestUs: 10_000_000,
} as const
