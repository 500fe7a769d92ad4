/** Sections 3 and 4 of the protocol page: transfers, blocks, and the texts they are hashed and signed by. */
import type { Json } from "@watercooler/kernel"
import { isCount, isFields, isHex } from "./fields.ts"

export interface Transfer {
  readonly from: string
  readonly to: string
  readonly amount: number
  readonly nonce: number
  readonly signature: string
}

export interface Block {
  readonly number: number
  readonly previousHash: string
  readonly transaction: Transfer
  readonly miner: string
  readonly timestamp: number
  readonly difficulty: number
  readonly nonce: number
  readonly hash: string
}

/** The block, or the name of the first field that is not as the page says. */
export function readBlock(value: Json | undefined): Block | string {
  if (!isFields(value)) return "block"
  const { number, previousHash, miner, timestamp, difficulty, nonce, hash } = value
  if (!isCount(number, 1)) return "number"
  if (!isHex(previousHash, 64)) return "previousHash"
  if (!isHex(miner, 64)) return "miner"
  if (!isCount(timestamp)) return "timestamp"
  if (!isCount(difficulty)) return "difficulty"
  if (!isCount(nonce)) return "nonce"
  if (!isHex(hash, 64)) return "hash"
  const transaction = readTransfer(value.transaction)
  if (typeof transaction === "string") return transaction
  return { number, previousHash, transaction, miner, timestamp, difficulty, nonce, hash }
}

function readTransfer(value: Json | undefined): Transfer | string {
  if (!isFields(value)) return "transaction"
  const { from, to, amount, nonce, signature } = value
  if (!isHex(from, 64)) return "transaction.from"
  if (!isHex(to, 64)) return "transaction.to"
  if (!isCount(amount, 1)) return "transaction.amount"
  if (!isCount(nonce)) return "transaction.nonce"
  if (!isHex(signature, 128)) return "transaction.signature"
  return { from, to, amount, nonce, signature }
}

export function transferText(network: string, { from, to, amount, nonce }: Omit<Transfer, "signature">): string {
  return ["crapcoin transfer 1", network, from, to, amount, nonce].join("\n")
}

/** The transfer id is the SHA-256 of this. */
export function transferIdText(network: string, transfer: Transfer): string {
  return `${transferText(network, transfer)}\n${transfer.signature}`
}

export function blockText(block: Omit<Block, "hash" | "transaction">, transferId: string): string {
  const { number, previousHash, miner, timestamp, difficulty, nonce } = block
  return ["crapcoin block 1", number, previousHash, transferId, miner, timestamp, difficulty, nonce].join("\n")
}

/** Leading zero bits of a hash in hexadecimal. */
export function workOf(hash: string): number {
  let bits = 0
  for (const digit of hash) {
    const value = Number.parseInt(digit, 16)
    if (value !== 0) return bits + Math.clz32(value) - 28
    bits += 4
  }
  return bits
}

export function sameBlock(one: Block, other: Block): boolean {
  const a = one.transaction
  const b = other.transaction
  return (
    one.hash === other.hash &&
    one.number === other.number &&
    one.previousHash === other.previousHash &&
    one.miner === other.miner &&
    one.timestamp === other.timestamp &&
    one.difficulty === other.difficulty &&
    one.nonce === other.nonce &&
    a.from === b.from &&
    a.to === b.to &&
    a.amount === b.amount &&
    a.nonce === b.nonce &&
    a.signature === b.signature
  )
}
