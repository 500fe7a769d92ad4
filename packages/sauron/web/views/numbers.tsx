/** Numbers over time: heights, what is pending, what happens how often, what it costs; and who has how much. */
import type { Bucket } from "../../src/picture/index.ts"
import { Balances } from "../parts/balances.tsx"
import { type Line, Plot } from "../parts/plot.tsx"
import { Scroll } from "../parts/scroll.tsx"
import { history, knowsNoChain, moment, picture } from "../state/store.ts"
import { carried, SILENT_US, silentFor } from "../state/vitals.ts"
import { brief, clock, names, nick } from "../state/words.ts"

/** Lines of single nodes in one plot; more are a thicket. */
const LINES_MAX = 24

interface Subject {
  readonly title: string
  readonly unit: string
  readonly leastTop: number
  readonly lines: readonly (readonly [name: string, colour: string, pick: (bucket: Bucket) => number])[]
  /** Drawn as steps: it stands as it is until it changes. Otherwise it is counted, and shown as so much a second. */
  readonly isStanding?: boolean
  readonly format?: (value: number) => string
  /** Says nothing of programs that know of no chain. */
  readonly isOfChains?: boolean
}

const SUBJECTS: readonly Subject[] = [
  { title: "Messages", unit: "a second", leastTop: 1, lines: [["requests", "chain-0", ({ requests }) => requests]] },
  { title: "Bytes", unit: "a second", leastTop: 1, lines: [["bytes", "chain-0", ({ bytes }) => bytes]], format: thousands },
  {
    title: "Transfers",
    unit: "promised a second",
    leastTop: 1,
    lines: [["transfers", "chain-1", ({ transfers }) => transfers]],
    isOfChains: true,
  },
  {
    title: "Pending",
    unit: "promised, and in no block of their own node",
    leastTop: 4,
    lines: [["pending", "chain-1", ({ pending }) => pending]],
    isStanding: true,
    isOfChains: true,
  },
  { title: "Blocks", unit: "mined a second", leastTop: 1, lines: [["blocks", "chain-0", ({ blocks }) => blocks]], isOfChains: true },
  { title: "Nodes up", unit: "", leastTop: 4, lines: [["up", "chain-4", ({ up }) => up]], isStanding: true },
  {
    title: "Reorganisations",
    unit: "deepest",
    leastTop: 2,
    lines: [["depth", "chain-2", ({ reorgDepth }) => reorgDepth]],
    isStanding: true,
    isOfChains: true,
  },
  {
    title: "Refusals and failures",
    unit: "a second",
    leastTop: 1,
    lines: [
      ["refusals", "bad", ({ refusals }) => refusals],
      ["failures", "warn", ({ failures }) => failures],
    ],
  },
]

/** What a node's process tells of itself. */
const VITALS = [
  ["Processor", "% of a core", 5, "cpu"],
  ["Memory", "MiB", 50, "memory"],
  ["Event loop", "ms of delay", 5, "lag"],
] as const

export function NumbersView() {
  const { buckets, widthUs } = history.value.series
  const times = buckets.map(({ t }) => t / 1_000_000)
  const seconds = widthUs / 1_000_000
  const each = history.value.names.length > LINES_MAX ? `the first ${LINES_MAX} nodes` : "each node"
  const perNode = (values: (place: number) => Line["values"]): readonly Line[] =>
    history.value.names.slice(0, LINES_MAX).flatMap((name, place): readonly Line[] => {
      const of = values(place)
      const colour = picture.value.nodes[name]?.honest === false ? "bad" : "chain-0"
      return of.some((value) => value !== null) ? [{ name, colour, values: of }] : []
    })
  const plot = (title: string, unit: string, leastTop: number, lines: readonly Line[], format = plain) => (
    <Plot key={title} times={times} title={title} unit={unit} leastTop={leastTop} lines={lines} format={format} />
  )
  const isEmpty = buckets.every(({ cpu }) => cpu.length === 0)
  if (buckets.length === 0)
    return (
      <div class="nothing">
        <p>Nothing has been counted yet.</p>
        <p class="soft">Lines begin with the first request, or the first note of a node.</p>
      </div>
    )
  return (
    <Scroll class="numbers" label="Numbers over time">
      {!knowsNoChain.value &&
        (buckets.some(({ heights }) => heights.length > 0)
          ? plot(
              "Heights",
              each,
              1,
              perNode((place) => buckets.map(({ heights }) => heights[place] ?? null)),
            )
          : plot("Heights", "highest, lowest honest", 1, [
              { name: "highest", colour: "chain-0", values: buckets.map(({ heightMax }) => heightMax), steps: true },
              { name: "lowest", colour: "chain-1", values: buckets.map(({ heightMin }) => heightMin), steps: true },
            ]))}
      {SUBJECTS.filter(({ isOfChains = false }) => !(isOfChains && knowsNoChain.value)).map(
        ({ title, unit, leastTop, lines, isStanding = false, format }) =>
          plot(
            title,
            unit,
            leastTop,
            lines.map(([name, colour, pick]) => ({
              name,
              colour,
              values: buckets.map((bucket) => pick(bucket) / (isStanding ? 1 : seconds)),
              steps: isStanding,
              filled: !isStanding && lines.length === 1,
            })),
            format,
          ),
      )}
      {buckets.some(({ loads }) => loads.length > 0) &&
        plot(
          "Load",
          `answers a second, ${each}`,
          1,
          perNode((place) => buckets.map(({ loads }) => (loads.length === 0 ? null : (loads[place] ?? 0) / seconds))),
        )}
      {!isEmpty &&
        VITALS.map(([title, unit, leastTop, list]) =>
          plot(
            title,
            `${unit}, ${each}`,
            leastTop,
            perNode((place) =>
              carried(
                buckets.map((bucket) => bucket[list][place] ?? null),
                widthUs,
              ),
            ),
          ),
        )}
      {isEmpty ? <NoVitals /> : <Silent />}
      {!knowsNoChain.value && <Balances />}
      <p class="soft wide">In steps of {clock(widthUs, 2)}.</p>
    </Scroll>
  )
}

function NoVitals() {
  return (
    <section class="wide no-vitals">
      <h2>Processor, memory, event loop</h2>
      <p class="soft">
        {picture.value.world === "simulated"
          ? "Nodes in virtual time have none of their own: all of them run in one process, and time waits for them."
          : "No node has told of them. Nodes with the eye do so about once a second, while they answer requests."}
      </p>
    </section>
  )
}

/** Who is up, and has told nothing of its process for a while: its lines have a gap, and here is why. */
function Silent() {
  const { names: known, series } = history.value
  const silent = known.slice(0, LINES_MAX).flatMap((name, place) => {
    const state = picture.value.nodes[name]?.state ?? "down"
    if (state === "down" || state === "starting") return []
    const us = silentFor(series.buckets, series.widthUs, place, moment.value)
    if (us !== undefined && us < SILENT_US) return []
    return [`${nick(name)} (${state === "paused" ? "paused, " : ""}${us === undefined ? "never told" : `silent for ${clock(us, 0)}`})`]
  })
  if (silent.length === 0) return null
  return (
    <p class="soft wide">
      Nothing is told of processor, memory and event loop by {names(silent, 12)}. Who has nothing to answer tells nothing.
    </p>
  )
}

function plain(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : brief(value)
}

function thousands(value: number): string {
  return value < 1_000
    ? String(Math.round(value))
    : value < 1_000_000
      ? `${(value / 1_000).toFixed(value < 10_000 ? 1 : 0)} k`
      : `${(value / 1_000_000).toFixed(1)} M`
}
