/** The chain as a tree of blocks: heights to the right, the longest chain straight, forks beside it, and who stands on which block. */

import { computed } from "@preact/signals"
import { useEffect, useRef, useState } from "preact/hooks"
import { Scroll } from "../parts/scroll.tsx"
import { chooseBlock, chosen, colours, history, lastBranches, moment, picture } from "../state/store.ts"
import { type Placed, type Tree, treeOf } from "../state/tree.ts"
import { clock, names, nick, several } from "../state/words.ts"

const CELL = 62
const LANE = 58
const SIZE = 40
const PAD = 40

const tree = computed<Tree | undefined>(() => {
  const now = moment.value
  const blocks = Object.values(history.value.blocks).filter(({ t }) => t <= now)
  return blocks.length === 0
    ? undefined
    : treeOf(
        blocks,
        lastBranches.value.map(({ head }) => head),
      )
})
const standing = computed(() => {
  const on = new Map<string, readonly string[]>()
  for (const { head, nodes: names } of lastBranches.value) on.set(head, names)
  return on
})

export function ChainView() {
  const box = useRef<HTMLElement>(null)
  const [left, scrolled] = useState(0)
  const [width, setWidth] = useState(900)
  const isAtEnd = useRef(true)
  const now = tree.value
  const span = now === undefined ? 0 : now.highest - now.lowest + 2

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const element = box.current
    if (element !== null && isAtEnd.current) element.scrollLeft = element.scrollWidth
  }, [span, width])
  const lanesUp = now?.lanesUp ?? 0
  useEffect(() => {
    // The longest chain stays in the middle, whatever forks appear above it.
    const element = box.current
    if (element !== null) element.scrollTop = yOf(0, lanesUp) + SIZE / 2 - element.clientHeight / 2
  }, [lanesUp, width])
  useEffect(() => {
    // A block that was chosen elsewhere is brought into view.
    const at = chosen.value.block === undefined ? undefined : now?.placed.get(chosen.value.block)
    const element = box.current
    if (at === undefined || element === null || now === undefined) return
    const x = PAD + (at.block.height - now.lowest) * CELL
    if (x < element.scrollLeft + CELL || x > element.scrollLeft + element.clientWidth - CELL)
      element.scrollLeft = x - element.clientWidth / 2
  }, [chosen.value.block])

  const scroll = () => {
    const element = box.current
    if (element === null) return
    scrolled(element.scrollLeft)
    isAtEnd.current = element.scrollLeft + element.clientWidth > element.scrollWidth - CELL
  }
  return (
    <>
      <div class="bar-above">
        <p class="summary">
          {now === undefined
            ? "No block has been seen."
            : `${several(now.placed.size, "block")} up to height ${now.highest}; ${several(now.left, "block")} on chains that nobody follows; ${several(picture.value.totals.transfers, "transfer")} promised.`}
          {(history.value.left.blocks ?? 0) > 0 && ` ${several(history.value.left.blocks ?? 0, "older block")} are no longer kept.`}
        </p>
        <button
          type="button"
          onClick={() => {
            isAtEnd.current = true
            if (box.current !== null) box.current.scrollLeft = box.current.scrollWidth
          }}
        >
          Newest
        </button>
      </div>
      <Scroll class="chain-scroll" label="Tree of blocks" box={box} onScroll={scroll}>
        {now !== undefined && <Blocks tree={now} from={left} to={left + width} />}
      </Scroll>
      {now === undefined && (
        <div class="nothing">
          <p>No block has been made yet.</p>
          <p class="soft">The first one appears as soon as somebody stores it.</p>
        </div>
      )}
      <ul class="legend" aria-label="Legend">
        <li>
          <i class="block-sign" data-chain="0" />
          <i class="block-sign" data-chain="1" /> a chain that somebody follows; the straight one is the longest
        </li>
        <li>
          <i class="block-sign left" /> nobody follows it
        </li>
        <li>in the block: its miner; above it: who has it as head</li>
      </ul>
    </>
  )
}

function yOf(lane: number, lanesUp: number): number {
  return 34 + (lanesUp - lane) * LANE
}

