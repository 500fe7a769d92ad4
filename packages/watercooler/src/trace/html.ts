/** The diagram as a page of its own: nothing from elsewhere, no script, light and dark. */
import type { SpaceTime } from "./space-time.ts"
import { escaped, svgOf, titleOf } from "./svg.ts"

const STYLE = `
  :root { color-scheme: light dark; --paper: #fff; --ink: #1f2733 }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #10141b; --ink: #e6e9ee; --faint: #98a2b3; --lane: #475467; --grid: #1e2530; --request: #7fa7ff; --answer: #667085; --bad: #ff8a80;
      --mark: #5fd3ad; --away: #98a2b3; --node: #b692f6 }
  }
  body { margin: 0; padding: 16px 20px; background: var(--paper); color: var(--ink); font: 14px/1.45 ui-sans-serif, system-ui, sans-serif }
  h1 { font-size: 18px; margin: 0 0 4px } p { margin: 0 0 12px; max-width: 90ch } .wide { overflow-x: auto }`

export function htmlOf(picture: SpaceTime): string {
  const { bands, lanes, messages } = picture
  const lost = messages.filter(({ arrivedUs, heardUs }) => arrivedUs === undefined || heardUs === undefined).length
  const title = titleOf(picture)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
<p>${lanes.length} lanes, ${messages.length} messages, ${lost} of which did not arrive or were never answered. A full arrow is a request, a dashed one its answer, a
broken one was lost. Yellow: the wires. Grey: a node is away. Where much happens time is stretched, where
nothing does (⋮) it is short. Point at something for its words.</p>
${bands.length === 0 ? "" : `<ul>${bands.map(({ fromUs, toUs, words }) => `<li>${(fromUs / 1e6).toFixed(3)}–${(toUs / 1e6).toFixed(3)} s  ${escaped(words)}</li>`).join("")}</ul>`}
<div class="wide">
${svgOf(picture)}</div>
</html>
`
}
