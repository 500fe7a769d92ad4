/** A stage for one misdeed: an honest program that only says what it hears, a forger whose forgeries are legible, a recorder of effects. */
import type { Endpoint, Happening, Json, NodeProgram, Note, Out, PeerCard, RawReply, RawTell, TellOptions } from "@watercooler/kernel"
import { catalogue, corrupt, type Forger, findMisdeed, type Misdeed, type MisdeedContext } from "../src/index.ts"

export type Request = { readonly kind: "push"; readonly block: Json } | { readonly kind: "peers" | "chain" } | Hello
export interface Hello {
  readonly kind: "hello"
  readonly key: string
  readonly name: string
  readonly endpoint: string
  readonly to: string
  readonly signedBy: string
}
export type Answer = { readonly kind: "seen" | "blocks" | "cards"; readonly of: Json }

/** A forged block, legible. */
export interface FakeBlock {
  readonly hash: string
  readonly height: number
  readonly parent: string
  readonly transfer: {
    readonly from: string
    readonly to: string
    readonly amount: number
    readonly nonce: number
    readonly signedBy: string
  }
  readonly at: number
  readonly work: boolean
}

export type Effect =
  | { readonly do: "reply"; readonly id: number; readonly answer: Answer }
  | { readonly do: "raw-reply"; readonly id: number; readonly raw: RawReply }
  | { readonly do: "tell"; readonly peers: readonly Endpoint[]; readonly request: Request; readonly proofs: TellOptions | undefined }
  | { readonly do: "raw-tell"; readonly peers: readonly Endpoint[]; readonly raw: RawTell; readonly proofs: TellOptions | undefined }
  | { readonly do: "timer"; readonly name: string; readonly afterUs: number }
  | { readonly do: "work"; readonly name: string; readonly order: Json }
  | { readonly do: "note"; readonly note: Note }
  | { readonly do: "other"; readonly what: string; readonly with: Json }

export const card = (name: string): PeerCard => ({ key: `key of ${name}`, name, endpoint: `http://${name}:80` })

const HEAD: FakeBlock = {
  hash: "head",
  height: 7,
  parent: "sixth",
  transfer: { from: "alice", to: "bob", amount: 3, nonce: 4, signedBy: "alice" },
  at: 1_000_000,
  work: true,
}

/** The world outside, as one node meets it. */
export class Stage {
  readonly effects: Effect[] = []
  /** Inputs that reached the honest program. */
  readonly heard: Happening<Request, Answer>[] = []
  peers: readonly PeerCard[] = [card("b1"), card("b2"), card("b3")]
  head: FakeBlock | undefined = HEAD
  balance = 10
  tracker: Endpoint | undefined = "http://tracker:80"
  now = 0
  readonly #program: NodeProgram<Request, Answer>
  #draws = 0

  constructor(misdeeds: readonly Misdeed[], context: Partial<MisdeedContext<Request, Answer>> = {}) {
    this.#program = corrupt(this.#honest(), misdeeds, { forger: this.#forger(), auto: false, accomplices: [], ...context })
  }

  step(happening: Happening<Request, Answer>): readonly Effect[] {
    const before = this.effects.length
    this.#program.step({ now: this.now, wall: 2_000_000_000 + this.now, salt: [1, 2, 3, 4], ...happening }, this.#out())
    return this.effects.slice(before)
  }

  act(name: string): readonly Effect[] {
    return this.step({ kind: "timer", name: `misdeed/${name}/act` })
  }

  /** Finishes all work that is under way, and what is ordered meanwhile. */
  work(effects: readonly Effect[]): readonly Effect[] {
    const orders = effects.filter((effect) => effect.do === "work")
    const done = orders.flatMap(({ name, order }) =>
      this.step({ kind: "worked", name, result: { ...(order as object), work: true } as Json }),
    )
    return orders.length === 0
      ? effects
      : [...done.filter((effect) => effect.do !== "work"), ...this.work(done).filter((each) => !done.includes(each))]
  }

  ask(id: number, request: Request, proof: string | undefined = "proof"): readonly Effect[] {
    return this.step({ kind: "request", id, link: "link", proof, request })
  }

  boot(): readonly Effect[] {
    return this.step({ kind: "boot", snapshot: undefined, records: [], recordsFrom: 0, recordCount: 0, damaged: false })
  }

