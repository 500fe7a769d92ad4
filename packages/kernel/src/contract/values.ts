/** The plain values that cross the wall between a node program and its driver. */

/** Anything that can be written as JSON and read back unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Where a peer can be reached, as an origin: `http://127.0.0.1:8001`. Not an identity: anyone may claim it. */
export type Endpoint = string

/** Names one `ask` of a node, chosen by the node. Reusing a name while its ask is open is an error of the program. */
export type AskId = string

/** Names one request that the node was asked, chosen by the driver, unique within a boot. */
export type RequestId = number

/**
 * Where an answer goes: one connection, or one pair of parties. A driver gives it; it proves nothing about *who* asked,
 * because behind a proxy all sources look alike.
 */
export type LinkId = string

/** Names one long-lived session. A driver gives it. */
export type SessionId = string

/** Where in its own log a node's record lies. Grows by one with each record, survives restarts. */
export type Position = number

/** 128 bits of entropy as four unsigned 32-bit integers; the only chance a node is given. */
export type Salt = readonly [number, number, number, number]

/** Integer microseconds. */
export type Micros = number

export const MICROS_PER_MS = 1_000
export const MICROS_PER_SECOND = 1_000_000
