/**
 * What somebody needs in order to lie convincingly in CrapCoin: everything the honest node inside knows, and the tools to make blocks, transfers and
 * hellos that are wrong in one thing only. It satisfies the interface of the same name that misdeeds ask for.
 */
import { type Crypto, type Endpoint, type Json, type PeerCard, signHello } from "@watercooler/kernel"
import { VERSION } from "./config.ts"
import type { Node } from "./node.ts"
import { proofsFor } from "./peerage/network.ts"
import type { Answer, Request } from "./protocol/messages.ts"
import { blockTextBeforeNonce, transferId, workOf } from "./protocol/texts.ts"
import type { Block, Draft, Transaction } from "./protocol/types.ts"
import { draftBlock, mineOrder } from "./wallet/mining.ts"

export interface ForgedPlace {
  readonly hash: string
  readonly height: number
  readonly timestampMs: number
}

/** Alive: asks the node at the moment of lying. */
export class CrapcoinForger {
  readonly #node: Node
  readonly #crypto: Crypto

  constructor(node: Node, crypto: Crypto) {
    this.#node = node
    this.#crypto = crypto
  }

  get self(): PeerCard {
    const { config, company } = this.#node
    return { endpoint: config.endpoint, key: company.key, name: config.name }
  }

  get tracker(): Endpoint | undefined {
    return this.#node.config.tracker === "" ? undefined : this.#node.config.tracker
  }

  peers(): readonly PeerCard[] {
    return this.#node.company.peers.all()
  }

  proofs(peers: readonly Endpoint[]): { readonly proofs: Record<Endpoint, string> } {
    return proofsFor(this.#node.company, peers)
  }

  head(): ForgedPlace {
    const { head, headTimestamp } = this.#node.chain
    return { hash: head.hash, height: head.height, timestampMs: headTimestamp }
  }

  headBlock(): Json | undefined {
    return this.#node.chain.headContents as Json | undefined
  }

  account(): { readonly balance: number; readonly nonce: number } {
    return this.#node.chain.ledger.account(this.#node.wallet.address)
  }

  transfer(claims: { readonly from?: string; readonly to: string; readonly amount: number; readonly nonce: number }): Json {
    const { to, amount, nonce, from = this.#node.wallet.address } = claims
    return this.#node.wallet.sign({ from, to, amount, nonce })
  }

  draft(parent: ForgedPlace, transfer: Json, timestampMs: number): Json {
    const place = { hash: parent.hash, height: parent.height, timestamp: parent.timestampMs }
    return draftBlock(this.#node.chain.rules, place, transfer as Transaction, this.#node.wallet.address, timestampMs)
  }

  unworked(draft: Json): Json {
    const it = draft as Draft
    const text = blockTextBeforeNonce(it, transferId(this.#crypto, this.#node.chain.rules.genesisHash, it.transaction))
    for (let nonce = 0; ; nonce++) {
      const hash = this.#crypto.hash(text + nonce)
      // Half of all hashes have no leading zero bit at all; with a difficulty of 0 every hash will do.
      if (workOf(hash) < it.difficulty || it.difficulty === 0) return { ...it, nonce, hash }
    }
  }

  order(draft: Json): { readonly job: string; readonly order: Json } {
    return { job: "mine", order: mineOrder(this.#crypto, this.#node.chain.rules, draft as Draft) }
  }

  placeOf(block: Json): ForgedPlace {
    const { hash, number, timestamp } = block as Block
    return { hash, height: number, timestampMs: timestamp }
  }

  parentOf(block: Json): ForgedPlace {
    const { previousHash, number, timestamp } = block as Block
    return { hash: previousHash, height: number - 1, timestampMs: timestamp }
  }

  transferOf(block: Json): Json {
    return (block as Block).transaction
  }

  identity(seed: string): { readonly key: string; readonly privateKey: string } {
    const privateKey = this.#crypto.hash(`nobody\n${seed}`)
    return { key: this.#crypto.publicKeyOf(privateKey), privateKey }
  }

  push(block: Json): Request {
    return { kind: "submit", block }
  }

  pushed(request: Request): Json | undefined {
    return request.kind === "submit" ? request.block : undefined
  }

  hello(claims: {
    readonly key: string
    readonly name: string
    readonly endpoint: Endpoint
    readonly to: Endpoint
    readonly privateKey?: string
  }): Request {
    const { key, name, endpoint, to, privateKey = this.#node.config.privateKey } = claims
    const hello = {
      network: this.#node.company.networkId,
      version: VERSION,
      capabilities: ["blocks"],
      role: "full",
      name,
      endpoint,
      key,
      to,
    }
    return { kind: "announce", hello: signHello(this.#crypto, privateKey, hello) }
  }

  asksForPeers(request: Request): boolean {
    return request.kind === "peers"
  }

  namePeers(cards: readonly PeerCard[]): Answer {
    return { kind: "peers", peers: cards.map(({ endpoint, key, name }) => ({ endpoint, key, name })) }
  }

  asksForChain(request: Request): boolean {
    return request.kind === "blockchain"
  }

  graft(request: Request, answer: Answer, branch: readonly Json[]): Answer {
    const blocks = branch as readonly Block[]
    const [first] = blocks
    const last = blocks[blocks.length - 1]
    if (request.kind !== "blockchain" || answer.kind !== "range" || first === undefined || last === undefined) return answer
    const stem = answer.blocks.filter(({ number }) => number < first.number)
    const graft = blocks.filter(({ number }) => number >= request.from && number < request.from + request.limit)
    return { ...answer, blocks: [...stem, ...graft], height: last.number, head: last.hash }
  }

  handsOut(answer: Answer, block: Json): boolean {
    return answer.kind === "range" && answer.blocks.some(({ hash }) => hash === (block as unknown as Block).hash)
  }
}
