/** A BigLoad's inner life: what it does with blocks, transfers and peers, whoever brought them. */
import {
  type Crypto,
  type Endpoint,
  type PeerCard,
  PeerTable,
  type Position,
  SeenCache,
  Sessions,
  Standing,
  sample,
  type TreeBlock,
} from "@watercooler/kernel"
import { CatchUp } from "./chain/catch-up.ts"
import { type Acceptance, Chain, type Move } from "./chain/chain.ts"
import { Sync } from "./chain/sync.ts"
import { type BigloadConfig, type Offence, STANDING } from "./config.ts"
import { type Company, charge, proofFor, proofsFor, type Turn } from "./peerage/network.ts"
import { PEER_TABLE, Peerage } from "./peerage/peerage.ts"
import { Witness } from "./peerage/witness.ts"
import { genesisText, transferId } from "./protocol/texts.ts"
import type { Block, ChainRules, Transaction } from "./protocol/types.ts"
import { AHEAD_MS_MAX } from "./rules/context.ts"
import { isOffence, type Rejection } from "./rules/refusals.ts"
import { draftBlock, mineOrder } from "./wallet/mining.ts"
import { Wallet } from "./wallet/wallet.ts"

/** Where a block came from: a proven peer, a link that has proven nothing, or this node. */
export interface Source {
  readonly key: string | undefined
  readonly endpoint: Endpoint | undefined
  readonly label: string
  /** The session that it came with. */
  readonly session?: string | undefined
}

const OWN: Source = { key: undefined, endpoint: undefined, label: "own" }
/** How often an orphan from a stranger may make this node ask a peer of its own. */
const STRANGE_ORPHANS_US = 2_000_000

export class Node {
  readonly config: BigloadConfig
  readonly chain: Chain
  readonly wallet: Wallet
  readonly company: Company
  readonly peerage: Peerage
  readonly sync: Sync
  readonly #crypto: Crypto
  readonly #witness: Witness
  /** How often each sender has sent each block in one session: one that restarts has forgotten what it sent. */
  readonly #sent = new SeenCache(20_000)
  readonly #catchUp: CatchUp
  #strangeOrphanAt = Number.NEGATIVE_INFINITY
  /** The draft being mined, by the hash of its parent and the transfer's number. */
  #mining: string | undefined
  /** The head that observers know of. */
  #notedHead = ""
  readonly counters = { blocksMined: 0, blocksStored: 0, reorgs: 0, rejected: 0 }

  constructor(config: BigloadConfig, crypto: Crypto) {
    this.config = config
    this.#crypto = crypto
    const rules: ChainRules = { genesis: config.genesis, genesisHash: crypto.hash(genesisText(config.genesis)) }
    this.chain = new Chain(crypto, rules)
    this.wallet = new Wallet(crypto, config.privateKey, this.chain)
    this.#witness = new Witness(crypto, rules.genesisHash)
    this.company = {
      crypto,
      config,
      key: this.wallet.address,
      networkId: rules.genesisHash,
      peers: new PeerTable({ ...PEER_TABLE, peersMax: config.peersMax }),
      sessions: new Sessions(crypto, 2_000, ({ key }) => this.company.peers.byKey(key) !== undefined),
      standing: new Standing(STANDING),
    }
    this.peerage = new Peerage(this.company, {
      joined: (endpoint, turn) => {
        if (!this.synced) this.sync.from(endpoint, turn)
      },
      searched: (turn) => this.#maybeSynced(turn),
    })
    this.#catchUp = new CatchUp(this.company, this.peerage)
    this.sync = new Sync(this.chain, {
      ask: (id, peer, request, turn) => turn.out.ask(id, peer, request, proofFor(this.company, peer)),
      take: (block, peer, turn) => this.#takeFromRange(block, peer, turn),
      took: (peer, before, turn) => this.#tookRange(peer, before, turn),
      lied: (peer, turn) => {
        const key = this.company.peers.get(peer)?.key
        if (key !== undefined) this.charge(key, "garbage", turn)
      },
      ended: (peer, how, turn) => this.#fetched(peer, how, turn),
    })
  }

  get synced(): boolean {
    return this.#catchUp.isDone
  }

  get mining(): boolean {
    return this.#mining !== undefined
  }

  /** Whether this node may sign transfers and mine. */
  get awake(): boolean {
    return this.#catchUp.knowsItself
  }

  restoreBlock(block: Block, position: Position, { out }: Turn): void {
    const move = this.chain.restore(block, position, out)
    if (move !== undefined) this.#follow(move)
  }

  restoreTransfer(transaction: Transaction): void {
    this.wallet.keep(transaction)
  }

