/** Where the contract is played: Ann and Bob in each world, what they are told, and how an ask of Ann's ends. */
import type { AskOptions, Note } from "@watercooler/kernel"
import { afterAll, beforeAll, describe } from "vitest"
import type { Order } from "./puppet.ts"
import { RealWorld } from "./real-world.ts"
import { VirtualWorld } from "./virtual-world.ts"
import type { World } from "./world.ts"

const worlds: readonly (readonly [string, () => World])[] = [
  ["the simulator", () => new VirtualWorld()],
  ["real processes", () => new RealWorld()],
]

/** The same stories in every world, each file in one of its own. */
export function inEachWorld(stories: (stage: Stage) => void): void {
  describe.each(worlds)("in %s", (_name, create) => {
    const stage = new Stage(create)
    beforeAll(() => stage.open())
    afterAll(() => stage.world[Symbol.asyncDispose]())
    stories(stage)
  })
}

export class Stage {
  readonly #create: () => World
  #world: World | undefined

  constructor(create: () => World) {
    this.#create = create
  }

  async open(): Promise<void> {
    this.#world = this.#create()
    for (const name of ["ann", "bob"]) await this.#world.hire(name)
  }

  get world(): World {
    if (this.#world === undefined) throw new Error("the stage is not open yet")
    return this.#world
  }

  get bob(): string {
    return this.world.endpoint("bob")
  }

  /** What somebody is told from now on. */
  listen(name: string) {
    const { world } = this
    const before = world.notes(name).length
    const all = () => world.notes(name).slice(before)
    const told = (kind: string): readonly Note[] => all().filter((note) => note.note === "told" && note.kind === kind)
    return {
      all,
      told,
      heard: (kind: string, count = 1) => world.until(`${name} is told ${count} × ${kind}`, () => told(kind).length >= count),
    }
  }

  /** Ann asks Bob, and this is what she hears of it, once nothing more can come. */
  async endsOf(request: Extract<Order, readonly ["ask", ...unknown[]]>[3], ...options: readonly AskOptions[]): Promise<readonly Note[]> {
    const ann = this.listen("ann")
    await this.world.order("ann", ["ask", "it", this.bob, request, ...options])
    await this.world.until("the ask ends", () => ends(ann.all()).some(({ more }) => more !== true))
    await this.world.pass(30)
    return ends(ann.all())
  }
}

/** Of what somebody was told, the ends of what it asked. */
export const ends = (notes: readonly Note[]): readonly Note[] =>
  notes.filter(({ note, kind }) => note === "told" && ["answer", "unreachable", "garbage"].includes(String(kind)))
