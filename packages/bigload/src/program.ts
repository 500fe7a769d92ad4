/**
 * BigLoad: the complete CrapCoin full node, as a node program. This file only hands each input to the part it concerns; the parts
 * are the chain and its sync, the wallet and its mining, and the peerage.
 */
import type { Answered, Boot, Crypto, Garbage, Input, Job, NodeProgram, Out, PeerCard, Unreachable } from "@watercooler/kernel"
import type { BigloadConfig } from "./config.ts"
import { Desk } from "./desk.ts"
import { Node } from "./node.ts"
import type { Turn } from "./peerage/network.ts"
import type { Answer, Request } from "./protocol/messages.ts"
import type { Block, Transaction } from "./protocol/types.ts"
import { mine } from "./wallet/mining.ts"

export const JOBS: Readonly<Record<string, Job>> = { mine }

/** What this node writes to its disk. */
type StoredRecord =
  | { readonly kind: "block"; readonly block: Block }
  | { readonly kind: "transfer"; readonly transaction: Transaction }
  | ({ readonly kind: "peer" } & PeerCard)
  | { readonly kind: "peer-gone"; readonly endpoint: string }
  | { readonly kind: "ban"; readonly key: string }

export class BigLoad implements NodeProgram<Request, Answer> {
  readonly node: Node
  readonly #desk: Desk

  constructor(config: BigloadConfig, crypto: Crypto) {
    this.node = new Node(config, crypto)
    this.#desk = new Desk(this.node)
  }

  step(input: Input<Request, Answer>, out: Out<Request, Answer>): void {
    const turn: Turn = { now: input.now, wallMs: Math.floor(input.wall / 1_000), out }
    switch (input.kind) {
      case "boot":
        return this.#boot(input, turn)
      case "request":
        return this.#desk.request(input, turn)
      case "answer":
        return this.#answered(input, turn)
      case "unreachable":
        return this.#unreachable(input, turn)
      case "garbage":
        return this.#garbage(input, turn)
      case "timer":
        return input.name === "peerage" ? this.node.tick(turn) : undefined
      case "worked":
        return input.name === "mine" ? this.node.mined(input.result as Block, turn) : undefined
      case "leaving":
        return this.node.sayGoodbye(turn)
      case "opened":
      case "closed":
        return undefined
    }
  }

  #boot(boot: Boot, turn: Turn): void {
    const peers = new Map<string, PeerCard>()
    for (const { position, record } of boot.records) {
      const stored = record as StoredRecord
      if (stored.kind === "block") this.node.restoreBlock(stored.block, position, turn)
      else if (stored.kind === "transfer") this.node.restoreTransfer(stored.transaction)
      else if (stored.kind === "peer") peers.set(stored.endpoint, { endpoint: stored.endpoint, key: stored.key, name: stored.name })
      else if (stored.kind === "peer-gone") peers.delete(stored.endpoint)
      else if (stored.kind === "ban") this.node.company.standing.ban(stored.key, turn.now)
    }
    this.node.wake([...peers.values()], { emptyDisk: boot.recordCount === 0, damaged: boot.damaged }, turn)
  }

  #answered(input: Answered<Answer>, turn: Turn): void {
    const { ask, peer, answer } = input
    this.node.company.peers.heard(peer, turn.now)
    if (this.node.peerage.answered(input, turn)) return
    if (this.#desk.answered(ask, answer, turn)) return
    if (answer.kind === "range") this.node.sync.answered(ask, answer, turn)
    else this.node.sync.failed(ask, turn)
  }

  #unreachable({ ask, peer, because }: Unreachable, turn: Turn): void {
    // Our own queue being full says nothing about the peer.
    if (because !== "overloaded") this.node.peerage.lost(peer, because, turn)
    if (ask !== undefined) this.#failed(ask, peer, turn)
  }

  #garbage({ instead, because, bytes }: Garbage, turn: Turn): void {
    const { company } = this.node
    const key = instead.of === "request" ? company.sessions.who(instead.proof)?.key : company.peers.get(instead.peer)?.key
    const where = instead.of === "request" ? instead.link : instead.peer
    turn.out.note({
      note: "rejected",
      what: instead.of,
      code: "garbage",
      link: where,
      ...(key === undefined ? {} : { peer: key }),
      facts: { because, bytes },
    })
    if (key !== undefined) this.node.charge(key, "garbage", turn)
    if (instead.of === "request") {
      turn.out.reply(instead.id, { kind: "refused", status: 400, code: "malformed", detail: because })
    } else if (instead.ask !== undefined) {
      this.#failed(instead.ask, instead.peer, turn)
    }
  }

  #failed(ask: string, peer: string, turn: Turn): void {
    if (this.node.peerage.failed(ask, peer, turn)) return
    if (this.#desk.failed(ask, turn)) return
    this.node.sync.failed(ask, turn)
  }
}
