/** An independent reader and verifier of CrapCoin chains. */
export { type Block, blockText, readBlock, type Transfer, transferIdText, transferText, workOf } from "./block.ts"
export { type Genesis, genesisHash, readGenesis } from "./genesis.ts"
export { Ledger } from "./ledger.ts"
export { type ChainRefusal, describeRefusal } from "./refusal.ts"
export type { SaneBlocks } from "./sanity.ts"
export { type ChainReplay, verifyChain } from "./verify.ts"
