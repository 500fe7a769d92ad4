/** Who has how much on the longest chain, as far as it is known: the genesis, the transfers in its blocks, and what its miners got. Pure. */
import type { History, Picture } from "../../src/picture/index.ts"

export interface Balances {
  readonly accounts: readonly { readonly address: string; readonly name: string | undefined; readonly amount: number }[]
  /** Blocks whose transfer nobody was seen to promise: what they moved is not counted. */
  readonly unknown: number
  /** How far down the chain is known. Undefined: to its genesis. */
  readonly from: number | undefined
}

interface Genesis {
  readonly subsidy: number
  readonly allocations: readonly { readonly address: string; readonly amount: number }[]
}

/** Undefined where the header names no genesis. */
export function balancesOf(picture: Picture, history: History, head: string | undefined): Balances | undefined {
  const genesis = genesisOf(picture)
  if (genesis === undefined) return undefined
  const amounts = new Map(genesis.allocations.map(({ address, amount }) => [address, amount]))
  const add = (address: string, more: number) => amounts.set(address, (amounts.get(address) ?? 0) + more)
  const keys = new Map(Object.values(picture.nodes).map(({ name, key }) => [name, key]))
  let [unknown, lowest] = [0, 0]
  const seen = new Set<string>()
  for (let hash = head ?? ""; history.blocks[hash] !== undefined && !seen.has(hash); ) {
    seen.add(hash)
    const block = history.blocks[hash]
    if (block === undefined) break
    const transfer = block.transaction === undefined ? undefined : history.transfers[block.transaction]
    const miner = block.miner === undefined ? undefined : keys.get(block.miner)
    if (transfer === undefined || miner === undefined) unknown++
    if (transfer !== undefined) {
      add(transfer.from, -transfer.amount)
      add(transfer.to, transfer.amount)
    }
    if (miner !== undefined) add(miner, genesis.subsidy)
    lowest = block.height
    hash = block.previous
  }
  const names = new Map([...keys].map(([name, key]) => [key, name]))
  return {
    accounts: [...amounts].map(([address, amount]) => ({ address, name: names.get(address), amount })).sort((a, b) => b.amount - a.amount),
    unknown,
    from: lowest > 1 ? lowest : undefined,
  }
}

function genesisOf({ rules }: Picture): Genesis | undefined {
  const { genesis } = rules
  if (typeof genesis !== "object" || genesis === null || Array.isArray(genesis)) return undefined
  const { subsidy, allocations } = genesis as { readonly subsidy?: unknown; readonly allocations?: unknown }
  if (typeof subsidy !== "number" || !Array.isArray(allocations)) return undefined
  return {
    subsidy,
    allocations: allocations.filter(
      (one): one is Genesis["allocations"][number] => typeof one?.address === "string" && typeof one.amount === "number",
    ),
  }
}
