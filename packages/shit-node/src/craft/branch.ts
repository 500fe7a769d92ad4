/**
 * A branch of one's own, mined in secret block by block, and then shown: its last block is pushed, and who asks for the rest gets
 * it grafted onto the honest chain.
 */
import type { Asked, Json, Micros, RequestId } from "@watercooler/kernel"
import type { Forger, Place } from "../forger.ts"
import type { LiarTurn } from "../overrides.ts"
import { everybody, push } from "./say.ts"
import { Spell } from "./spell.ts"

const PENDING_MAX = 1_000
const LATE_US: Micros = 100_000

export class Branch<Request, Answer> {
  readonly #forger: Forger<Request, Answer>
  readonly #pending = new Map<RequestId, { readonly request: Request; readonly at: Micros }>()
  #blocks: Json[] = []
  #shown: readonly Json[] = []
  /** Only for a while: once others have judged the branch, the honest chain is the answer again. */
  readonly #spell = new Spell()

  constructor(forger: Forger<Request, Answer>) {
    this.#forger = forger
  }

  get length(): number {
    return this.#blocks.length
  }

  /** Where the next block goes; undefined before the first. */
  get tip(): Place | undefined {
    const last = this.#blocks.at(-1)
    return last === undefined ? undefined : this.#forger.placeOf(last)
  }

  begin(): void {
    this.#blocks = []
  }

  mine(parent: Place, transfer: Json, turn: LiarTurn<Request, Answer>): void {
    const { job, order } = this.#forger.order(this.#forger.draft(parent, transfer, Math.max(parent.timestampMs, turn.wallMs)))
    turn.out.work("branch", job, order)
  }

  mined(block: Json): void {
    this.#blocks.push(block)
  }

  /** Pushes the last block to everybody. Returns how many that is. */
  show(turn: LiarTurn<Request, Answer>): number {
    const peers = everybody(this.#forger)
    const last = this.#blocks.at(-1)
    if (last !== undefined) push(this.#forger, peers, last, turn)
    this.#shown = this.#blocks
    this.#spell.begin(turn.now)
    return peers.length
  }

  /** For the `request` of overrides: remembers which peer asks for the chain while there is something to be shown. Clients get the honest one. */
  noticed({ id, proof, request }: Asked<Request>, now: number): false {
    const isWanted = proof !== undefined && this.#spell.lasts(now) && this.#forger.asksForChain(request) && this.#pending.size < PENDING_MAX
    if (isWanted) this.#pending.set(id, { request, at: now })
    return false
  }

  /**
   * For the `reply` of overrides. `root`: the answer hands out the branch from where it leaves the chain, so that it can be judged; `late`: something else
   * has held it back, and whoever asked may have given up.
   */
  grafted(id: RequestId, answer: Answer, { now, out }: LiarTurn<Request, Answer>): "no" | "part" | "root" | "late" {
    const pending = this.#pending.get(id)
    if (pending === undefined) return "no"
    this.#pending.delete(id)
    const grafted = this.#forger.graft(pending.request, answer, this.#shown)
    out.reply(id, grafted)
    const [root] = this.#shown
    if (root === undefined || !this.#forger.handsOut(grafted, root)) return "part"
    return now - pending.at > LATE_US ? "late" : "root"
  }
}
