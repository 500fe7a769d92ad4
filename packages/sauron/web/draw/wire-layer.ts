/** The wires as a picture of their own: they change seldom, and are most of what is to be drawn. */
import { colour, paint } from "../state/theme.ts"
import { fitTo, layerOf, ratioOf, type Surface } from "./surface.ts"
import type { Wire } from "./wires.ts"

type Point = readonly [x: number, y: number]

export class WireLayer {
  readonly #layer = layerOf()
  #drawn = ""
  /** Grows whenever wires, or their states, have changed. */
  #edition = 0
  all: readonly Wire[] = []

  take(wires: readonly Wire[]): void {
    if (!sameWires(this.all, wires)) this.#edition++
    this.all = wires
  }

  /** As large as `surface`, those of `focus` stronger. `seenFrom` names all that decides where a node stands on the screen. */
  drawn(surface: Surface, onScreen: (name: string) => Point | undefined, focus: string | undefined, seenFrom: string): HTMLCanvasElement {
    const key = [this.#edition, focus ?? "", seenFrom, paint.peek()].join(" ")
    if (key !== this.#drawn) {
      this.#drawn = key
      fitTo(this.#layer, surface, ratioOf(surface))
      this.#draw(onScreen, focus)
    }
    return this.#layer.canvas
  }

  #draw(onScreen: (name: string) => Point | undefined, focus: string | undefined): void {
    const { context } = this.#layer
    const many = this.all.length
    const [plain, broken, strong] = [colour("wire"), colour("bad"), colour("wire-strong")]
    const thin = many > 1_500 ? 0.5 : many > 400 ? 0.75 : 1.1
    for (const { a, b, state, towards } of this.all) {
      const from = onScreen(a)
      const to = onScreen(b)
      if (from === undefined || to === undefined) continue
      const isNear = a === focus || b === focus
      const isWhole = state === "whole"
      context.strokeStyle = isWhole ? (isNear ? strong : plain) : state === "broken" ? broken : colour("warn")
      context.lineWidth = isWhole ? (isNear ? thin + 0.6 : thin) : isNear ? 1.8 : many > 400 ? 0.8 : 1.2
      if (!isWhole) context.setLineDash(state === "broken" ? [2, 5] : [7, 4])
      context.beginPath()
      context.moveTo(from[0], from[1])
      context.lineTo(to[0], to[1])
      context.stroke()
      context.setLineDash([])
      if (state === "broken" && many < 400) drawGap(context, from, to, towards)
    }
  }
}

function sameWires(a: readonly Wire[], b: readonly Wire[]): boolean {
  if (a.length !== b.length) return false
  return a.every((wire, at) => {
    const other = b[at]
    return wire.a === other?.a && wire.b === other.b && wire.state === other.state && wire.towards === other.towards
  })
}

/** A bar across the middle of a broken wire; an arrow that ends there where only one way is broken. */
function drawGap(context: CanvasRenderingContext2D, [ax, ay]: Point, [bx, by]: Point, towards: Wire["towards"]): void {
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2]
  const length = Math.hypot(bx - ax, by - ay) || 1
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length]
  context.lineWidth = 2
  context.beginPath()
  context.moveTo(x - uy * 6, y + ux * 6)
  context.lineTo(x + uy * 6, y - ux * 6)
  if (towards !== "both") {
    const way = towards === "b" ? 1 : -1
    context.moveTo(x - ux * 9 * way - uy * 4, y - uy * 9 * way + ux * 4)
    context.lineTo(x - ux * 2 * way, y - uy * 2 * way)
    context.lineTo(x - ux * 9 * way + uy * 4, y - uy * 9 * way - ux * 4)
  }
  context.stroke()
}
