/** The map: nodes on a ring, lines between peers. A picture for the eye; the list beside it says the same in words. */
import type { NodePicture } from "../picture/index.ts"
import { byId, keyed, setText, svg } from "./dom.ts"
import { drawShape, type Look } from "./shape.ts"

/** Above these, labels and lines would only be noise. */
const LABELS_MAX = 36
const EDGES_MAX = 1_500
const WIDTH_MAX = 720

interface Placed extends Look {
  readonly x: number
  readonly y: number
}

export function drawMap(looks: readonly Look[], choose: (node: string) => void): void {
  const map = byId<SVGElement>("map")
  map.toggleAttribute("hidden", looks.length === 0)
  byId("office-empty").hidden = looks.length > 0
  byId("legend").hidden = looks.length === 0
  // Drawn in real pixels, so that labels on a phone are as large as elsewhere.
  const width = Math.min(WIDTH_MAX, Math.max(260, map.clientWidth))
  const height = looks.length <= 1 ? 130 : looks.length <= LABELS_MAX ? 330 : 420
  const radius = looks.length <= 12 ? 15 : looks.length <= LABELS_MAX ? 11 : looks.length <= 150 ? 7 : 4
  map.setAttribute("viewBox", `0 0 ${width} ${height}`)
  map.setAttribute("aria-label", `Map of ${looks.length} nodes; the list below says the same in words`)
  const placed = place(looks, width, height)
  drawEdges(layer(map, "edges"), placed)
  keyed(
    layer(map, "nodes"),
    placed,
    ({ node }) => node.name,
    ({ node }) => createNode(node, choose),
    (group, item) => updateNode(group, item, radius, placed.length <= LABELS_MAX),
  )
}

function layer(map: Element, name: string): Element {
  const found = map.querySelector(`:scope > g.${name}`)
  if (found !== null) return found
  const group = svg("g", { class: name })
  map.append(group)
  return group
}

function place(looks: readonly Look[], width: number, height: number): Placed[] {
  const middle = { x: width / 2, y: height / 2 - 8 }
  if (looks.length === 1) return looks.map((look) => ({ ...look, ...middle }))
  return looks.map((look, at) => {
    if (looks.length <= LABELS_MAX) {
      const angle = (at / looks.length) * 2 * Math.PI - Math.PI / 2
      return {
        ...look,
        x: middle.x + Math.cos(angle) * (width / 2 - Math.min(110, width / 7)),
        y: middle.y + Math.sin(angle) * (height / 2 - 48),
      }
    }
    // A sunflower's seeds: even, however many there are.
    const angle = at * Math.PI * (3 - Math.sqrt(5))
    const distance = Math.sqrt((at + 0.5) / looks.length)
    return {
      ...look,
      x: middle.x + Math.cos(angle) * distance * (width / 2 - 30),
      y: middle.y + Math.sin(angle) * distance * (height / 2 - 24),
    }
  })
}

interface Edge {
  readonly from: Placed
  readonly to: Placed
}

function drawEdges(parent: Element, placed: readonly Placed[]): void {
  const at = new Map(placed.filter(({ node }) => node.endpoint !== "").map((item) => [item.node.endpoint, item]))
  const edges = new Map<string, Edge>()
  for (const from of placed) {
    for (const endpoint of from.node.peers) {
      const to = at.get(endpoint)
      if (to === undefined || edges.size >= EDGES_MAX) continue
      const [a, b] = from.node.name < to.node.name ? [from, to] : [to, from]
      edges.set(`${a.node.name} ${b.node.name}`, { from: a, to: b })
    }
  }
  keyed(
    parent,
    [...edges],
    ([key]) => key,
    () => svg("line", { class: "edge" }),
    (line, [, { from, to }]) => {
      for (const [name, value] of [
        ["x1", from.x],
        ["y1", from.y],
        ["x2", to.x],
        ["y2", to.y],
      ] as const) {
        const text = value.toFixed(1)
        if (line.getAttribute(name) !== text) line.setAttribute(name, text)
      }
    },
  )
}

function createNode(node: NodePicture, choose: (node: string) => void): SVGElement {
  const group = svg("g", { class: "node" })
  group.append(svg("title"), svg("g"), svg("text"), svg("text", { class: "facts" }))
  group.addEventListener("click", () => choose(node.name))
  return group
}

function updateNode(group: SVGElement, item: Placed, radius: number, labelled: boolean): void {
  const { node, x, y } = item
  const where = `translate(${x.toFixed(1)} ${y.toFixed(1)})`
  if (group.getAttribute("transform") !== where) group.setAttribute("transform", where)
  const [title, shape, label, facts] = group.children
  if (title === undefined || shape === undefined || label === undefined || facts === undefined) return
  setText(title, `${node.name}: ${node.state}${node.height === undefined ? "" : `, height ${node.height}`}`)
  drawShape(shape, item, radius)
  const below = radius * (item.banned ? 1.55 : 1) + 17
  label.setAttribute("y", String(below))
  facts.setAttribute("y", String(below + 14))
  setText(label, !labelled ? "" : node.name.length > 16 ? `${node.name.slice(0, 15)}…` : node.name)
  setText(
    facts,
    labelled
      ? node.state === "down" || node.height === undefined
        ? node.state === "seen"
          ? ""
          : node.state
        : `height ${node.height}`
      : "",
  )
}
