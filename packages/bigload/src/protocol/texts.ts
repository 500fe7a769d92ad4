/** The texts that are hashed and signed (sections 2 to 4 of the protocol): one field a line. */
import type { Crypto } from "@watercooler/kernel"
import type { Draft, Genesis, Transaction } from "./types.ts"

/** Written once for each genesis, however many nodes hold it. */
const genesisTexts = new WeakMap<Genesis, string>()

export function genesisText(genesis: Genesis): string {
  const text = genesisTexts.get(genesis) ?? writeGenesis(genesis)
  genesisTexts.set(genesis, text)
  return text
}

function writeGenesis(genesis: Genesis): string {
  const allocations = [...genesis.allocations].sort((a, b) => (a.address < b.address ? -1 : 1))
  return [
    "crapcoin genesis 1",
    genesis.name,
    genesis.difficulty,
    genesis.subsidy,
    genesis.timestamp,
    allocations.length,
    ...allocations.map(({ address, amount }) => `${address} ${amount}`),
  ].join("\n")
}

export function transferText(genesisHash: string, transfer: Omit<Transaction, "signature">): string {
  return `crapcoin transfer 1\n${genesisHash}\n${transfer.from}\n${transfer.to}\n${transfer.amount}\n${transfer.nonce}`
}

export function transferId(crypto: Crypto, genesisHash: string, transfer: Transaction): string {
  return crypto.hash(`${transferText(genesisHash, transfer)}\n${transfer.signature}`)
}

/** Everything of a block's text but the nonce, which is its last line: so mining need not build it anew. */
export function blockTextBeforeNonce(draft: Draft, id: string): string {
  return `crapcoin block 1\n${draft.number}\n${draft.previousHash}\n${id}\n${draft.miner}\n${draft.timestamp}\n${draft.difficulty}\n`
}

/** Leading zero bits of a hash. */
export function workOf(hash: string): number {
  let bits = 0
  for (let i = 0; i < hash.length; i++) {
    const digit = Number.parseInt(hash[i] as string, 16)
    if (digit !== 0) return bits + Math.clz32(digit) - 28
    bits += 4
  }
  return bits
}
