/** Writes journals and final states as a run would have left them. Node `b1` is honest, `s1` is not. */
import type { FaultEvent, JournalEvent, Json, Party } from "@watercooler/kernel"
import { type Block, type FinalState, type JudgeInput, judge, type MisdeedExpectation } from "../src/index.ts"
import { genesis, keyOf, network } from "./chain.ts"
import { crypto } from "./crypto.ts"

const SECOND = 1_000_000

export const fullName = (short: string): string => short.replace(/^b/, "bigload-").replace(/^s/, "shit-").replace(/^w/, "wall-")

type Body = { readonly type: JournalEvent["type"]; readonly [field: string]: unknown }

export class Story {
  readonly events: JournalEvent[] = []
  finals: FinalState[] = []
  journalGaps = 0
  rules: Json = { network: "crapcoin", genesis: JSON.parse(JSON.stringify(genesis)), k: 3 }
  misdeeds: readonly MisdeedExpectation[] = []

  /** The parties, as `b1 b2 s1`; bad actors with the misdeeds given. */
  parties(names: string, misdeeds: readonly string[] = []): this {
    const parties = names.split(" ").map((short): Party => {
      const kind = short.startsWith("w") ? "wall" : "bigload"
      const honest = !short.startsWith("s")
      const key = kind === "wall" ? "" : keyOf(short)
      return { name: fullName(short), kind, honest, misdeeds: honest ? [] : misdeeds, endpoint: `http://${short}`, key }
    })
    return this.#write(0, "watercooler", { type: "header", version: 1, world: "real", run: "r", seed: "1", parties, rules: {} })
  }

  note(at: number, node: string, note: string, facts: { readonly [fact: string]: Json } = {}): this {
    return this.#write(at, fullName(node), { type: "note", fact: { note, ...facts } })
  }

  process(at: number, subject: string, what: string): this {
    return this.#write(at, "watercooler", { type: "process", what, subject })
  }

  calm(at: number): this {
    return this.#write(at, "watercooler", { type: "phase", phase: "calm" })
  }

  fault(at: number, id: string, what: string, touched?: number, by = "boss", more: Partial<FaultEvent> = {}): this {
    const receipt = touched === undefined ? {} : { receipt: { processes: touched, connections: 0, messages: 0, bytes: 0 } }
    return this.#write(at, "boss", { type: "fault", what, id, fault: { kind: "fire", node: "bigload-2" }, by, ...receipt, ...more })
  }

  /** A node stores blocks one by one and takes each for its head. */
  stores(at: number, node: string, blocks: readonly Block[]): this {
    for (const { hash, number, previousHash } of blocks) {
      this.note(at, node, "block-stored", { hash, height: number, previous: previousHash, from: "own" })
      this.note(at, node, "head-moved", { height: number, head: hash, previous: previousHash, reorgDepth: 0 })
    }
    return this
  }

  /** What a node holds at the end. */
  final(node: string, blocks: readonly Block[], change: Partial<FinalState> = {}): this {
    const state = { node: fullName(node), honest: !node.startsWith("s"), alive: true, reachable: true, height: blocks.length }
    const head = blocks.at(-1)?.hash ?? network
    this.finals.push({ ...state, head, genesis: network, blocks: JSON.parse(JSON.stringify(blocks)), banned: [], ...change })
    return this
  }

  #write(at: number, node: string, body: Body): this {
    const seq = this.events.filter((event) => event.node === node).length + 1
    this.events.push({ t: at * SECOND, node, seq, ...body } as unknown as JournalEvent)
    return this
  }

  input(): JudgeInput {
    const { events, finals, rules, misdeeds, journalGaps } = this
    return { events, finals, rules, misdeeds, journalGaps, crypto }
  }

  /** What one check says, asked by name. */
  ask(name: string) {
    const [check] = judge({ ...this.input(), asked: [name] }).checks
    if (!check) throw new Error(`no answer from ${name}`)
    return check
  }
}

export const story = (parties = "b1 b2", misdeeds: readonly string[] = []): Story => new Story().parties(parties, misdeeds)
