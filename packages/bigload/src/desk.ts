/** The front desk: answers what peers, clients and the explorer ask (section 7). */
import { type Asked, isEndpoint, isHex32, type Json, type Refused, type RequestId } from "@watercooler/kernel"
import { RANGE_MAX, VERSION } from "./config.ts"
import type { Node, Source } from "./node.ts"
import type { Turn } from "./peerage/network.ts"
import type { Answer, Metric, PageName, Range, Request, Status } from "./protocol/messages.ts"
import { describeMalformed, shapeBlock } from "./protocol/shape.ts"
import type { Block } from "./protocol/types.ts"
import { describeRejection } from "./rules/refusals.ts"

/** Transfers that wait to learn the key of the node they go to. */
const LOOKUPS_MAX = 100
/** Blocks on the explorer's first page. */
const PAGE_BLOCKS = 30

interface Lookup {
  readonly request: RequestId
  readonly amount: number
  readonly form: boolean
}

export class Desk {
  readonly #node: Node
  readonly #lookups = new Map<string, Lookup>()

  constructor(node: Node) {
    this.#node = node
  }

  request({ id, link, proof, request }: Asked<Request>, turn: Turn): void {
    const { company, peerage } = this.#node
    peerage.bootstrapIfEmpty(turn)
    const session = company.sessions.who(proof)
    const peer = session === undefined ? undefined : company.peers.byKey(session.key)
    if (peer !== undefined) company.peers.heard(peer.endpoint, turn.now)
    else if (session !== undefined && request.kind !== "goodbye") peerage.heardStranger(session.endpoint, turn)
    if (request.kind === "transfer") return this.#transfer(id, request, turn)
    const source = { key: session?.key, endpoint: peer?.endpoint, label: peer?.endpoint ?? link, session: proof }
    turn.out.reply(id, this.#answer(request, source, turn))
  }

  /** An answer to something the desk asked. */
  answered(ask: string, answer: Answer, turn: Turn): boolean {
    const lookup = this.#takeLookup(ask)
    if (lookup === undefined) return ask.startsWith("pubkey ")
    if (answer.kind === "pubkey" && isHex32(answer.key)) this.#pay(lookup.request, answer.key, lookup.amount, lookup.form, turn)
    else turn.out.reply(lookup.request, refused(502, "no-key", "the node to be paid did not say its key"))
    return true
  }

  failed(ask: string, turn: Turn): boolean {
    const lookup = this.#takeLookup(ask)
    if (lookup !== undefined) turn.out.reply(lookup.request, refused(502, "unreachable", "the node to be paid could not be reached"))
    return ask.startsWith("pubkey ")
  }

  #takeLookup(ask: string): Lookup | undefined {
    const lookup = this.#lookups.get(ask)
    this.#lookups.delete(ask)
    return lookup
  }

  #answer(request: Exclude<Request, { kind: "transfer" }>, source: Source, turn: Turn): Answer {
    const { chain, company, config, wallet } = this.#node
    switch (request.kind) {
      case "ping":
        return { kind: "pong", name: config.name }
      case "status":
        return this.#status(turn)
      case "blockchain":
        return this.#range(request.from, request.limit, turn)
      case "genesis":
        return { kind: "genesis", genesis: config.genesis }
      case "block":
        return this.#block(request.hash, turn)
      case "account":
        return { kind: "account", address: request.address, ...chain.ledger.account(request.address) }
      case "mempool":
        return { kind: "mempool", transactions: wallet.waiting() }
      case "metrics":
        return { kind: "metrics", metrics: this.#metrics() }
      case "pubkey":
        return { kind: "pubkey", key: company.key, name: config.name, network: company.networkId }
      case "peers":
        return { kind: "peers", peers: company.peers.sample(() => turn.out.random(), request.limit, request.except) }
      case "announce":
        return this.#announce(request, source, turn)
      case "goodbye":
        if (source.endpoint !== undefined) this.#node.peerage.left(source.endpoint, turn)
        return { kind: "farewell" }
      case "submit":
        return this.#submit(request.block, source, turn)
      case "page":
        return this.#page(request.page, request.at, turn)
    }
  }

