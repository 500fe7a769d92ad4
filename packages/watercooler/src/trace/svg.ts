/**
 * A space-time diagram (Lamport 1978) as SVG: a lane for each node, time downwards on an
 * elastic measure, an arrow for each message, broken where one was lost.
 */
import { shortName } from "@watercooler/kernel"
import { elasticOf, SAME_US } from "./elastic.ts"
import type { Band, Mark, Message, SpaceTime } from "./space-time.ts"

const LANE = 120
const LEFT = 86
const TOP = 56
/** How far down a lost message leans. */
const STEP = 10

const STYLE = `
  .lane { stroke: var(--lane, #9aa4b2); stroke-width: 1 }
  .name, .tick, .mark text, .band text { font: 12px ui-sans-serif, system-ui, sans-serif; fill: var(--ink, #1f2733) }
  .name { font-weight: 600 } .tick { fill: var(--faint, #667085) } .mark text { font-size: 10px; fill: var(--faint, #667085) }
  .request { stroke: var(--request, #2458c5); stroke-width: 1.4; fill: none }
  .answer { stroke: var(--answer, #7c8aa0); stroke-width: 1; stroke-dasharray: 4 3; fill: none }
  .bad { stroke: var(--bad, #b3261e) } .lost { stroke: var(--bad, #b3261e); stroke-dasharray: 7 4; stroke-width: 1.4; fill: none }
  .cross { stroke: var(--bad, #b3261e); stroke-width: 1.6 }
  .band.link rect { fill: var(--link, #f2b705); fill-opacity: .16 } .band.node rect { fill: var(--node, #8456ce); fill-opacity: .2 }
  .band.away rect { fill: var(--away, #475467); fill-opacity: .28 } .mark circle { fill: var(--mark, #0b7a5c) }
  .grid { stroke: var(--grid, #e6e9ee) } .paper { fill: var(--paper, #fff) }`

export function svgOf(picture: SpaceTime): string {
  const { bands, fromUs, lanes, marks, messages, toUs } = picture
  const elastic = elasticOf(picture)
  const [width, bottom] = [LEFT + Math.max(1, lanes.length) * LANE, TOP + Math.ceil(elastic.height)]
  const y = (t: number): number => round(TOP + elastic.y(Math.min(Math.max(t, fromUs), toUs)))
  const places = new Map(lanes.map((name, at) => [name, LEFT + at * LANE + LANE / 2]))
  const x = (name: string): number => places.get(name) ?? LEFT
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 24}" viewBox="0 0 ${width} ${bottom + 24}" role="img" aria-label="${escaped(titleOf(picture))}">`,
    `<style>${STYLE}</style>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="context-stroke"/></marker></defs>`,
    `<rect class="paper" width="${width}" height="${bottom + 24}"/>`,
    ...bands.map((band) => bandOf(band, lanes, x, y, width)),
    ...elastic.ticks.map(
      (t) =>
        `<line class="grid" x1="${LEFT - 14}" x2="${width}" y1="${y(t)}" y2="${y(t)}"/><text class="tick" x="${LEFT - 18}" y="${y(t) + 4}" text-anchor="end">${seconds(t)} s</text>`,
    ),
    ...elastic.breaks.map((at) => `<text class="tick" x="${LEFT - 18}" y="${round(TOP + at + 3)}" text-anchor="end">⋮</text>`),
    ...lanes.map(
      (name) =>
        `<text class="name" x="${x(name)}" y="${TOP - 22}" text-anchor="middle">${escaped(shortName(name))}<title>${escaped(name)}</title></text><line class="lane" x1="${x(name)}" x2="${x(name)}" y1="${TOP - 12}" y2="${bottom}"/>`,
    ),
    ...messages.flatMap((message) => arrowsOf(message, x, y)),
    ...together(marks).map(
      ({ node, t, words }) =>
        `<g class="mark"><circle cx="${x(node)}" cy="${y(t)}" r="2.5"/><text x="${x(node) + 5}" y="${y(t) - 3}">${escaped(words)}</text></g>`,
    ),
    "</svg>",
    "",
  ].join("\n")
}

