/** How a block travelled: from its miner to those who had it from there, and so on. */
import { hierarchy, tree } from "d3-hierarchy"
import type { BlockHistory } from "../../src/picture/index.ts"
import { history, moment, picture } from "../state/store.ts"
import { nick, several, took } from "../state/words.ts"

interface Stop {
  readonly place: number
  readonly t: number
  readonly children: Stop[]
}

/** More than these are a forest in which nobody sees a tree. */
const STOPS_MAX = 60
const ROW = 17
const WIDTH = 268

export function JourneyTree({ block }: { readonly block: BlockHistory }) {
  const { root, left } = journeyOf(block, moment.value)
  if (root === undefined) return <p class="soft">Its journey is no longer kept.</p>
  const laid = tree<Stop>().nodeSize([ROW, 1])(hierarchy(root))
  const all = laid.descendants()
  const top = Math.min(...all.map(({ x }) => x))
  const height = Math.max(...all.map(({ x }) => x)) - top + ROW
  const deepest = Math.max(1, laid.height)
  const column = Math.min(86, (WIDTH - 70) / deepest)
  const { names } = history.value
  return (
    <>
      <svg
        class="journey"
        viewBox={`-6 ${top - ROW / 2} ${WIDTH} ${height}`}
        width={WIDTH}
        height={height}
        role="img"
        aria-label={`Reached ${several(all.length, "node")}`}
      >
        {laid.links().map(({ source, target }) => (
          <path
            key={target.data.place}
            class="branch"
            d={`M${source.depth * column} ${source.x}C${(source.depth + 0.5) * column} ${source.x} ${(target.depth - 0.5) * column} ${target.x} ${target.depth * column} ${target.x}`}
          />
        ))}
        {all.map(({ x, depth, data }) => {
          const name = names[data.place] ?? "?"
          const isBad = picture.value.nodes[name]?.honest === false
          return (
            <g key={data.place} transform={`translate(${depth * column} ${x})`}>
              {isBad ? <path class="stop bad-one" d="M0-4 4 0 0 4-4 0Z" /> : <circle class="stop" r="3" />}
              <text x="7" y="3.5">
                {nick(name)} <tspan class="soft">{depth === 0 ? "" : took(data.t - block.t)}</tspan>
              </text>
            </g>
          )
        })}
      </svg>
      {left > 0 && <p class="soft">and {several(left, "more node")}</p>}
    </>
  )
}

function journeyOf(block: BlockHistory, now: number): { readonly root: Stop | undefined; readonly left: number } {
  const stops = new Map<number, Stop & { from: number }>()
  for (let at = 0; at + 2 < block.holders.length; at += 3) {
    const [place = -1, t = 0, from = -1] = block.holders.slice(at, at + 3)
    if (t <= now) stops.set(place, { place, t, from, children: [] })
  }
  const sorted = [...stops.values()].sort((a, b) => a.t - b.t)
  const root = sorted[0]
  if (root === undefined) return { root: undefined, left: 0 }
  let shown = 1
  for (const stop of sorted) {
    if (stop === root || shown >= STOPS_MAX) continue
    // Whoever is said to have passed it on must have had it before; a liar may say otherwise.
    const parent = stops.get(stop.from)
    ;(parent !== undefined && parent.t <= stop.t && parent !== stop ? parent : root).children.push(stop)
    shown++
  }
  return { root, left: sorted.length - shown }
}
