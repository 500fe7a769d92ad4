/** How a node looks, on the map and in the list: shape says whether it is honest, fill which chain it follows, outline whether it is up. */
import type { NodePicture } from "../picture/index.ts"
import { svg } from "./dom.ts"

export interface Look {
  readonly node: NodePicture
  readonly colour: string | undefined
  readonly banned: boolean
}

/** What must be drawn anew when it changes. */
export function lookKey({ node, banned }: Look): string {
  return `${node.honest === false} ${node.state} ${banned}`
}

export function drawShape(group: Element, look: Look, radius: number): void {
  const key = `${lookKey(look)} ${radius}`
  if ((group as SVGElement).dataset.look !== key) {
    ;(group as SVGElement).dataset.look = key
    group.replaceChildren(...shapesOf(look, radius))
  }
  ;(group as SVGElement).style.setProperty("--fill", look.colour ?? "var(--branch-none)")
}

function shapesOf({ node, banned }: Look, radius: number): SVGElement[] {
  const shit = node.honest === false
  const state = node.state === "down" || node.state === "paused" || node.state === "starting" ? node.state : "up"
  const className = `shape ${shit ? "shit" : "honest"} ${state}`
  const r = shit ? radius * 1.2 : radius
  const body = shit ? svg("path", { d: `M0 ${-r} ${r} 0 0 ${r} ${-r} 0Z`, class: className }) : svg("circle", { r, class: className })
  const shapes = [body]
  if (banned) shapes.unshift(svg("circle", { r: radius * 1.55, class: "banned-ring" }))
  if (state === "paused")
    shapes.push(svg("path", { d: `M${-r * 0.25} ${-r * 0.4}v${r * 0.8}M${r * 0.25} ${-r * 0.4}v${r * 0.8}`, class: "bars" }))
  return shapes
}
