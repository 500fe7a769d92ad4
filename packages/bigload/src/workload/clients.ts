/** The people who use CrapCoin, as a program: each node's owner pays somebody at random intervals, until told to stop. */
import {
  type Answered,
  below,
  type Decoded,
  exponential,
  type Input,
  isEndpoint,
  type Json,
  type NodeProgram,
  type Out,
} from "@watercooler/kernel"
import type { Answer, Request } from "../protocol/messages.ts"
import { describeMalformed, Reader, type Shaped } from "../protocol/shape.ts"

/** A month. */
const THINK_US_MAX = 2_592_000_000_000
const COINS_MAX = 1_000_000_000

export interface ClientsConfig {
  readonly name: string
  /** Whose owners pay. */
  readonly targets: readonly Target[]
  /** Who is paid; left out, whoever pays. */
  readonly payees?: readonly Target[]
  /** Coins of one transfer; left out, between one and a tenth of what the payer has. */
  readonly amount?: { readonly min: number; readonly max: number }
  /** Mean pause between two transfers of one owner, drawn exponentially. */
  readonly thinkUs: number
}

export interface Target {
  readonly name: string
  readonly endpoint: string
  readonly address: string
}

type ClientsOut = Out<Request, Answer>

export class Clients implements NodeProgram<Request, Answer> {
  readonly #config: ClientsConfig
  #stopped = false

  constructor(config: ClientsConfig) {
    this.#config = config
  }

  step(input: Input<Request, Answer>, out: ClientsOut): void {
    if (input.kind === "boot") for (const { name } of this.#config.targets) this.#think(name, out)
    else if (input.kind === "timer") this.#timer(input.name, out)
    else if (input.kind === "answer") this.#answered(input, out)
    else if (input.kind === "unreachable")
      out.note({ note: "transfer-failed", endpoint: input.peer, delivery: input.delivery, because: input.because })
    else if (input.kind === "request") {
      const pong: Answer = { kind: "pong", name: this.#config.name }
      out.reply(
        input.id,
        input.request.kind === "ping"
          ? pong
          : { kind: "refused", status: 404, code: "only-clients", detail: "only GET /ping is answered here" },
      )
    }
  }

  #timer(name: string, out: ClientsOut): void {
    if (name === "workload/stop") {
      this.#stopped = true
      out.note({ note: "workload-stopped" })
    }
    const target = this.#config.targets.find((each) => name === `pay ${each.name}`)
    if (this.#stopped || target === undefined) return
    this.#think(target.name, out)
    out.ask(`balance ${target.name} ${fresh(out)}`, target.endpoint, { kind: "account", address: target.address })
  }

  #answered({ ask, peer, answer }: Answered<Answer>, out: ClientsOut): void {
    if (answer.kind === "account") this.#pay(ask.split(" ")[1] as string, answer.balance, out)
    else if (answer.kind === "promised") out.note({ note: "transfer-acknowledged", transaction: answer.id, by: peer })
    else if (answer.kind === "refused") out.note({ note: "transfer-refused", code: answer.code, by: peer })
  }

  /** To anybody else. */
  #pay(name: string, balance: number, out: ClientsOut): void {
    const payer = this.#config.targets.find((target) => target.name === name)
    const payees = (this.#config.payees ?? this.#config.targets).filter((target) => target.name !== name)
    const { min, max } = this.#config.amount ?? { min: 1, max: Math.max(1, Math.floor(balance / 10)) }
    if (this.#stopped || payer === undefined || payees.length === 0 || balance < min) return
    const draw = (): number => out.random()
    const payee = payees[below(draw, payees.length)] as Target
    const amount = min + below(draw, Math.min(max, balance) - min + 1)
    out.ask(`pay ${name} ${fresh(out)}`, payer.endpoint, { kind: "transfer", to: payee.address, amount })
  }

  #think(name: string, out: ClientsOut): void {
    out.timer(`pay ${name}`, 1 + exponential(() => out.random(), this.#config.thinkUs))
  }
}

/** A word that makes an ask's name unique, as one owner may have several under way. */
function fresh(out: ClientsOut): string {
  return `${out.random().toString(16)}${out.random().toString(16)}`
}

export function parseClientsConfig(json: Json): Decoded<ClientsConfig> {
  const read = new Reader(json, "settings")
  const config: ClientsConfig = {
    name: read.word("name", /^[a-z0-9-]{1,64}$/, "1 to 64 of a-z 0-9 -"),
    targets: read.list("targets", 10_000, shapeTarget),
    thinkUs: read.integer("thinkUs", 1_000, THINK_US_MAX),
    ...(read.get("payees") === undefined ? {} : { payees: read.list("payees", 10_000, shapeTarget) }),
    ...(read.get("amountMin") === undefined ? {} : { amount: amountOf(read) }),
  }
  return read.malformed === undefined ? { ok: true, value: config } : { ok: false, because: describeMalformed(read.malformed) }
}

function amountOf(read: Reader): { readonly min: number; readonly max: number } {
  const min = read.integer("amountMin", 1, COINS_MAX)
  return { min, max: read.integer("amountMax", min, COINS_MAX) }
}

function shapeTarget(value: unknown, at: string): Shaped<Target> {
  const read = new Reader(value, at)
  const endpoint = read.get("endpoint")
  if (!isEndpoint(endpoint))
    read.malformed ??= { code: "malformed", field: `${at}.endpoint`, seen: String(endpoint), expected: "an origin with a port" }
  return read.done({ name: read.word("name", /^[a-z0-9-]{1,64}$/, "a name"), endpoint: endpoint as string, address: read.hex32("address") })
}