  /** Answers every request, and passes blocks on to b9. */
  #honest(): NodeProgram<Request, Answer> {
    return {
      step: (input, out) => {
        const { now: _, wall: __, salt: ___, ...happening } = input
        this.heard.push(happening as Happening<Request, Answer>)
        if (input.kind === "boot") for (const { record } of input.records) out.note({ note: "restored", record })
        if (input.kind !== "request") return
        out.reply(input.id, { kind: input.request.kind === "chain" ? "blocks" : "seen", of: ["honest"] })
        if (input.request.kind === "push") out.tell(["http://b9:80"], input.request)
      },
    }
  }

  #out(): Out<Request, Answer> {
    const other =
      (what: string) =>
      (...args: readonly unknown[]) =>
        void this.effects.push({ do: "other", what, with: args as Json })
    return {
      reply: (id, answer) => void this.effects.push({ do: "reply", id, answer }),
      rawReply: (id, raw) => void this.effects.push({ do: "raw-reply", id, raw }),
      tell: (peers, request, proofs) => void this.effects.push({ do: "tell", peers, request, proofs }),
      rawTell: (peers, raw, proofs) => void this.effects.push({ do: "raw-tell", peers, raw, proofs }),
      timer: (name, afterUs) => void this.effects.push({ do: "timer", name, afterUs }),
      work: (name, _job, order) => void this.effects.push({ do: "work", name, order }),
      note: (note) => void this.effects.push({ do: "note", note }),
      random: () => Math.imul(++this.#draws, 0x9e3779b9) >>> 0,
      persist: (record) => {
        this.effects.push({ do: "other", what: "persist", with: record })
        return 0
      },
      recall: () => undefined,
      ask: other("ask"),
      snapshot: other("snapshot"),
      close: other("close"),
      cancelTimer: other("cancelTimer"),
      cancelWork: other("cancelWork"),
    }
  }

  #forger(): Forger<Request, Answer> {
    const stage = this
    const read = (block: Json) => block as unknown as FakeBlock
    const placeOf = (block: Json) => ({ hash: read(block).hash, height: read(block).height, timestampMs: read(block).at })
    return {
      self: card("s1"),
      get tracker() {
        return stage.tracker
      },
      peers: () => stage.peers,
      proofs: (peers) => ({ proofs: Object.fromEntries(peers.map((peer) => [peer, `proof for ${peer}`])) }),
      head: () => (stage.head ? placeOf(stage.head as unknown as Json) : { hash: "genesis", height: 0, timestampMs: 0 }),
      headBlock: () => stage.head as unknown as Json | undefined,
      account: () => ({ balance: stage.balance, nonce: 5 }),
      transfer: ({ from = card("s1").key, to, amount, nonce }) => ({ from, to, amount, nonce, signedBy: card("s1").key }),
      draft: ({ hash: parent, height }, transfer, at) => {
        const id = `${parent} < ${JSON.stringify(transfer)} at ${at}`
        return { hash: id, height: height + 1, parent, transfer, at, work: false }
      },
      unworked: (draft) => draft,
      order: (draft) => ({ job: "mine", order: draft }),
      placeOf,
      parentOf: (block) => ({ hash: read(block).parent, height: read(block).height - 1, timestampMs: read(block).at }),
      transferOf: (block) => read(block).transfer as unknown as Json,
      identity: (seed) => ({ key: `key from ${seed}`, privateKey: `private of ${seed}` }),
      push: (block) => ({ kind: "push", block }),
      pushed: (request) => (request.kind === "push" ? request.block : undefined),
      hello: ({ key, name, endpoint, to, privateKey }) => ({
        kind: "hello",
        key,
        name,
        endpoint,
        to,
        signedBy: privateKey ?? card("s1").key,
      }),
      asksForPeers: ({ kind }) => kind === "peers",
      namePeers: (cards) => ({ kind: "cards", of: cards.map(({ name }) => name) }),
      asksForChain: ({ kind }) => kind === "chain",
      graft: (_request, answer, branch) => ({ kind: "blocks", of: [...(answer.of as Json[]), ...branch] }),
      handsOut: (answer, block) => (answer.of as Json[]).includes(block),
    }
  }
}

export function withMisdeeds(...names: readonly string[]): Stage {
  return new Stage(names.map((name) => findMisdeed(name) ?? unknownMisdeed(name)))
}

function unknownMisdeed(name: string): never {
  throw new Error(`no misdeed ${name} among ${catalogue.map((each) => each.name).join(", ")}`)
}

/** Blocks pushed, and to whom. */
export function pushes(effects: readonly Effect[]): readonly { readonly peers: readonly Endpoint[]; readonly block: FakeBlock }[] {
  return effects.flatMap((effect) =>
    effect.do === "tell" && effect.request.kind === "push"
      ? [{ peers: effect.peers, block: effect.request.block as unknown as FakeBlock }]
      : [],
  )
}

export const hellos = (effects: readonly Effect[]): readonly Hello[] =>
  effects.flatMap((effect) => (effect.do === "tell" && effect.request.kind === "hello" ? [effect.request] : []))

export const confessions = (effects: readonly Effect[]): readonly Note[] =>
  effects.flatMap((effect) => (effect.do === "note" && effect.note.note === "misdeed" ? [effect.note] : []))
