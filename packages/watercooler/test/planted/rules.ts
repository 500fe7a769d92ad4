/** Bugs in the rules: a block is taken that must be refused. */
import type { Block } from "@watercooler/bigload"
import { type Node, patched } from "./planted.ts"

type Chain = Node["chain"]
type Accept = Chain["accept"]

/** Takes a block that the rules refuse for this one reason. */
const forgives = (code: string) =>
  patched(({ chain }) => {
    const accept = chain.accept.bind(chain)
    chain.accept = (block, wallMs, store) => {
      const judged = accept(block, wallMs, store)
      return judged.kind === "rejected" && judged.rejection.code === code ? (insert(chain, block, store) ?? judged) : judged
    }
  })

/** Restoring asks no questions: a block on the disk was judged before. */
function insert(chain: Chain, block: Block, store: Parameters<Accept>[2]): ReturnType<Accept> | undefined {
  if (chain.tree.get(block.previousHash) === undefined) return undefined
  const move = chain.restore(block, store.persist({ kind: "block", block }), store)
  const at = chain.tree.get(block.hash)
  return at === undefined ? undefined : { kind: "stored", block: at, move }
}

export const acceptsUnsigned = forgives("bad-signature")
export const forgetsWork = forgives("too-little-work")
export const forgetsNonce = forgives("wrong-nonce")
export const acceptsOverspends = forgives("overspent")

const ALLOWED_MS = 7_200_000
const STRICT_MS = 60_000

/** Refuses blocks of more than a minute ahead, in place of two hours. */
export const impatientClock = patched(({ chain }) => {
  const accept = chain.accept.bind(chain)
  chain.accept = (block, wallMs, store) => accept(block, wallMs - ALLOWED_MS + STRICT_MS, store)
})
