/** Propagation, the beacon: for each block how fast it reached half, nearly all, and all; who lacks it; and how often nodes were told twice. */

import { computed } from "@preact/signals"
import { useRef } from "preact/hooks"
import type { BlockHistory } from "../../src/picture/index.ts"
import { drawCoverage, drawSpreads, quantile } from "../draw/curves.ts"
import { Scroll } from "../parts/scroll.tsx"
import { useDrawing } from "../parts/use-drawing.ts"
import { type Coverage, coverageOf } from "../state/coverage.ts"
import { chooseBlock, chosen, frames, history, moment, nodes, picture } from "../state/store.ts"
import { paint } from "../state/theme.ts"
import { names, nick, several, short, took } from "../state/words.ts"

interface Spread extends Coverage {
  readonly block: BlockHistory
}

/** Newest blocks that are looked at; a whole run of thousands is more than one can read. */
const LOOKED_AT = 240
const LISTED = 150

const spreads = computed<readonly Spread[]>(() => {
  const now = moment.value
  const blocks = Object.values(history.value.blocks).filter(({ t, holders }) => t <= now && holders.length > 0)
  return blocks
    .sort((a, b) => a.t - b.t)
    .slice(-LOOKED_AT)
    .map((block) => ({ block, ...coverageOf(block, history.value, picture.value, now) }))
})

export function PropagationView() {
  const all = spreads.value
  if (all.length === 0)
    return (
      <div class="nothing">
        <p>No block has travelled yet.</p>
      </div>
    )
  return (
    <>
      <div class="bar-above">
        <p class="summary">{summary(all)}</p>
      </div>
      <div class="split">
        <BlockRows spreads={all} />
        <div>
          <section>
            <h2>Coverage since each block was made</h2>
            <Curves />
          </section>
          <section>
            <h2>From half to 95 %, block by block</h2>
            <Columns />
          </section>
          <Duplicates />
        </div>
      </div>
    </>
  )
}

function summary(all: readonly Spread[]): string {
  const of = (pick: (spread: Spread) => number | undefined) => all.flatMap((spread) => pick(spread) ?? []).sort((a, b) => a - b)
  const [t50, t95, t100] = [of((each) => each.t50), of((each) => each.t95), of((each) => each.t100)]
  const say = (name: string, sorted: readonly number[]) => (sorted.length === 0 ? "" : `${name} ${took(quantile(sorted, 0.5) ?? 0)}`)
  const parts = [say("t50", t50), say("t95", t95), say("t100", t100)].filter((part) => part !== "")
  const slowest = quantile(t95, 0.95)
  const median = parts.length === 0 ? "none of them has reached half of the nodes yet" : `in the median ${parts.join(", ")}`
  const tail = slowest === undefined ? "" : `; t95 at the 95th percentile ${took(slowest)}`
  return `${several(all.length, "block")}${all.length === LOOKED_AT ? " (the newest)" : ""}; ${median}${tail}.`
}

function BlockRows({ spreads: all }: { readonly spreads: readonly Spread[] }) {
  return (
    <Scroll class="block-rows" label="Blocks, the newest first">
      <p class="titles" aria-hidden="true">
        <span>height</span>
        <span>miner</span>
        <span>has it</span>
        <span class="n">t50</span>
        <span class="n">t95</span>
        <span class="n">t100</span>
        <span class="n">lack</span>
      </p>
      <ol>
        {[...all]
          .reverse()
          .slice(0, LISTED)
          .map(({ block, live, held, after, missing, t50, t95, t100 }) => (
            <li key={block.hash}>
              <button
                type="button"
                aria-pressed={chosen.value.block === block.hash}
                title={missing.length === 0 ? short(block.hash) : `${short(block.hash)}: not at ${names(missing.map(nick), 12)}`}
                onClick={() => chooseBlock(block.hash)}
              >
                <b>{block.height}</b>
                <Miner block={block} />
                <Share has={live > 0 ? held : after.length} all={live > 0 ? live : after.length} />
                <span class="n">{t50 === undefined ? "–" : took(t50)}</span>
                <span class="n">{t95 === undefined ? "–" : took(t95)}</span>
                <span class="n">{t100 === undefined ? "–" : took(t100)}</span>
                <span class="missing">{missing.length > 0 ? missing.length : ""}</span>
              </button>
            </li>
          ))}
      </ol>
    </Scroll>
  )
}

/** Bad actors do not say what they mine: then whoever the first that had the block had it from is a guess. */
function Miner({ block: { miner, holders } }: { readonly block: BlockHistory }) {
  if (miner !== undefined) return <span>{nick(miner)}</span>
  const source = history.value.names[holders[2] ?? -1]
  const title = `Nobody has said who mined it${source === undefined ? "" : `; it was first had from ${source}`}`
  return <span title={title}>{source === undefined ? "?" : `${nick(source)}?`}</span>
}

/** Once nobody is up any more, those who ever had it. */
function Share({ has, all }: { readonly has: number; readonly all: number }) {
  return <meter class="share" min={0} max={Math.max(1, all)} value={has} aria-label={`${has} of ${all} have it`} />
}

function watch(): void {
  frames.value
  paint.value
  chosen.value
}

function Curves() {
  const canvas = useRef<HTMLCanvasElement>(null)
  useDrawing(
    canvas,
    (surface) =>
      drawCoverage(
        surface,
        spreads
          .peek()
          .map(({ block, after, live }) => ({ after, all: Math.max(live, after.length), isChosen: chosen.peek().block === block.hash })),
      ),
    watch,
  )
  return (
    <canvas class="chart" ref={canvas} role="img" aria-label="Share of the nodes that have each block, over the time since it was made" />
  )
}

function Columns() {
  const canvas = useRef<HTMLCanvasElement>(null)
  useDrawing(
    canvas,
    (surface) =>
      drawSpreads(
        surface,
        spreads.peek().map(({ block, t50, t95 }) => ({ t50, t95, isChosen: chosen.peek().block === block.hash })),
      ),
    watch,
  )
  return <canvas class="chart small" ref={canvas} role="img" aria-label="For each block, the time until half and until nearly all had it" />
}

function Duplicates() {
  const told = nodes.value.filter(({ duplicates }) => duplicates > 0).sort((a, b) => b.duplicates - a.duplicates)
  if (told.length === 0) return null
  const most = told[0]?.duplicates ?? 1
  return (
    <section>
      <h2>Told of a block that it knew already</h2>
      <ul class="dups">
        {told.slice(0, 40).map(({ name, duplicates }) => (
          <li key={name}>
            <span>{nick(name)}</span>
            <meter class="share" min={0} max={most} value={duplicates} aria-label={`${duplicates} times`} />
            <span>{duplicates}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
