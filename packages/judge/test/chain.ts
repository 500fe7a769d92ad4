/** Small real chains for tests: signed and mined, or wrong in exactly one respect. */
import { type Block, blockText, type Genesis, genesisHash, type Transfer, transferIdText, transferText, workOf } from "../src/index.ts"
import { crypto } from "./crypto.ts"

const seedOf = (name: string): string => crypto.hash(`seed of ${name}`)
const keys = new Map<string, string>()

export function keyOf(name: string): string {
  const key = keys.get(name) ?? crypto.publicKeyOf(seedOf(name))
  keys.set(name, key)
  return key
}

export const genesis: Genesis = {
  name: "test",
  difficulty: 4,
  subsidy: 1,
  timestamp: 1_767_225_600_000,
  allocations: ["alice", "bob", "carol"].map((name) => ({ address: keyOf(name), amount: 1000 })),
}

export const network = genesisHash(crypto, genesis)

export function transfer(from: string, to: string, amount: number, nonce: number, signer = from): Transfer {
  const draft = { from: keyOf(from), to: keyOf(to), amount, nonce }
  return { ...draft, signature: crypto.sign(seedOf(signer), transferText(network, draft)) }
}

export const idOf = (made: Transfer): string => crypto.hash(transferIdText(network, made))

type Draft = Omit<Block, "hash" | "nonce">

/** Searches a nonce whose hash has at least `bits` bits, or exactly none when `bits` is -1. */
export function seal(draft: Draft, bits = genesis.difficulty): Block {
  const id = idOf(draft.transaction)
  for (let nonce = 0; ; nonce += 1) {
    const hash = crypto.hash(blockText({ ...draft, nonce }, id))
    const work = workOf(hash)
    if (bits === -1 ? work === 0 : work >= bits) return { ...draft, nonce, hash }
  }
}

export function next(chain: readonly Block[], transaction: Transfer, change: Partial<Draft> = {}, bits?: number): Block {
  const parent = chain.at(-1)
  const number = chain.length + 1
  const timestamp = (parent?.timestamp ?? genesis.timestamp) + 1000
  const previousHash = parent?.hash ?? network
  const { difficulty } = genesis
  return seal({ number, previousHash, transaction, miner: keyOf("miner"), timestamp, difficulty, ...change }, bits)
}

/** A valid chain in which alice pays bob; chains of different miners fork at block 1. */
export function chainOf(length: number, miner = "miner", base: readonly Block[] = []): readonly Block[] {
  const chain = [...base]
  let nonce = base.length
  while (chain.length < length) chain.push(next(chain, transfer("alice", "bob", 1, nonce++), { miner: keyOf(miner) }))
  return chain
}
