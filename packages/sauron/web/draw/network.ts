/** The network on two canvases: what stands still is drawn when it changes, what moves is drawn on top, and nothing is drawn when nothing happens. */
import { effect } from "@preact/signals"
import { signOf } from "../state/kinds.ts"
import { isOfPrograms } from "../state/parties.ts"
import { bannedNames, chosen, colourOf, forked, frames, history, nodes, onTraffic, picture, running } from "../state/store.ts"
import { colour, isStill, paint } from "../state/theme.ts"
import { nick } from "../state/words.ts"
import { Layout } from "./layout.ts"
import { Pace } from "./pace.ts"
import { Particles } from "./particles.ts"
import { drawNode } from "./shapes.ts"
import { Stamps } from "./stamps.ts"
import { clear, FONT, fit, onResize, type Surface, surfaceOf } from "./surface.ts"
import { WireLayer } from "./wire-layer.ts"
import { type Wire, Wires } from "./wires.ts"

/** Layout and wires are kept while other views are shown: coming back, everybody stands where they stood. */
const layout = new Layout()
const wires = new Wires()
const LABELS_MAX = 70
const MARGIN = 46
/** On less than so many pixels, full names lie on each other. */
const NARROW = 480

export interface View {
  scale: number
  x: number
  y: number
}