/** What one node notes at one moment is written in one line. */
function together(marks: readonly Mark[]): readonly Mark[] {
  const lines: Mark[] = []
  const last = new Map<string, number>()
  for (const mark of marks) {
    const at = last.get(mark.node)
    const before = at === undefined ? undefined : lines[at]
    if (at !== undefined && before !== undefined && mark.t - before.t <= SAME_US)
      lines[at] = { ...before, words: `${before.words} · ${mark.words}` }
    else {
      last.set(mark.node, lines.length)
      lines.push(mark)
    }
  }
  return lines
}

export function titleOf({ fromUs, run, toUs }: SpaceTime): string {
  return `${run}, ${seconds(fromUs)} to ${seconds(toUs)} s`
}

/** The route from one lane to the other, or as far as the message came. */
function arrowsOf(message: Message, x: (name: string) => number, y: (t: number) => number): readonly string[] {
  const { answeredUs, arrivedUs, from, heardUs, sentUs, status, to } = message
  const [left, right] = [x(from), x(to)]
  const title = `<title>${escaped(describeMessage(message))}</title>`
  if (arrivedUs === undefined) return [lost(left, y(sentUs), right, y(sentUs) + STEP, title)]
  const bad = status === 0 || status >= 400 ? " bad" : ""
  const there = `<path class="request${bad}" marker-end="url(#tip)" d="M${left} ${y(sentUs)} ${right} ${y(arrivedUs)}">${title}</path>`
  if (answeredUs === undefined) return [there]
  if (heardUs === undefined) return [there, lost(right, y(answeredUs), left, y(answeredUs) + STEP, title)]
  return [there, `<path class="answer" marker-end="url(#tip)" d="M${right} ${y(answeredUs)} ${left} ${y(heardUs)}">${title}</path>`]
}

/** Half of the way, and a cross. */
function lost(x1: number, y1: number, x2: number, y2: number, title: string): string {
  const [cx, cy] = [round((x1 + x2) / 2), round((y1 + y2) / 2)]
  return `<g><path class="lost" d="M${x1} ${y1} ${cx} ${cy}"/><path class="cross" d="M${cx - 4} ${cy - 4} ${cx + 4} ${cy + 4}M${cx - 4} ${cy + 4} ${cx + 4} ${cy - 4}"/>${title}</g>`
}

function bandOf(
  { fromUs, kind, nodes, toUs, words }: Band,
  lanes: readonly string[],
  x: (name: string) => number,
  y: (t: number) => number,
  width: number,
): string {
  const height = Math.max(2, y(toUs) - y(fromUs))
  const title = `<title>${escaped(`${words}, ${seconds(fromUs)} to ${seconds(toUs)} s`)}</title>`
  if (kind === "link")
    return `<g class="band link"><rect x="${LEFT - 8}" y="${y(fromUs)}" width="${width - LEFT + 8}" height="${height}">${title}</rect><text x="${LEFT}" y="${y(fromUs) + 13}">${escaped(words)}</text></g>`
  const own = nodes.filter((name) => lanes.includes(name))
  return own
    .map(
      (name) =>
        `<g class="band ${kind}"><rect x="${x(name) - 9}" y="${y(fromUs)}" width="18" height="${height}" rx="4">${title}</rect></g>`,
    )
    .join("")
}

export function describeMessage({ because, from, heardUs, method, route, sentUs, status, to }: Message): string {
  const end = status > 0 ? `${status}${heardUs === undefined ? ", and nobody heard it" : ""}` : (because ?? "no answer")
  const took = heardUs === undefined ? "" : ` in ${((heardUs - sentUs) / 1_000).toFixed(1)} ms`
  return `${from} → ${to}  ${method} ${route}  ${end}${took}, at ${seconds(sentUs)} s`
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(3)
}

const round = (value: number): number => Math.round(value * 10) / 10

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
