/** The list of nodes, in words: state, head, peers, restarts. Choosing one filters the requests by it. */
import { byId, el, keyed, setText, svg } from "./dom.ts"
import { drawShape, type Look } from "./shape.ts"
import { several, short } from "./words.ts"

export function drawNodes(looks: readonly Look[], chosen: string, choose: (node: string) => void): void {
  const list = byId("nodes")
  list.hidden = looks.length === 0
  keyed(
    list,
    looks,
    ({ node }) => node.name,
    ({ node }) => create(node.name, choose),
    (item, look) => update(item, look, chosen),
  )
}

function create(name: string, choose: (node: string) => void): HTMLLIElement {
  const picture = svg("svg", { viewBox: "-13 -13 26 26", "aria-hidden": "true" })
  picture.append(svg("g"))
  const button = el("button", "", "", picture, el("span", "name", name), el("span", "head"), el("span", "facts"))
  button.type = "button"
  button.title = `Show the requests of ${name}`
  button.addEventListener("click", () => choose(name))
  return el("li", "", "", button)
}

function update(item: HTMLLIElement, look: Look, chosen: string): void {
  const { node, colour } = look
  const button = item.firstElementChild
  const shape = button?.querySelector("svg > g")
  const head = button?.querySelector<HTMLElement>(".head")
  const facts = button?.querySelector(".facts")
  if (!button || !shape || !head || !facts) return
  drawShape(shape, look, 7.5)
  button.setAttribute("aria-pressed", String(node.name === chosen))
  head.hidden = node.head === undefined
  head.style.setProperty("--fill", node.state === "down" ? "var(--branch-none)" : (colour ?? "var(--branch-none)"))
  setText(head, node.head === undefined ? "" : `${node.height} ${short(node.head)}`)
  setText(facts, factsOf(look).join(" · "))
  facts.classList.toggle("bad", look.banned)
}

function factsOf({ node, banned }: Look): string[] {
  const facts: string[] = [node.state === "seen" ? "reports" : node.state]
  if (banned) facts.push("banned")
  if (node.honest === false) facts.push(node.misbehaved > 0 ? several(node.misbehaved, "misdeed") : "bad actor")
  if (node.state !== "down" && node.peers.length > 0) facts.push(several(node.peers.length, "peer"))
  facts.push(several(node.requests, "request"))
  if (node.restarts > 0) facts.push(several(node.restarts, "restart"))
  if (node.reorgs > 0) facts.push(several(node.reorgs, "reorg"))
  return facts
}