  #announce({ hello }: Extract<Request, { kind: "announce" }>, source: Source, turn: Turn): Answer {
    const told = this.#node.peerage.met(hello, turn)
    if ("welcome" in told) return told.welcome
    const { code, ...facts } = told.refused
    if (code === "full") return refused(503, code, "this node has as many peers as it may have")
    turn.out.note({ note: "rejected", what: "hello", code, link: source.label, facts: { claimed: hello.key, endpoint: hello.endpoint } })
    return refused(403, code, `the hello of ${hello.name} is refused`, facts)
  }

  #submit(json: Json, source: Source, turn: Turn): Answer {
    const shaped = shapeBlock(json)
    if (!shaped.ok) {
      turn.out.note({
        note: "rejected",
        what: "block",
        code: "malformed",
        link: source.label,
        ...(source.key === undefined ? {} : { peer: source.key }),
        facts: { ...shaped.malformed },
      })
      if (source.key !== undefined) this.#node.charge(source.key, "invalid-block", turn)
      return refused(400, "malformed", describeMalformed(shaped.malformed), { ...shaped.malformed })
    }
    const acceptance = this.#node.pushed(shaped.value, source, turn)
    const { height } = this.#node.chain.head
    if (acceptance.kind === "seen") return { kind: "received", outcome: "seen", height }
    if (acceptance.kind === "stored") return { kind: "received", outcome: "stored", height }
    const { code, ...facts } = acceptance.rejection
    if (code === "unknown-parent") return { kind: "received", outcome: "wanted", height }
    return refused(400, code, describeRejection(acceptance.rejection), facts)
  }

  #transfer(id: RequestId, { to, amount, form }: Extract<Request, { kind: "transfer" }>, turn: Turn): void {
    if (isHex32(to)) return this.#pay(id, to, amount, form === true, turn)
    const ask = `pubkey ${id}`
    if (!isEndpoint(to)) turn.out.reply(id, refused(400, "malformed", "to must be an address (64 hex digits) or the endpoint of a node"))
    else if (this.#lookups.size >= LOOKUPS_MAX) turn.out.reply(id, refused(503, "overloaded", "too many transfers wait for a key"))
    else {
      this.#lookups.set(ask, { request: id, amount, form: form === true })
      turn.out.ask(ask, to, { kind: "pubkey" })
    }
  }

  #pay(id: RequestId, to: string, amount: number, form: boolean, turn: Turn): void {
    const { wallet, awake } = this.#node
    if (!awake) {
      const words =
        "this node woke without all that it had stored, and has not yet learnt from its peers what it had said before; try again soon"
      return turn.out.reply(id, refused(503, "not-synced", words))
    }
    const drafted = wallet.draft(to, amount)
    if ("code" in drafted) {
      const { code, ...facts } = drafted
      const words =
        drafted.code === "overspent"
          ? `the account has ${drafted.balance} (${drafted.reserved} of them promised already), not ${amount}`
          : `${drafted.waiting} transfers wait to be mined already`
      return turn.out.reply(id, refused(drafted.code === "overspent" ? 409 : 503, code, words, facts))
    }
    const transaction = this.#node.promise(drafted, turn)
    if (form)
      turn.out.reply(id, {
        kind: "page",
        page: this.#sendPage(`Promised: ${amount} to ${to.slice(0, 12)}…, transfer ${transaction.slice(0, 12)}…`, turn),
      })
    else turn.out.reply(id, { kind: "promised", transaction: drafted, id: transaction })
  }

  #status(turn: Turn): Status {
    const { chain, company, config, wallet, synced, mining } = this.#node
    return {
      kind: "status",
      name: config.name,
      network: "crapcoin",
      version: VERSION,
      key: company.key,
      endpoint: config.endpoint,
      height: chain.head.height,
      head: chain.head.hash,
      peers: company.peers.size,
      mempool: wallet.waitingCount,
      synced,
      mining,
      difficulty: config.genesis.difficulty,
      genesis: company.networkId,
      banned: company.standing.banned(turn.now),
    }
  }

  #range(from: number, limit: number, turn: Turn): Range {
    const { chain, company } = this.#node
    const blocks: Block[] = []
    const last = Math.min(chain.head.height, from + Math.min(limit, RANGE_MAX) - 1)
    for (let height = from; height <= last; height++) {
      const at = chain.tree.at(height)
      const block = at === undefined ? undefined : chain.contents(at, turn.out)
      if (block !== undefined) blocks.push(block)
    }
    return { kind: "range", genesis: company.networkId, height: chain.head.height, head: chain.head.hash, from, blocks }
  }

  #block(hash: string, turn: Turn): Extract<Answer, { kind: "block" }> | Refused {
    const { chain } = this.#node
    const at = chain.tree.get(hash)
    const block = at === undefined ? undefined : chain.contents(at, turn.out)
    if (at === undefined || block === undefined) return refused(404, "unknown-block", `no block ${hash} is known`)
    return { kind: "block", block, main: chain.tree.isMain(at), depth: Math.max(0, chain.head.height - at.height) }
  }

  #metrics(): Metric[] {
    const { chain, company, counters, wallet } = this.#node
    return [
      ["height", "Height of the head", "gauge", chain.head.height],
      ["blocks_known", "Blocks in the tree, side branches included", "gauge", chain.tree.size],
      ["accounts", "Accounts that are not empty", "gauge", chain.ledger.size],
      ["peers", "Peers in the table", "gauge", company.peers.size],
      ["mempool", "Own transfers waiting to be mined", "gauge", wallet.waitingCount],
      ["sessions", "Sessions opened to others", "gauge", company.sessions.size],
      ["blocks_mined_total", "Blocks mined since boot", "counter", counters.blocksMined],
      ["blocks_stored_total", "Blocks stored since boot", "counter", counters.blocksStored],
      ["reorgs_total", "Reorganisations since boot", "counter", counters.reorgs],
      ["rejected_total", "Blocks refused since boot", "counter", counters.rejected],
    ]
  }

  #page(page: PageName, at: string, turn: Turn): Answer {
    const status = this.#status(turn)
    if (page === "peers") {
      const peers = this.#node.company.peers.all().map(({ endpoint, key, name }) => ({ endpoint, key, name }))
      return { kind: "page", page: { of: "peers", status, peers } }
    }
    if (page === "send") return { kind: "page", page: this.#sendPage(undefined, turn) }
    if (page === "block") {
      const found = this.#block(at, turn)
      return found.kind === "refused"
        ? found
        : { kind: "page", page: { of: "block", status, block: found.block, main: found.main, depth: found.depth } }
    }
    const top = /^[0-9]{1,9}$/.test(at) ? Math.min(Number(at), status.height) : status.height
    const from = Math.max(1, top - PAGE_BLOCKS + 1)
    const { blocks } = this.#range(from, top - from + 1, turn)
    return { kind: "page", page: { of: "chain", status, blocks: [...blocks].reverse() } }
  }

  #sendPage(notice: string | undefined, turn: Turn) {
    const { balance } = this.#node.chain.ledger.account(this.#node.wallet.address)
    return { of: "send", status: this.#status(turn), balance, notice } as const
  }
}

function refused(status: number, code: string, detail: string, facts?: Json): Refused {
  return { kind: "refused", status, code, detail, ...(facts === undefined ? {} : { facts }) }
}
