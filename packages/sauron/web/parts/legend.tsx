/** What the signs of the map mean. */
import { forked, running } from "../state/store.ts"

const KINDS = [
  ["p-block", "blocks"],
  ["p-transfer", "transfers"],
  ["p-sync", "catching up"],
  ["p-peers", "peers"],
  ["p-failed", "refused or lost"],
] as const

export function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      <li>
        <svg class="mark alive" data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
          <circle class="body" r="5" />
        </svg>
        honest
      </li>
      <li>
        <svg class="mark alive bad-one" data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
          <path class="body" d="M0-6 6 0 0 6-6 0Z" />
        </svg>
        bad actor
      </li>
      <li>
        <svg class="mark down" data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
          <circle class="body" r="5" />
        </svg>
        down
      </li>
      <li>
        <svg class="mark paused" data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
          <circle class="body" r="5" />
          <path class="bars" d="M-1.5-2.5v5M1.5-2.5v5" />
        </svg>
        paused
      </li>
      <li>
        <svg class="mark alive" data-chain="0" viewBox="-8 -8 16 16" aria-hidden="true">
          <circle class="banned" r="7" />
          <circle class="body" r="4" />
        </svg>
        banned
      </li>
      <li>
        <span class="swatches" aria-hidden="true">
          <i class="swatch" data-chain="0" />
          <i class="swatch" data-chain="1" />
          <i class="swatch" data-chain="2" />
        </span>
        {forked.value ? "colour and letter: which chain" : "colour: which chain"}
      </li>
      {running.value.some(({ from }) => from.length > 0) && (
        <li>
          <svg class="wire-sign" viewBox="0 0 24 10" aria-hidden="true">
            <path d="M1 5h22M12 1v8" />
          </svg>
          broken wire
        </li>
      )}
      <li class="kinds">
        {KINDS.map(([name, words]) => (
          <span key={name}>
            <i class={`dot-sign ${name}`} />
            {words}
          </span>
        ))}
      </li>
    </ul>
  )
}
