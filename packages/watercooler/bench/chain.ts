/** A long valid chain on a node's disk, made without mining: its network asks for no work. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import {
  type Block,
  draftBlock,
  genesisText,
  type PlannedParty,
  planCrapcoin,
  search,
  transferId,
  transferText,
} from "@watercooler/bigload"
import { NodeCrypto, SqliteStore } from "@watercooler/host"

export interface LongChain {
  readonly plan: ReturnType<typeof planCrapcoin>
  readonly blocks: readonly Block[]
}

/** A BigLoad at each port, by its number. */
export function bigloadsAt(ports: readonly number[]): readonly PlannedParty[] {
  return ports.map((port, at) => ({ name: `bigload-${at + 1}`, kind: "bigload", endpoint: `http://127.0.0.1:${port}` }))
}

/** `accounts` senders take turns. The parties come first among them; the rest are nobody's. */
export function longChain(
  parties: readonly PlannedParty[],
  height: number,
  accounts: number,
  bootNodes: readonly string[],
  difficulty = 0,
): LongChain {
  const crypto = new NodeCrypto()
  const extras = Array.from({ length: accounts - parties.length }, (_, i) => ({
    name: `extra-${i}`,
    kind: "bigload",
    endpoint: "http://127.0.0.1:1",
  }))
  const seed = "bench"
  const plan = planCrapcoin(crypto, {
    seed,
    parties: [...parties, ...extras],
    difficulty,
    timestamp: 1_767_225_600_000,
    seedMoney: 1_000_000,
    bootNodes,
  })
  const genesisHash = crypto.hash(genesisText(plan.genesis))
  const rules = { genesis: plan.genesis, genesisHash }
  const keys = plan.parties.map(({ name }) => crypto.hash(`crapcoin key\n${seed}\n${name}`))
  const nonces = keys.map(() => 0)
  const blocks: Block[] = []
  let parent = { hash: genesisHash, height: 0, timestamp: plan.genesis.timestamp }
  for (let i = 0; i < height; i++) {
    const at = i % keys.length
    const from = plan.parties[at]?.key as string
    const unsigned = { from, to: plan.parties[(at + 1) % keys.length]?.key as string, amount: 1, nonce: nonces[at] as number }
    nonces[at] = unsigned.nonce + 1
    const transaction = { ...unsigned, signature: crypto.sign(keys[at] as string, transferText(genesisHash, unsigned)) }
    const draft = draftBlock(rules, parent, transaction, from, parent.timestamp + 1)
    const block = search(crypto, draft, transferId(crypto, genesisHash, transaction), 0, 1_000_000) as Block
    blocks.push(block)
    parent = { hash: block.hash, height: block.number, timestamp: block.timestamp }
  }
  return { plan, blocks }
}

export function writeChain(storageDir: string, blocks: readonly Block[]): void {
  mkdirSync(storageDir, { recursive: true })
  const store = new SqliteStore(join(storageDir, "records.sqlite"), { fsync: false })
  for (const block of blocks) store.append({ kind: "block", block: block })
  store.close()
}
