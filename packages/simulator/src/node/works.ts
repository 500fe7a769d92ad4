/** Work orders: modelled in virtual time, and run, if their model does not say what comes out, when the time has come. */
import { hashText, type Json, mix, mixOther } from "@watercooler/kernel"
import { WORKED } from "../happenings.ts"
import { RANKS } from "../queue/event.ts"
import { constantWork } from "../work.ts"
import type { World } from "../world.ts"
import type { Order, Party } from "./party.ts"

const WORK = hashText("work", 3)
const DEFAULT_WORK = constantWork(50_000)

export class Works<Request, Answer> {
  readonly #world: World<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
  }

  order(party: Party<Request, Answer>, name: string, job: string, order: Json, effect: number): void {
    const { digest, draws, kernel, options } = this.#world
    digest.of(order)
    const { a, b } = digest
    kernel.fingerprint.fold(a ^ effect, b)
    const draw = draws.key(WORK, mix(party.a, a), mixOther(party.b, b))
    const power = party.plan.power ?? 1
    const { afterUs, result } = (options.work ?? DEFAULT_WORK)({ node: party.name, power, job, order, draw })
    const entry: Order = { job, order, result, a, b }
    party.orders.set(name, entry)
    const takes = Math.max(0, Math.ceil(afterUs * party.slow))
    this.#world.push(kernel.now + takes, RANKS.worked, party, a, b, WORKED, { name, entry }, party.life)
  }

  done(party: Party<Request, Answer>, name: string, order: Order): void {
    const world = this.#world
    if (party.orders.get(name) !== order) return
    party.orders.delete(name)
    const result = order.result === undefined ? this.#run(party, order) : order.result
    if (result !== undefined)
      world.turns.step(party, { kind: "worked", name, result }, mix(order.a, world.digest.word(name).a), order.b, name)
  }

  #run(party: Party<Request, Answer>, { job, order }: Order): Json | undefined {
    const known = party.plan.jobs?.[job]
    if (known === undefined) {
      const jobs = Object.keys(party.plan.jobs ?? {}).join(", ")
      this.#world.found("job-missing", party, `ordered the job ${job}, but has ${jobs || "none"}`)
      return undefined
    }
    let at: Json | undefined
    for (;;) {
      const slice = known(order, at, this.#world.options.crypto)
      if ("done" in slice) return slice.done
      at = slice.next
    }
  }
}
