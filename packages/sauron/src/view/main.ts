/** The page: listens to Sauron and draws, at most once a frame, what was last heard. Nothing is decided here. */
import { io } from "socket.io-client"
import { coloursOf } from "./colours.ts"
import { byId, setText } from "./dom.ts"
import { drawLine, drawRun, drawTotals } from "./header.ts"
import { drawMap } from "./map.ts"
import { drawNodes } from "./nodes.ts"
import { drawBans, drawFaults, drawForks, drawRefusals } from "./panels.ts"
import type { LivePicture, LiveRequests } from "./protocol.ts"
import type { Look } from "./shape.ts"
import { byNumber, Stream } from "./stream.ts"
import { several } from "./words.ts"

const socket = io("/view", { transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 2_000 })
const stream = new Stream((filter) => {
  socket.emit("filter", filter)
  later()
})

let live: LivePicture | undefined
let everUp = false
let waiting = false

socket.on("connect", () => {
  everUp = true
  drawLine(true, everUp)
  // A Sauron that came back has forgotten what this page had asked for.
  socket.emit("filter", stream.filter())
})
socket.on("disconnect", () => drawLine(false, everUp))
socket.on("picture", (next: LivePicture) => {
  live = next
  later()
})
window.addEventListener("resize", later)
socket.on("requests", (requests: LiveRequests) => stream.take(requests))

function later(): void {
  if (waiting) return
  waiting = true
  requestAnimationFrame(() => {
    waiting = false
    if (live !== undefined) draw(live)
  })
}

function draw(now: LivePicture): void {
  const { picture, branches, bans } = now
  const colours = coloursOf(branches)
  const banned = new Set(bans.map(({ name }) => name))
  const looks: Look[] = Object.values(picture.nodes)
    .sort((a, b) => Number(a.honest === false) - Number(b.honest === false) || byNumber(a.name, b.name))
    .map((node) => ({ node, colour: node.head === undefined ? undefined : colours.get(node.head), banned: banned.has(node.name) }))
  const choose = (name: string) => stream.chooseNode(name)
  drawRun(now)
  drawTotals(now)
  drawMap(looks, choose)
  drawNodes(looks, stream.filter().node, choose)
  drawForks(branches, colours)
  drawFaults(picture.faults, picture.totals.faults)
  drawBans(bans, picture.t, picture.totals.bans)
  drawRefusals(picture)
  stream.drawChoices(now)
  setText(byId("office-note"), looks.length === 0 ? "" : several(looks.length, "node"))
}

drawLine(false, everUp)