function Blocks({ tree: now, from, to }: { readonly tree: Tree; readonly from: number; readonly to: number }) {
  const { lowest, highest, lanesUp, lanesDown, byHeight, placed } = now
  const width = 2 * PAD + (highest - lowest + 1) * CELL + 90
  const height = (lanesUp + lanesDown + 1) * LANE + 70
  const x = (block: Placed["block"]) => PAD + (block.height - lowest) * CELL
  const y = (lane: number) => yOf(lane, lanesUp)
  const firstHeight = Math.max(lowest, lowest + Math.floor((from - PAD) / CELL) - 2)
  const lastHeight = Math.min(highest, lowest + Math.ceil((to - PAD) / CELL) + 2)
  const shown: Placed[] = []
  for (let at = firstHeight; at <= lastHeight; at++) shown.push(...(byHeight.get(at) ?? []))
  const chains = chainsOf(now)
  return (
    <svg width={width} height={height} aria-label="Blocks">
      {Array.from({ length: Math.max(0, lastHeight - firstHeight + 1) }, (_, at) => firstHeight + at).map((number) => (
        <text key={number} class="height" x={PAD + (number - lowest) * CELL + SIZE / 2} y={height - 12}>
          {number}
        </text>
      ))}
      {shown.map((one) => {
        const parent = placed.get(one.block.previous)
        if (parent === undefined) return null
        const [x0, y0, x1, y1] = [x(parent.block) + SIZE, y(parent.lane) + SIZE / 2, x(one.block), y(one.lane) + SIZE / 2]
        const bend = Math.min(22, (x1 - x0) / 2)
        return (
          <path
            key={`to ${one.block.hash}`}
            class={one.isLeft ? "twig left" : "twig"}
            d={`M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`}
          />
        )
      })}
      {shown.map((one) => (
        <BlockMark key={one.block.hash} placed={one} x={x(one.block)} y={y(one.lane)} chain={chains.get(one.block.hash) ?? -1} />
      ))}
    </svg>
  )
}

/** The colour of a block is that of the head that stands on it. */
function chainsOf({ placed }: Tree): ReadonlyMap<string, number> {
  const chains = new Map<string, number>()
  for (const { head } of [...lastBranches.value].reverse()) {
    const chain = colours.value.get(head) ?? -1
    for (let hash = head; placed.has(hash); hash = placed.get(hash)?.block.previous ?? "") chains.set(hash, chain)
  }
  return chains
}

function BlockMark({
  placed: { block, isLeft },
  x,
  y,
  chain,
}: {
  readonly placed: Placed
  readonly x: number
  readonly y: number
  readonly chain: number
}) {
  const on = standing.value.get(block.hash) ?? []
  const isChosen = chosen.value.block === block.hash
  const miner = block.miner === undefined ? "" : nick(block.miner)
  const heads = on.length > 3 ? `${on.length} heads` : on.map(nick).join(" ")
  // What is seen comes first, so that who speaks to the page can say what they see.
  const seen = [miner.slice(0, 6), block.hash.slice(0, 5), heads].filter((words) => words !== "").join(" ")
  const about = `${seen}: block ${block.height}, mined by ${block.miner ?? "somebody"} at ${clock(block.t, 2)}${on.length > 0 ? `, head of ${names(on)}` : ""}`
  const choose = () => chooseBlock(block.hash)
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button in SVG.
    <g
      class={`block ${isLeft ? "left" : ""} ${isChosen ? "chosen" : ""}`}
      data-chain={isLeft || chain < 0 ? "none" : chain}
      transform={`translate(${x} ${y})`}
      role="button"
      tabindex={0}
      aria-label={about}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return
        event.preventDefault()
        choose()
      }}
    >
      <rect width={SIZE} height={SIZE} rx="9" />
      <text class="miner" x={SIZE / 2} y={SIZE / 2 - 2}>
        {`${miner.slice(0, 6)} `}
      </text>
      <text class="hash" x={SIZE / 2} y={SIZE / 2 + 11}>
        {`${block.hash.slice(0, 5)} `}
      </text>
      {on.length > 0 && (
        <text class="heads" x={SIZE / 2} y={-6}>
          {heads}
        </text>
      )}
    </g>
  )
}
