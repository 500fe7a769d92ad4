/** What CrapCoin is made of: plain data, and so types rather than interfaces, which no index signature would fit. `docs/protocol/crapcoin.md` is the specification; section numbers below are its. */

/** Section 2. */
export type Genesis = {
  readonly name: string
  readonly difficulty: number
  readonly subsidy: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly allocations: readonly Allocation[]
}

export type Allocation = {
  readonly address: string
  readonly amount: number
}

/** Section 3. */
export type Transaction = {
  readonly from: string
  readonly to: string
  readonly amount: number
  readonly nonce: number
  readonly signature: string
}

/** Section 4. */
export type Block = {
  readonly number: number
  readonly previousHash: string
  readonly transaction: Transaction
  readonly miner: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly difficulty: number
  readonly nonce: number
  readonly hash: string
}

/** A block's fields before somebody has worked for its nonce. */
export type Draft = Omit<Block, "nonce" | "hash">

/** A network's rules as a node uses them: the genesis and its hash. */
export interface ChainRules {
  readonly genesis: Genesis
  readonly genesisHash: string
}
