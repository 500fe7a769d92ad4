/** Numbers over time: heights, what is pending, what happens how often, what it costs; and who has how much. */

import { computed } from "@preact/signals"
import type { Bucket } from "../../src/picture/index.ts"
import { type Line, Plot } from "../parts/plot.tsx"
import { Scroll } from "../parts/scroll.tsx"
import { balancesOf } from "../state/balances.ts"
import { branches, history, nodes, picture } from "../state/store.ts"
import { brief, clock, nick, several, short, whole } from "../state/words.ts"

/** Lines of single nodes in one plot; more are a thicket. */
const LINES_MAX = 24

const series = computed(() => history.value.series)

export function NumbersView() {
  const { buckets, widthUs } = series.value
  const times = buckets.map(({ t }) => t / 1_000_000)
  const seconds = widthUs / 1_000_000
  const rate = (pick: (bucket: Bucket) => number) => buckets.map((bucket) => pick(bucket) / seconds)
  const line = (name: string, colour: string, values: readonly (number | null)[], more: Partial<Line> = {}): Line => ({
    name,
    colour,
    values,
    ...more,
  })
  const perNode = (pick: (bucket: Bucket) => readonly (number | null)[]): readonly Line[] =>
    history.value.names.slice(0, LINES_MAX).flatMap((name, place) => {
      const values = buckets.map((bucket) => pick(bucket)[place] ?? null)
      const isBad = picture.value.nodes[name]?.honest === false
      return values.some((value) => value !== null) ? [line(name, isBad ? "bad" : "chain-0", values)] : []
    })
  const heights = buckets.some((bucket) => bucket.heights.length > 0)
    ? perNode(({ heights: each }) => each)
    : [
        line(
          "highest",
          "chain-0",
          buckets.map(({ heightMax }) => heightMax),
          { steps: true },
        ),
        line(
          "lowest honest",
          "chain-1",
          buckets.map(({ heightMin }) => heightMin),
          { steps: true },
        ),
      ]
  const cpu = perNode((bucket) => bucket.cpu)
  const plots: readonly {
    readonly title: string
    readonly unit: string
    readonly lines: readonly Line[]
    readonly format?: (value: number) => string
    readonly leastTop?: number
  }[] = [
    { title: "Heights", unit: heights.length > 2 ? "a line for each node" : "highest, lowest honest", lines: heights },
    {
      title: "Messages",
      unit: "a second",
      lines: [
        line(
          "requests",
          "chain-0",
          rate(({ requests }) => requests),
          { filled: true },
        ),
      ],
    },
    {
      title: "Bytes",
      unit: "a second",
      lines: [
        line(
          "bytes",
          "chain-0",
          rate(({ bytes }) => bytes),
          { filled: true },
        ),
      ],
      format: bytes,
    },
    {
      title: "Transfers",
      unit: "promised a second",
      lines: [
        line(
          "transfers",
          "chain-1",
          rate(({ transfers }) => transfers),
          { filled: true },
        ),
      ],
      leastTop: 1,
    },
    {
      title: "Pending",
      unit: "promised, and in no block of their own node",
      lines: [
        line(
          "pending",
          "chain-1",
          buckets.map(({ pending }) => pending),
          { steps: true },
        ),
      ],
      leastTop: 4,
    },
    {
      title: "Blocks",
      unit: "mined a second",
      lines: [
        line(
          "blocks",
          "chain-0",
          rate(({ blocks }) => blocks),
          { filled: true },
        ),
      ],
      leastTop: 1,
    },
    {
      title: "Nodes up",
      unit: "",
      lines: [
        line(
          "up",
          "chain-4",
          buckets.map(({ up }) => up),
          { steps: true },
        ),
      ],
      leastTop: 4,
    },
    {
      title: "Reorganisations",
      unit: "deepest",
      lines: [
        line(
          "depth",
          "chain-2",
          buckets.map(({ reorgDepth }) => reorgDepth),
          { steps: true, filled: true },
        ),
      ],
      leastTop: 2,
    },
    {
      title: "Refusals and failures",
      unit: "a second",
      lines: [
        line(
          "refusals",
          "bad",
          rate(({ refusals }) => refusals),
        ),
        line(
          "failures",
          "warn",
          rate(({ failures }) => failures),
        ),
      ],
      leastTop: 1,
    },
    ...(buckets.some(({ loads }) => loads.length > 0)
      ? [{ title: "Load", unit: "answers a second, each node", lines: perNode(({ loads }) => loads.map((load) => load / seconds)) }]
      : []),
    ...(cpu.length > 0
      ? [
          { title: "Processor", unit: "% of a core, each node", lines: cpu, leastTop: 5 },
          { title: "Memory", unit: "MiB, each node", lines: perNode(({ memory }) => memory), leastTop: 50 },
          { title: "Event loop", unit: "ms of delay, each node", lines: perNode(({ lag }) => lag), leastTop: 5 },
        ]
      : []),
  ]
  return (
    <Scroll class="numbers" label="Numbers over time">
      {buckets.length === 0 ? (
        <p class="soft wide">Nothing has been counted yet.</p>
      ) : (
        plots.map((plot) => (
          <Plot
            key={plot.title}
            times={times}
            leastTop={plot.leastTop ?? 1}
            format={plot.format ?? ((value) => (value < 10 && !Number.isInteger(value) ? value.toFixed(1) : brief(value)))}
            {...plot}
          />
        ))
      )}
      <Money />
      {buckets.length > 0 && (
        <p class="soft wide">
          In steps of {clock(widthUs, 2)}
          {cpu.length === 0 &&
            (picture.value.world === "simulated"
              ? ". Nodes in virtual time have no processor, memory or event loop of their own."
              : ". No node has told of its processor, memory or event loop.")}
        </p>
      )}
    </Scroll>
  )
}

function bytes(value: number): string {
  return value < 1_024
    ? String(Math.round(value))
    : value < 1_048_576
      ? `${(value / 1_024).toFixed(value < 10_240 ? 1 : 0)} K`
      : `${(value / 1_048_576).toFixed(1)} M`
}

function Money() {
  const longest = branches.value[0]
  const balances = balancesOf(picture.value, history.value, longest?.head)
  if (balances === undefined) return null
  const { accounts, unknown, from } = balances
  const most = accounts[0]?.amount ?? 1
  const note = [
    `on the longest chain, at height ${longest?.height ?? 0}`,
    from === undefined ? "" : `below height ${from} nothing is known`,
    unknown === 0 ? "" : `without ${several(unknown, "block")} of which nobody has told what is in them`,
  ]
  return (
    <section class="wide">
      <h2>
        Balances <span class="soft">{note.filter((part) => part !== "").join("; ")}</span>
      </h2>
      <ul class="balances">
        {accounts.slice(0, 60).map(({ address, name, amount }) => (
          <li key={address}>
            <span>{name === undefined ? short(address) : nodes.value.length > 14 ? nick(name) : name}</span>
            <meter class="share" min={0} max={Math.max(1, most)} value={Math.max(0, amount)} aria-label={`${amount} coins`} />
            <span>{whole(amount)}</span>
          </li>
        ))}
      </ul>
      {accounts.length > 60 && <p class="soft">and {several(accounts.length - 60, "more account")}</p>}
    </section>
  )
}
