/** Kinds of messages: how each is called, and by which colour of the style sheet it is known. */
import { computed } from "@preact/signals"
import type { TrafficKind } from "../../src/recording/protocol.ts"
import { knowsNoChain } from "./store.ts"

interface Kind {
  readonly kind: TrafficKind
  readonly sign: string
  readonly words: string
}

const OURS: readonly Kind[] = [
  { kind: 0, sign: "p-block", words: "blocks" },
  { kind: 1, sign: "p-transfer", words: "transfers" },
  { kind: 2, sign: "p-sync", words: "catching up" },
  { kind: 3, sign: "p-peers", words: "peers" },
  { kind: 4, sign: "p-other", words: "other" },
  { kind: 5, sign: "p-failed", words: "refused or lost" },
]
/** Programs of somebody else have routes of their own, which mean nothing here. */
const PLAIN: readonly Kind[] = [
  { kind: 4, sign: "p-block", words: "messages" },
  { kind: 5, sign: "p-failed", words: "refused or lost" },
]

export const kinds = computed(() => (knowsNoChain.value ? PLAIN : OURS))

export function signOf(kind: number): string {
  return kinds.peek().find((known) => known.kind === kind)?.sign ?? "p-block"
}