  wake(peers: readonly PeerCard[], { emptyDisk, damaged }: { readonly emptyDisk: boolean; readonly damaged: boolean }, turn: Turn): void {
    if (emptyDisk || damaged) this.#catchUp.forget()
    this.wallet.settle(this.config.confirmations)
    const secret = [turn.out.random(), turn.out.random(), turn.out.random(), turn.out.random()].join("-")
    this.company.sessions.renew(this.#crypto.hash(`${this.config.privateKey} ${secret}`))
    this.#notedHead = this.chain.head.hash
    turn.out.note({ note: "woke", height: this.chain.head.height, head: this.chain.head.hash, emptyDisk })
    this.peerage.start(peers, turn)
    this.mineNext(turn)
  }

  /** A block that was pushed to us. */
  pushed(block: Block, source: Source, turn: Turn): Acceptance {
    if (source.key !== undefined && this.#sent.see(`${source.session} ${block.hash}`) >= 2) this.charge(source.key, "duplicates", turn)
    const acceptance = this.take(block, source, "invalid-block", turn)
    const isOrphan = acceptance.kind === "rejected" && acceptance.rejection.code === "unknown-parent"
    if (isOrphan && source.endpoint !== undefined && this.company.peers.get(source.endpoint) !== undefined) {
      this.sync.from(source.endpoint, turn)
    } else if (isOrphan) this.#strangeOrphan(turn)
    return acceptance
  }

  /** Takes a block in from anywhere; notes what came of it, charges who is to blame, passes a new head on. */
  take(block: Block, source: Source, offence: Offence, turn: Turn): Acceptance {
    const acceptance = this.chain.accept(block, turn.wallMs, turn.out)
    if (acceptance.kind === "rejected") this.#rejected(block, acceptance.rejection, source, offence, turn)
    if (acceptance.kind === "stored") {
      this.counters.blocksStored++
      // Of a range, only the whole is worth a note, and its witness is whoever saw its blocks being pushed.
      if (offence !== "invalid-chain") this.#witnessed(block, source, turn)
      if (acceptance.move !== undefined) this.#moved(acceptance.move, source, turn)
    }
    return acceptance
  }

  /** The maintenance timer. Whatever could not be done in its time is tried again here. */
  tick(turn: Turn): void {
    this.peerage.tick(turn)
    if (!this.synced) {
      for (const endpoint of this.#catchUp.left) this.sync.from(endpoint, turn)
      this.#maybeSynced(turn)
    }
    this.mineNext(turn)
  }

  /** Signs a transfer and stores it before anybody is told: a promise made is a promise kept. */
  promise(transaction: Transaction, turn: Turn): string {
    turn.out.persist({ kind: "transfer", transaction: transaction })
    const id = this.wallet.keep(transaction)
    const { from, to, amount } = transaction
    turn.out.note({ note: "transfer-accepted", transaction: id, from, to, amount })
    this.mineNext(turn)
    return id
  }

  /** Sees to it that the right block is being mined: the next own transfer on top of the present head, or none. */
  mineNext(turn: Turn): void {
    // After a clock that has jumped back, this node would refuse what it mines on top of a head of tomorrow.
    const isTooEarly = this.chain.headTimestamp > turn.wallMs + AHEAD_MS_MAX
    const transaction = this.awake && !isTooEarly ? this.wallet.next() : undefined
    const wanted = transaction === undefined ? undefined : `${this.chain.head.hash} ${transaction.nonce}`
    if (wanted === this.#mining) return
    if (this.#mining !== undefined) turn.out.cancelWork("mine")
    this.#mining = wanted
    if (transaction === undefined) return
    const { hash, height } = this.chain.head
    const parent = { hash, height, timestamp: this.chain.headTimestamp }
    const draft = draftBlock(this.chain.rules, parent, transaction, this.wallet.address, turn.wallMs)
    turn.out.work("mine", "mine", mineOrder(this.#crypto, this.chain.rules, draft))
  }

  mined(block: Block, turn: Turn): void {
    this.#mining = undefined
    if (block.previousHash === this.chain.head.hash) {
      this.counters.blocksMined++
      const transaction = transferId(this.#crypto, this.chain.rules.genesisHash, block.transaction)
      turn.out.note({ note: "block-mined", hash: block.hash, height: block.number, transaction })
      this.take(block, OWN, "invalid-block", turn)
    }
    this.mineNext(turn)
  }

  charge(key: string, offence: Offence, turn: Turn): void {
    charge(this.company, key, offence, turn)
  }

  sayGoodbye(turn: Turn): void {
    const peers = this.company.peers.endpoints()
    turn.out.note({ note: "leaving", peers: peers.length })
    turn.out.tell(peers, { kind: "goodbye" }, proofsFor(this.company, peers))
  }

  #takeFromRange(block: Block, peer: Endpoint, turn: Turn): "taken" | "refused" | "unconnected" {
    const source = { key: this.company.peers.get(peer)?.key, endpoint: peer, label: peer }
    const acceptance = this.take(block, source, "invalid-chain", turn)
    // A number is part of what is hashed; but of a block that is known nothing else was looked at than its hash.
    if (acceptance.kind === "seen" && this.chain.tree.get(block.hash)?.height !== block.number) return "refused"
    if (acceptance.kind !== "rejected") return "taken"
    return acceptance.rejection.code === "unknown-parent" ? "unconnected" : "refused"
  }

  #witnessed(block: Block, source: Source, turn: Turn): void {
    const { hash, number: height, previousHash: previous } = block
    turn.out.note({ note: "block-stored", hash, height, previous, from: source.label })
    const crime = this.#witness.saw(block, source.key)
    if (crime !== undefined) this.charge(crime.key, crime.offence, turn)
  }

  #rejected(block: Block, rejection: Rejection, source: Source, offence: Offence, turn: Turn): void {
    if (rejection.code === "unknown-parent") return
    this.counters.rejected++
    const { code, ...facts } = rejection
    turn.out.note({
      note: "rejected",
      what: offence === "invalid-chain" ? "chain" : "block",
      code,
      hash: block.hash,
      link: source.label,
      ...(source.key === undefined ? {} : { peer: source.key }),
      facts,
    })
    if (source.key !== undefined && isOffence(rejection)) this.charge(source.key, offence, turn)
  }

  #moved(move: Move, source: Source, turn: Turn): void {
    this.#follow(move)
    if (move.left.length > 0) this.counters.reorgs++
    if (move.left.length > 0 || !this.sync.taking) this.#noteHead(move.left.length, turn)
    for (const { transaction, id, block } of this.wallet.settle(this.config.confirmations)) {
      turn.out.note({ note: "transfer-confirmed", transaction: id, nonce: transaction.nonce, block: block.hash, height: block.height })
    }
    if (this.sync.taking) return
    this.#gossip(source, turn)
    this.mineNext(turn)
  }

  #noteHead(reorgDepth: number, turn: Turn): void {
    const { hash: head, height } = this.chain.head
    if (head === this.#notedHead) return
    turn.out.note({ note: "head-moved", height, head, previous: this.#notedHead, reorgDepth })
    this.#notedHead = head
  }

  /** A range was taken in: what it brought, and where the head is now. */
  #tookRange(peer: Endpoint, before: TreeBlock, turn: Turn): void {
    const { head } = this.chain
    turn.out.note({
      note: "range-stored",
      from: peer,
      previous: before.hash,
      previousHeight: before.height,
      height: head.height,
      head: head.hash,
    })
    this.#noteHead(0, turn)
    this.mineNext(turn)
  }

  #follow(move: Move): void {
    for (const block of move.left) this.wallet.left(block)
    for (const block of move.joined) this.wallet.joined(block, this.chain.tree.get(block.hash) as TreeBlock)
  }

  /** Eager publishers: the new head goes to every peer but the one it came from. Of a fetch, only the last block is news. */
  #gossip(source: Source, turn: Turn): void {
    const block = this.chain.contents(this.chain.head, turn.out)
    const peers = this.company.peers.endpoints().filter((endpoint) => endpoint !== source.endpoint)
    if (block === undefined || peers.length === 0) return
    turn.out.tell(peers, { kind: "submit", block: block }, proofsFor(this.company, peers))
  }

  /** Somebody who has not proven who it is knows a block that this node cannot place: so this node may have missed something, and asks a peer of its own. */
  #strangeOrphan(turn: Turn): void {
    if (turn.now - this.#strangeOrphanAt < STRANGE_ORPHANS_US) return
    this.#strangeOrphanAt = turn.now
    for (const endpoint of sample(() => turn.out.random(), this.company.peers.endpoints(), 1)) this.sync.from(endpoint, turn)
  }

  #fetched(peer: Endpoint, { whole, moved }: { readonly whole: boolean; readonly moved: boolean }, turn: Turn): void {
    if (moved) this.#gossip({ ...OWN, endpoint: peer }, turn)
    if (this.synced) return
    if (!this.#catchUp.heard(peer, whole)) this.peerage.lost(peer, "gives no blocks", turn)
    this.#maybeSynced(turn)
  }

  #maybeSynced(turn: Turn): void {
    if (!this.#catchUp.finish()) return
    turn.out.note({ note: "synced", height: this.chain.head.height, peers: this.company.peers.size })
    this.mineNext(turn)
  }
}
