/**
 * Where nodes stand. Positions belong to names and outlive whatever happens to a node, so that nobody jumps when somebody leaves or comes back;
 * only new nodes and new wires set things moving, and gently.
 */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from "d3-force"

export interface Spot {
  readonly name: string
  x: number
  y: number
  vx?: number
  vy?: number
}

interface Wire {
  source: Spot | string
  target: Spot | string
}

/** Wires of one node that pull at it: with all of a large network everything becomes one ball. */
const PULLING_MAX = 5
/** The first picture is laid out before it is shown, for so long at most. */
const AHEAD_MS = 250
const GOLDEN = Math.PI * (3 - Math.sqrt(5))

export class Layout {
  readonly spots = new Map<string, Spot>()
  readonly #pulls = new Map<string, number>()
  readonly #known = new Set<string>()
  readonly #wires: Wire[] = []
  readonly #simulation: Simulation<Spot, Wire>
  #isFirst = true

  constructor() {
    this.#simulation = forceSimulation<Spot, Wire>([]).alphaDecay(0.035).velocityDecay(0.45).stop()
  }

  /** Names, and pairs of them. True where anything is new. */
  take(names: readonly string[], wires: Iterable<readonly [string, string]>): boolean {
    let isNew = false
    for (const name of names) {
      if (this.spots.has(name)) continue
      const at = this.spots.size
      const away = 16 * Math.sqrt(at + 0.5)
      this.spots.set(name, { name, x: away * Math.cos(at * GOLDEN), y: away * Math.sin(at * GOLDEN) })
      isNew = true
      this.moved++
    }
    for (const [a, b] of wires) {
      const key = a < b ? `${a}\n${b}` : `${b}\n${a}`
      if (this.#known.has(key) || !this.spots.has(a) || !this.spots.has(b)) continue
      const [pullsA, pullsB] = [this.#pulls.get(a) ?? 0, this.#pulls.get(b) ?? 0]
      this.#known.add(key)
      if (pullsA >= PULLING_MAX && pullsB >= PULLING_MAX) continue
      this.#pulls.set(a, pullsA + 1)
      this.#pulls.set(b, pullsB + 1)
      this.#wires.push({ source: a, target: b })
      isNew = true
    }
    if (isNew) this.#restart()
    return isNew
  }

  get isMoving(): boolean {
    return this.#simulation.alpha() > 0.012
  }

  /** Grows with every step: positions are the same while it is. */
  moved = 0

  step(): void {
    this.#simulation.tick()
    this.moved++
  }

  /** To the end, at once: for who does not want motion, and for tests. */
  settle(withinMs: number): void {
    const until = performance.now() + withinMs
    while (this.isMoving && performance.now() < until) this.step()
  }

  get bounds(): { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number } {
    let [x0, y0, x1, y1] = [-60, -60, 60, 60]
    for (const { x, y } of this.spots.values()) {
      x0 = Math.min(x0, x)
      y0 = Math.min(y0, y)
      x1 = Math.max(x1, x)
      y1 = Math.max(y1, y)
    }
    return { x0, y0, x1, y1 }
  }

  #restart(): void {
    const spots = [...this.spots.values()]
    const many = spots.length
    const apart = many > 200 ? 16 : many > 60 ? 26 : many > 20 ? 48 : 92
    this.#simulation
      .nodes(spots)
      .force(
        "wires",
        forceLink<Spot, Wire>([...this.#wires])
          .id(({ name }) => name)
          .distance(apart)
          .strength(many > 60 ? 0.12 : 0.06),
      )
      .force(
        "apart",
        forceManyBody<Spot>()
          .strength(-apart * 3.2)
          .theta(1.1)
          .distanceMax(apart * 14),
      )
      .force("size", forceCollide<Spot>(apart * 0.42).iterations(1))
      .force("x", forceX<Spot>(0).strength(0.045))
      .force("y", forceY<Spot>(0).strength(0.065))
      .alpha(Math.max(this.#simulation.alpha(), this.#isFirst ? 1 : 0.25))
    if (!this.#isFirst) return
    this.#isFirst = false
    this.settle(AHEAD_MS)
  }
}
