/** Nodes that look alike, drawn once and then stamped: five hundred pictures cost a graphics card what a dozen outlines do. */
import { paint } from "../state/theme.ts"
import { drawNode, type Look } from "./shapes.ts"
import { fitTo, layerOf, ratioOf, type Surface } from "./surface.ts"

/** Looks that are kept: chains, states and shapes of one size come to far fewer. */
const STAMPS_MAX = 128
/** What a look may need around its radius: ring of the banned, halo of the chosen. */
const AROUND = 10

export class Stamps {
  readonly #kept = new Map<string, HTMLCanvasElement>()
  #setting = ""

  /** Draws as `drawNode` does, to the nearest whole pixel. */
  draw(surface: Surface, x: number, y: number, radius: number, look: Look): void {
    const { context } = surface
    const ratio = ratioOf(surface)
    const reach = Math.ceil(radius * 1.2) + AROUND
    this.#settle(`${radius} ${ratio} ${paint.peek()}`)
    const key = keyOf(look)
    let stamp = this.#kept.get(key)
    if (stamp === undefined) {
      const layer = layerOf()
      fitTo(layer, { width: 2 * reach, height: 2 * reach }, ratio)
      drawNode(layer.context, reach, reach, radius, look)
      stamp = layer.canvas
      if (this.#kept.size >= STAMPS_MAX) this.#kept.clear()
      this.#kept.set(key, stamp)
    }
    const whole = (at: number) => Math.round((at - reach) * ratio) / ratio
    context.drawImage(stamp, whole(x), whole(y), 2 * reach, 2 * reach)
  }

  /** What is drawn for one size, or in one light, is of no use in another. */
  #settle(setting: string): void {
    if (setting === this.#setting) return
    this.#setting = setting
    this.#kept.clear()
  }
}

function keyOf({ node, chain, banned, letter, isChosen, isHovered }: Look): string {
  return [node.honest, node.state, chain, banned, letter, isChosen || isHovered].join(" ")
}
