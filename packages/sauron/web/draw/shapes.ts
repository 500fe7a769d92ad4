/** How a node looks: its shape says whether it is honest, its fill which chain it follows, its outline whether it is up. */
import type { NodePicture } from "../../src/picture/index.ts"
import { chainColour, colour } from "../state/theme.ts"

export interface Look {
  readonly node: NodePicture
  /** Of its chain. */
  readonly chain: number | undefined
  readonly banned: boolean
  /** A letter for its chain while there is more than one: colour is never the only sign. */
  readonly letter: string
  readonly isChosen: boolean
  readonly isHovered: boolean
}

export function drawNode(context: CanvasRenderingContext2D, x: number, y: number, radius: number, look: Look): void {
  const { node, chain, banned, letter, isChosen, isHovered } = look
  const isBad = node.honest === false
  const r = isBad ? radius * 1.18 : radius
  if (isChosen || isHovered) {
    context.beginPath()
    context.arc(x, y, r + 7, 0, 7)
    context.fillStyle = colour("halo")
    context.fill()
  }
  context.beginPath()
  if (isBad) {
    context.moveTo(x, y - r)
    context.lineTo(x + r, y)
    context.lineTo(x, y + r)
    context.lineTo(x - r, y)
    context.closePath()
  } else context.arc(x, y, r, 0, 7)
  const isDown = node.state === "down"
  const isFaint = node.state === "paused" || node.state === "starting"
  context.fillStyle = isDown ? colour("card") : chainColour(chain)
  context.globalAlpha = isFaint ? 0.45 : 1
  context.fill()
  context.globalAlpha = 1
  context.lineWidth = isBad ? 2.2 : isDown ? 1.6 : 1.5
  context.strokeStyle = isBad ? colour("bad") : isDown ? colour("chain-none") : colour("card")
  if (isDown || node.state === "starting") context.setLineDash([3, 2.5])
  context.stroke()
  context.setLineDash([])
  if (node.state === "paused") drawBars(context, x, y, r)
  else if (letter !== "" && !isDown && r >= 8) {
    context.fillStyle = colour("card")
    context.font = `600 ${Math.round(r * 0.95)}px system-ui, sans-serif`
    context.textAlign = "center"
    context.textBaseline = "middle"
    context.fillText(letter, x, y + 0.5)
  }
  if (banned) {
    context.beginPath()
    context.arc(x, y, r + 4.5, 0, 7)
    context.lineWidth = 1.8
    context.strokeStyle = colour("bad")
    context.setLineDash([5, 3])
    context.stroke()
    context.setLineDash([])
  }
}

function drawBars(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  context.strokeStyle = colour("ink")
  context.lineWidth = Math.max(1.4, r * 0.16)
  context.beginPath()
  for (const side of [-1, 1]) {
    context.moveTo(x + side * r * 0.25, y - r * 0.42)
    context.lineTo(x + side * r * 0.25, y + r * 0.42)
  }
  context.stroke()
}
