/** A node as a small sign in text: the same shapes and colours as on the map. */
import type { NodePicture } from "../../src/picture/index.ts"
import { bannedNames, colourOf } from "../state/store.ts"

export function NodeMark({ node }: { readonly node: Pick<NodePicture, "name" | "honest" | "state" | "head"> }) {
  const chain = colourOf.value(node.head) ?? -1
  const state = node.state === "seen" ? "alive" : node.state
  const isBanned = bannedNames.value.has(node.name)
  return (
    <svg
      class={`mark ${node.honest === false ? "bad-one" : ""} ${state}`}
      data-chain={chain < 0 ? "none" : chain}
      viewBox="-8 -8 16 16"
      aria-hidden="true"
    >
      {isBanned && <circle class="banned" r="7" />}
      {node.honest === false ? (
        <path class="body" d={isBanned ? "M0-4.6 4.6 0 0 4.6-4.6 0Z" : "M0-6 6 0 0 6-6 0Z"} />
      ) : (
        <circle class="body" r={isBanned ? 4.2 : 5} />
      )}
      {state === "paused" && <path class="bars" d="M-1.5-2.5v5M1.5-2.5v5" />}
    </svg>
  )
}

export function Swatch({ chain }: { readonly chain: number }) {
  return <i class="swatch" data-chain={chain < 0 ? "none" : chain} />
}
