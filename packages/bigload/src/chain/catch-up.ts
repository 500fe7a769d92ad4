/** Whether a node has caught up with its network: whom it has heard out, who failed to give its blocks, and when that is enough to speak for itself. */
import type { Endpoint } from "@watercooler/kernel"
import type { Company } from "../peerage/network.ts"
import type { Peerage } from "../peerage/peerage.ts"

/** A peer that so often did not give its blocks when asked is no use as a peer. */
const FETCHES_FAILED_MAX = 3

export class CatchUp {
  readonly #company: Company
  readonly #peerage: Pick<Peerage, "busy" | "complete">
  /** Peers that have told all they had to tell, and how often others have failed to. */
  readonly #heardOut = new Set<Endpoint>()
  readonly #failed = new Map<Endpoint, number>()
  #amnesiac = false
  #isDone = false

  constructor(company: Company, peerage: Pick<Peerage, "busy" | "complete">) {
    this.#company = company
    this.#peerage = peerage
  }

  get isDone(): boolean {
    return this.#isDone
  }

  /** Whether it knows what it has said before, which others have to tell a node that has lost its disk. */
  get knowsItself(): boolean {
    return !this.#amnesiac || this.#isDone
  }

  /** It woke without a disk, or with one that has lost something. */
  forget(): void {
    this.#amnesiac = true
  }

  /** Peers that have not told all they have. */
  get left(): readonly Endpoint[] {
    return this.#company.peers.endpoints().filter((endpoint) => !this.#heardOut.has(endpoint))
  }

  /** A peer has told all it had to tell, or failed to. False when it has failed so often that it is no use as a peer. */
  heard(peer: Endpoint, isWhole: boolean): boolean {
    if (isWhole) {
      this.#heardOut.add(peer)
      return true
    }
    const failed = (this.#failed.get(peer) ?? 0) + 1
    if (failed < FETCHES_FAILED_MAX) this.#failed.set(peer, failed)
    else this.#failed.delete(peer)
    return failed < FETCHES_FAILED_MAX
  }

  /** A node has caught up when it has heard out as many peers as it wants to have, or all there are. True the one time that this comes about. */
  finish(): boolean {
    const { peers, config } = this.#company
    const knowsEnough = this.#peerage.complete || (!this.#amnesiac && peers.size > 0 && !this.#peerage.busy)
    if (this.#isDone || !knowsEnough || this.#heardOut.size < Math.min(peers.size, Math.max(1, config.minPeers))) return false
    this.#isDone = true
    this.#heardOut.clear()
    this.#failed.clear()
    return true
  }
}
