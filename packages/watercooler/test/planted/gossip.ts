/** Bugs in passing blocks on, and in fetching those that are missing. */
import type { Answer, Request } from "@watercooler/bigload"
import { type AskOptions, type Note, Outlet, type TellOptions } from "@watercooler/kernel"
import { type Asks, patched, type Told, through } from "./planted.ts"

/** Looks at a block whose parent it does not know, and does no more about it. */
export const dropsOrphans = patched((node) => {
  node.pushed = (block, source, turn) => node.take(block, source, "invalid-block", turn)
})

/** Passes on every block as often as it comes. */
export const repeatsItself = patched((node) => {
  const pushed = node.pushed.bind(node)
  node.pushed = (block, source, turn) => {
    const acceptance = pushed(block, source, turn)
    const peers = node.company.peers.all().filter(({ endpoint }) => endpoint !== source.endpoint)
    const proofs = Object.fromEntries(peers.flatMap(({ endpoint, session }) => (session === undefined ? [] : [[endpoint, session]])))
    const endpoints = peers.map(({ endpoint }) => endpoint)
    if (acceptance.kind === "seen") turn.out.tell(endpoints, { kind: "submit", block }, { proofs })
    return acceptance
  }
})

class Mute extends Outlet<Request, Answer> {
  readonly #life: { isMute: boolean }

  constructor(out: Asks, life: { isMute: boolean }) {
    super(out)
    this.#life = life
  }

  override note(note: Note): void {
    super.note(note)
    if (note.note === "head-moved" && Number(note.reorgDepth) > 0) this.#life.isMute = true
  }

  override tell(peers: readonly string[], request: Request, options?: TellOptions): void {
    if (request.kind !== "submit" || !this.#life.isMute) super.tell(peers, request, options)
  }
}

/** Tells nobody of its blocks any more once it has had to change its mind. */
export const muteAfterReorg = through(() => ({ isMute: false }), Mute)

/** Asks for a range from the block after the one that it needs. */
class Late extends Outlet<Request, Answer> {
  override ask(id: string, peer: string, request: Request, options?: AskOptions): void {
    super.ask(id, peer, request.kind === "blockchain" ? { ...request, from: request.from + 1 } : request, options)
  }
}

export const asksOneTooLate = through(() => undefined, Late)

class Unwound extends Outlet<Request, Answer> {
  readonly #isBoot: boolean

  constructor(out: Asks, _life: undefined, input: Told) {
    super(out)
    this.#isBoot = input.kind === "boot"
  }

  override timer(name: string, afterUs: number): void {
    if (this.#isBoot) super.timer(name, afterUs)
  }
}

/** Sets its timer when it boots, and not again when it was due. */
export const windsUpOnce = through(() => undefined, Unwound)