export class Network {
  readonly #still: Surface
  readonly #moving: Surface
  readonly #stillCanvas: HTMLCanvasElement
  readonly #movingCanvas: HTMLCanvasElement
  readonly #particles = new Particles()
  readonly #stamps = new Stamps()
  readonly #pace = new Pace()
  readonly #closing: (() => void)[] = []
  readonly #wires = new WireLayer()
  #isDirty = true
  #drawnMs = 0
  #frame: number | undefined
  #fit: View = { scale: 1, x: 0, y: 0 }
  /** Closer, and aside, by hand. */
  readonly zoom: View = { scale: 1, x: 0, y: 0 }
  hovered: string | undefined
  /** Drawn across wires to cut them. */
  blade: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number } | undefined
  onTally: (perSecond: number, share: number) => void = () => {}
  /** Frames drawn, for whoever measures. */
  drawn = 0

  constructor(stillCanvas: HTMLCanvasElement, movingCanvas: HTMLCanvasElement) {
    this.#stillCanvas = stillCanvas
    this.#movingCanvas = movingCanvas
    this.#still = surfaceOf(stillCanvas)
    this.#moving = surfaceOf(movingCanvas)
    this.#closing.push(
      effect(() => {
        frames.value
        paint.value
        chosen.value
        isStill.value
        this.#take()
      }),
      onTraffic((traffic) => {
        this.#particles.names = history.peek().names
        if (document.hidden) return
        this.#particles.take(traffic, performance.now())
        this.wake()
      }),
      onResize(stillCanvas, () => this.dirty()),
    )
  }

  close(): void {
    for (const close of this.#closing) close()
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
  }

  dirty(): void {
    this.#isDirty = true
    this.wake()
  }

  wake(): void {
    this.#frame ??= requestAnimationFrame((now) => this.#draw(now))
  }

  /** Whoever stands there, if anybody does. */
  at(px: number, py: number): string | undefined {
    const reach = Math.max(this.#radius + 5, 11)
    let [nearest, distance] = [undefined as string | undefined, reach * reach]
    for (const node of nodes.peek()) {
      const [x, y] = this.#onScreen(node.name) ?? [Number.NaN, 0]
      const squared = (x - px) ** 2 + (y - py) ** 2
      if (squared < distance) [nearest, distance] = [node.name, squared]
    }
    return nearest
  }

  /** The point that stays where it is when one comes closer, counted from the middle of the picture. */
  fixedPoint(x = this.#still.width / 2, y = this.#still.height / 2): readonly [number, number] {
    return [x - this.#fit.x, y - this.#fit.y]
  }

  place(name: string): readonly [number, number] | undefined {
    return this.#onScreen(name)
  }

  /** Wires that a stroke crosses. */
  crossed({ x0, y0, x1, y1 }: NonNullable<Network["blade"]>): readonly Wire[] {
    return this.#wires.all.filter(({ a, b }) => {
      const [ax, ay] = this.#onScreen(a) ?? [0, 0]
      const [bx, by] = this.#onScreen(b) ?? [0, 0]
      const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) => (qx - px) * (ry - py) - (qy - py) * (rx - px)
      return (
        side(x0, y0, x1, y1, ax, ay) * side(x0, y0, x1, y1, bx, by) < 0 && side(ax, ay, bx, by, x0, y0) * side(ax, ay, bx, by, x1, y1) < 0
      )
    })
  }

  #take(): void {
    const now = picture.peek()
    wires.take(now.nodes, history.peek())
    const names = nodes.peek().map(({ name }) => name)
    layout.take(names, wires.ever)
    if (isStill.peek()) layout.settle(400)
    this.#wires.take(wires.of(running.peek(), isOfPrograms(now)))
    this.dirty()
  }

  get #radius(): number {
    const many = layout.spots.size
    const base = many > 400 ? 4.5 : many > 150 ? 6 : many > 60 ? 8 : many > 24 ? 12 : many > 10 ? 16 : 20
    return base * Math.min(2, Math.max(0.8, Math.sqrt(this.zoom.scale)))
  }

  #onScreen(name: string): readonly [number, number] | undefined {
    const spot = layout.spots.get(name)
    if (spot === undefined) return undefined
    const scale = this.#fit.scale * this.zoom.scale
    return [this.#fit.x + this.zoom.x + spot.x * scale, this.#fit.y + this.zoom.y + spot.y * scale]
  }

  #draw(nowMs: number): void {
    this.#frame = undefined
    if (this.#isLarge && !this.#pace.isTurn(nowMs)) return this.wake()
    const resized = fit(this.#still, this.#stillCanvas)
    fit(this.#moving, this.#movingCanvas)
    if (this.#still.width === 0) return
    const isMoving = layout.isMoving && !isStill.peek()
    // The last step is drawn as well: it is the one that stays.
    if (isMoving) layout.step()
    this.#isDirty ||= isMoving
    const isDue = nowMs - this.#drawnMs >= this.#pauseMs
    if ((this.#isDirty && isDue) || resized) {
      this.#isDirty = false
      this.#drawnMs = nowMs
      this.#measure()
      this.#drawStill()
    }
    this.#drawMoving(nowMs)
    this.drawn++
    if (isMoving || this.#isDirty || !this.#particles.isEmpty) this.wake()
    else this.#pace.rest()
  }

  /** Who stands where is drawn less often than what travels: it is most of the work, and moves least. */
  get #pauseMs(): number {
    if (this.#isLarge) return this.#isFinding ? 200 : 120
    return this.#wires.all.length + layout.spots.size > 400 ? 50 : 0
  }

  get #isLarge(): boolean {
    return this.#wires.all.length + layout.spots.size > 1_200
  }

  get #isFinding(): boolean {
    return this.#isLarge && layout.isMoving && !isStill.peek()
  }

  #measure(): void {
    const { x0, y0, x1, y1 } = layout.bounds
    const { width, height } = this.#still
    const scale = Math.min(2.4, (width - 2 * MARGIN) / (x1 - x0), (height - 2 * MARGIN - 14) / (y1 - y0))
    this.#fit = { scale, x: width / 2 - ((x0 + x1) / 2) * scale, y: (height - 14) / 2 - ((y0 + y1) / 2) * scale }
  }

  #drawStill(): void {
    clear(this.#still)
    const { context, width, height } = this.#still
    // While a large network finds its places it is shown without its wires.
    if (!this.#isFinding) {
      const { scale, x, y } = this.zoom
      const focus = this.hovered ?? chosen.peek().node
      const seenFrom = [layout.moved, scale, x, y, width, height].join(" ")
      context.drawImage(
        this.#wires.drawn(this.#still, (name) => this.#onScreen(name), focus, seenFrom),
        0,
        0,
        width,
        height,
      )
    }
    this.#drawNodes()
  }

  #drawNodes(): void {
    const { context } = this.#still
    const radius = this.#radius
    const all = nodes.peek()
    const banned = bannedNames.peek()
    const chainOf = colourOf.peek()
    const isForked = forked.peek()
    const { node: focus } = chosen.peek()
    const labelled = all.length <= LABELS_MAX || this.zoom.scale > 2.2
    for (const node of all) {
      const place = this.#onScreen(node.name)
      if (place === undefined) continue
      const chain = chainOf(node.head)
      const letter = isForked && chain !== undefined && chain >= 0 ? "ABCDEF".charAt(chain) : ""
      const isHovered = node.name === this.hovered
      const isChosen = node.name === focus
      const look = { node, chain, banned: banned.has(node.name), letter, isChosen, isHovered }
      if (this.#isLarge) this.#stamps.draw(this.#still, place[0], place[1], radius, look)
      else drawNode(context, place[0], place[1], radius, look)
      const reach = radius + (banned.has(node.name) ? 9 : node.honest === false ? 4 : 0)
      if (labelled || isHovered || isChosen) this.#label(place, reach, node.name, node.state === "down" ? "down" : node.height)
    }
  }

  #label([x, y]: readonly [number, number], radius: number, name: string, facts: number | string | undefined): void {
    const { context } = this.#still
    context.textAlign = "center"
    context.textBaseline = "top"
    context.lineJoin = "round"
    context.lineWidth = 4
    context.strokeStyle = colour("card")
    context.font = `550 12px ${FONT}`
    const shown = nodes.peek().length > 14 || this.#still.width < NARROW ? nick(name) : name
    context.strokeText(shown, x, y + radius + 6)
    context.fillStyle = colour("ink")
    context.fillText(shown, x, y + radius + 6)
    if (facts === undefined || nodes.peek().length > 40) return
    context.font = `11px ${FONT}`
    context.strokeText(String(facts), x, y + radius + 20)
    context.fillStyle = colour("soft")
    context.fillText(String(facts), x, y + radius + 20)
  }

  #drawMoving(nowMs: number): void {
    clear(this.#moving)
    const { context } = this.#moving
    if (this.blade !== undefined) {
      const { x0, y0, x1, y1 } = this.blade
      context.strokeStyle = colour("bad")
      context.lineWidth = 2
      context.beginPath()
      context.moveTo(x0, y0)
      context.lineTo(x1, y1)
      context.stroke()
    }
    const { perSecond, share } = this.#particles.tally(nowMs)
    this.onTally(perSecond, share)
    if (isStill.peek()) return this.#particles.clear()
    const size = layout.spots.size > 150 ? 2.2 : 3.4
    const gap = this.#radius + 2
    let last = -1
    this.#particles.each(nowMs, (from, to, kind, along) => {
      const a = this.#onScreen(from)
      const b = this.#onScreen(to)
      if (a === undefined || b === undefined) return
      if (kind !== last) {
        last = kind
        context.fillStyle = colour(signOf(kind))
      }
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
      const length = Math.hypot(dx, dy) || 1
      const way = (gap + (length - 2 * gap) * (1 - (1 - along) * (1 - along))) / length
      context.fillRect(a[0] + dx * way - size / 2, a[1] + dy * way - size / 2, size, size)
    })
  }
}
