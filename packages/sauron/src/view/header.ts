/** The top of the page: which run, which phase, whether the line to Sauron is up, the verdict, and the totals. */
import { byId, el, keyed, setText } from "./dom.ts"
import type { LivePicture } from "./protocol.ts"
import { moment, whole } from "./words.ts"

export function drawLine(up: boolean, everUp: boolean): void {
  const line = byId("line")
  line.classList.toggle("up", up)
  line.classList.toggle("down", !up && everUp)
  setText(byId("line-text"), up ? "live" : everUp ? "disconnected" : "connecting")
  const away = byId("away")
  away.hidden = up || !everUp
  if (!away.hidden)
    setText(away, "Sauron is away. This is what was last seen; the nodes go on without it, and the page comes back by itself.")
  document.body.classList.toggle("stale", !up && everUp)
}

export function drawRun({ picture }: LivePicture): void {
  const run = byId("run")
  const parts: [key: string, text: string, className: string][] = []
  if (picture.run !== "") parts.push(["run", picture.run, "id"])
  if (picture.seed !== "") parts.push(["seed", `seed ${picture.seed}`, ""])
  if (picture.t > 0) parts.push(["t", moment(picture.t), ""])
  if (picture.phase !== undefined) parts.push(["phase", picture.phase, `pill ${picture.phase}`])
  keyed(
    run,
    parts,
    ([key]) => key,
    ([key]) => el(key === "run" ? "b" : "span"),
    (element, [, text, className]) => {
      setText(element, text)
      element.className = className
    },
  )
  drawVerdict(picture.verdict)
}

function drawVerdict(verdict: LivePicture["picture"]["verdict"]): void {
  const banner = byId("verdict")
  banner.hidden = verdict === undefined
  if (verdict === undefined || banner.dataset.verdict === verdict.verdict) return
  banner.dataset.verdict = verdict.verdict
  banner.className = `verdict ${verdict.verdict}`
  banner.replaceChildren(el("b", "", verdict.verdict), document.createTextNode(verdict.detail))
}

export function drawTotals({ picture, missed }: LivePicture): void {
  const { totals } = picture
  const nodes = Object.values(picture.nodes)
  const up = nodes.filter(({ state }) => state === "alive" || state === "seen").length
  const height = nodes.reduce((max, node) => Math.max(max, node.height ?? 0), 0)
  const all: [name: string, value: string, tone: string][] = [
    ["nodes up", nodes.length === up ? whole(up) : `${whole(up)} of ${whole(nodes.length)}`, ""],
    ["height", whole(height), ""],
    ["blocks mined", whole(totals.blocks), ""],
    ["transfers", whole(totals.transfers), ""],
    ["requests", whole(totals.requests), ""],
    ["reorgs", whole(totals.reorgs), ""],
    ["refusals", whole(totals.rejections), ""],
    ["bans", whole(totals.bans), ""],
    ["unseen", whole(missed), missed > 0 ? "warn" : ""],
  ]
  keyed(
    byId("totals"),
    all,
    ([name]) => name,
    ([name]) => el("div", "", "", el("dt", "", name), el("dd")),
    (item, [, value, tone]) => {
      item.className = tone
      const number = item.lastElementChild
      if (number !== null) setText(number, value)
    },
  )
}
