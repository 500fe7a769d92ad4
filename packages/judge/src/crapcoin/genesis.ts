/** Section 2 of the protocol page: what defines a network, and its hash. */
import type { Crypto, Json } from "@watercooler/kernel"
import { isCount, isFields, isHex } from "./fields.ts"

export interface Allocation {
  readonly address: string
  readonly amount: number
}

export interface Genesis {
  readonly name: string
  readonly difficulty: number
  readonly subsidy: number
  readonly timestamp: number
  readonly allocations: readonly Allocation[]
}

const ALLOCATIONS_MAX = 100_000

/** Undefined for anything that is not a genesis. */
export function readGenesis(value: Json | undefined): Genesis | undefined {
  if (!isFields(value)) return undefined
  const { name, difficulty, subsidy, timestamp } = value
  if (typeof name !== "string" || !/^[a-z0-9-]{1,64}$/.test(name)) return undefined
  if (!isCount(difficulty, 0, 255) || !isCount(subsidy, 0, 1_000_000) || !isCount(timestamp)) return undefined
  const allocations = readAllocations(value.allocations)
  return allocations && { name, difficulty, subsidy, timestamp, allocations }
}

function readAllocations(value: Json | undefined): readonly Allocation[] | undefined {
  if (!Array.isArray(value) || value.length > ALLOCATIONS_MAX) return undefined
  const byAddress = new Map<string, number>()
  let sum = 0
  for (const entry of value as readonly Json[]) {
    if (!isFields(entry)) return undefined
    const { address, amount } = entry
    if (!isHex(address, 64) || !isCount(amount, 1) || byAddress.has(address)) return undefined
    byAddress.set(address, amount)
    sum += amount
    if (!Number.isSafeInteger(sum)) return undefined
  }
  return [...byAddress].map(([address, amount]) => ({ address, amount }))
}

export function genesisHash(crypto: Crypto, genesis: Genesis): string {
  const { name, difficulty, subsidy, timestamp, allocations } = genesis
  const head = ["crapcoin genesis 1", name, difficulty, subsidy, timestamp, allocations.length]
  const accounts = [...allocations].sort((one, other) => (one.address < other.address ? -1 : 1))
  return crypto.hash([...head, ...accounts.map(({ address, amount }) => `${address} ${amount}`)].join("\n"))
}
