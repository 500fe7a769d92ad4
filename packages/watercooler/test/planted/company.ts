/** Bugs in whom a node trusts, blames, and looks for. */
import { patched } from "./planted.ts"

/** Counts offences, and never bans anybody. */
export const neverBans = patched(({ company: { standing } }) => {
  const offend = standing.offend.bind(standing)
  standing.offend = (key, points, now) => ({ ...offend(key, points, now), banned: false })
})

/** Takes a block whose parent it does not know for a bad one. */
export const blamesForOrphans = patched((node) => {
  const pushed = node.pushed.bind(node)
  node.pushed = (block, source, turn) => {
    const acceptance = pushed(block, source, turn)
    const isOrphan = acceptance.kind === "rejected" && acceptance.rejection.code === "unknown-parent"
    if (isOrphan && source.key !== undefined) node.charge(source.key, "invalid-block", turn)
    return acceptance
  }
})

/** Takes it for an offence not to answer. */
export const blamesForSilence = patched((node) => {
  const { peerage, company } = node
  const lost = peerage.lost.bind(peerage)
  peerage.lost = (endpoint, because, turn) => {
    const key = company.peers.get(endpoint)?.key
    lost(endpoint, because, turn)
    if (key !== undefined) node.charge(key, "garbage", turn)
  }
})

/** Keeps a peer that it cannot reach, and so takes it for one that it need not greet again. */
export const neverDropsTheDead = patched(({ peerage }) => {
  peerage.lost = () => undefined
})

/** Takes it for an offence to say the same thing twice. */
export const blamesForRepeats = patched((node) => {
  const pushed = node.pushed.bind(node)
  node.pushed = (block, source, turn) => {
    const isKnown = node.chain.tree.get(block.hash) !== undefined
    if (isKnown && source.key !== undefined) node.charge(source.key, "duplicates", turn)
    return pushed(block, source, turn)
  }
})
