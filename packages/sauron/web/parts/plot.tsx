/** Numbers over time: a small plot with a line for each series and a cursor where the page stands. */
import { effect } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import { onResize } from "../draw/surface.ts"
import { playing, seek } from "../state/playing.ts"
import { isReplay, moment } from "../state/store.ts"
import { colour, paint } from "../state/theme.ts"
import { clock } from "../state/words.ts"

export interface Line {
  readonly name: string
  /** Name of a colour of the style sheet. */
  readonly colour: string
  /** Null is a gap; over undefined the line goes on. */
  readonly values: readonly (number | null | undefined)[]
  readonly steps?: boolean
  readonly filled?: boolean
}

export interface PlotProps {
  readonly title: string
  /** What the numbers are. */
  readonly unit: string
  /** Seconds of the run. */
  readonly times: readonly number[]
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  /** No higher than this where everything is lower: a flat line of ones is no mountain. */
  readonly leastTop: number
}

const HEIGHT = 132
const stepped = uPlot.paths.stepped?.({ align: 1 })

export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const latest = useRef(props)
  latest.current = props
  const key = props.lines.map(({ name }) => name).join("\n")

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const make = () => {
      plot.current?.destroy()
      plot.current = new uPlot(optionsOf(latest, element.clientWidth || 300), dataOf(latest.current), element)
    }
    let painted = -1
    const closing = [
      effect(() => {
        if (paint.value !== painted) make()
        painted = paint.value
      }),
      effect(() => {
        moment.value
        if (isReplay.peek()) plot.current?.redraw(false, false)
      }),
      onResize(element, () => plot.current?.setSize({ width: element.clientWidth || 300, height: HEIGHT })),
    ]
    return () => {
      for (const close of closing) close()
      plot.current?.destroy()
    }
  }, [key])
  useEffect(() => {
    plot.current?.setData(dataOf(props))
  }, [props.times, props.lines])

  const until = moment.value / 1_000_000
  const last = props.lines[0]?.values.findLast((value, at) => typeof value === "number" && (props.times[at] ?? 0) <= until)
  return (
    <section class="plot">
      <h2>
        {props.title}{" "}
        <span class="soft">
          {props.lines.length === 1 && typeof last === "number" ? `${props.format(last)} ${props.unit}` : props.unit}
        </span>
      </h2>
      <div ref={place} role="img" aria-label={`${props.title} over time`} />
    </section>
  )
}

function dataOf({ times, lines }: PlotProps): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])]
}

function optionsOf(latest: { readonly current: PlotProps }, width: number): uPlot.Options {
  const { lines, format, leastTop } = latest.current
  const axis: uPlot.Axis = {
    stroke: colour("soft"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
    font: "10.5px system-ui, sans-serif",
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: false, y: false } },
    padding: [8, 6, 0, 0],
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(leastTop, max * 1.08)] } },
    axes: [
      { ...axis, size: 22, space: 70, values: (_plot, splits) => splits.map((at) => clock(at * 1_000_000, 0)) },
      { ...axis, size: 46, space: 26, values: (_plot, splits) => splits.map(format) },
    ],
    series: [
      {},
      ...lines.map(
        ({ name, colour: word, steps, filled }): uPlot.Series => ({
          label: name,
          stroke: colour(word),
          width: lines.length > 12 ? 1 : 1.6,
          points: { show: false },
          ...(filled ? { fill: colour("area") } : {}),
          ...(steps && stepped !== undefined ? { paths: stepped } : {}),
        }),
      ),
    ],
    hooks: {
      draw: [(plot) => drawNow(plot)],
      ready: [
        (plot) =>
          plot.over.addEventListener("click", () => {
            const at = plot.cursor.left
            if (!isReplay.peek() || at === undefined || at === null || at < 0) return
            playing.value = false
            seek(plot.posToVal(at, "x") * 1_000_000)
          }),
      ],
    },
  }
}

function drawNow(plot: uPlot): void {
  if (!isReplay.peek()) return
  const { left, top, width, height } = plot.bbox
  const at = Math.max(left, Math.min(left + width, plot.valToPos(moment.peek() / 1_000_000, "x", true)))
  plot.ctx.fillStyle = colour("veil")
  plot.ctx.fillRect(at, top, left + width - at, height)
  plot.ctx.fillStyle = colour("ink")
  plot.ctx.fillRect(at - 0.75, top, 1.5, height)
}
