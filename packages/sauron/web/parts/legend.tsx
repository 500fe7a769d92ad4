/** What the signs of the map mean. */
import type { ComponentChildren } from "preact"
import { kinds } from "../state/kinds.ts"
import { branches, forked, knowsNoChain, running } from "../state/store.ts"

const SIGNS: readonly (readonly [words: string, look: string, shape: ComponentChildren])[] = [
  ["up", "alive", <circle class="body" r="5" />],
  ["honest", "alive", <circle class="body" r="5" />],
  ["bad actor", "alive bad-one", <path class="body" d="M0-6 6 0 0 6-6 0Z" />],
  ["down", "down", <circle class="body" r="5" />],
  [
    "paused",
    "paused",
    <>
      <circle class="body" r="5" />
      <path class="bars" d="M-1.5-2.5v5M1.5-2.5v5" />
    </>,
  ],
  [
    "banned",
    "alive",
    <>
      <circle class="banned" r="7" />
      <circle class="body" r="4" />
    </>,
  ],
]

/** What there is among programs that know of no chain, and among nodes of ours. */
const PLAIN: ReadonlySet<string> = new Set(["up", "down", "paused"])
const CHAINED: ReadonlySet<string> = new Set(["honest", "bad actor", "down", "paused", "banned"])

export function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      {SIGNS.filter(([words]) => (knowsNoChain.value ? PLAIN : CHAINED).has(words)).map(([words, look, shape]) => (
        <li key={words}>
          <svg class={`mark ${look}`} data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
            {shape}
          </svg>
          {words}
        </li>
      ))}
      {!knowsNoChain.value && <Colours />}
      {branches.value.some(({ relation }) => relation === "unclear") && (
        <li>
          <i class="swatch" data-chain="none" /> not known which
        </li>
      )}
      {running.value.some(({ from }) => from.length > 0) && (
        <li>
          <svg class="wire-sign" viewBox="0 0 24 10" aria-hidden="true">
            <path d="M1 5h22M12 1v8" />
          </svg>
          broken wire
        </li>
      )}
      <li class="kinds">
        {kinds.value.map(({ sign, words }) => (
          <span key={sign}>
            <i class={`dot-sign ${sign}`} />
            {words}
          </span>
        ))}
      </li>
    </ul>
  )
}

function Colours() {
  return (
    <li>
      <span class="swatches" aria-hidden="true">
        {[0, 1, 2].map((chain) => (
          <i key={chain} class="swatch" data-chain={chain} />
        ))}
      </span>
      {forked.value ? "colour and letter: which chain" : "colour: which chain"}
    </li>
  )
}
