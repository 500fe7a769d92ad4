/**
 * Puts a misdeed over an honest node program. Inputs of the misdeed's namespace never reach the program inside, and what the
 * program inside asks for passes the misdeed first. After the calm, all passes through untouched.
 */
import {
  type Boot,
  below,
  type Endpoint,
  type Input,
  MICROS_PER_SECOND,
  type NodeProgram,
  type Out,
  Outlet,
  type RequestId,
  type StoredRecord,
  type TellOptions,
} from "@watercooler/kernel"
import { isLiarRecord, LiarOut } from "./liar-out.ts"
import { CALM_TIMER, namespaceOf, ownName } from "./names.ts"
import type { LiarTurn, Overrides } from "./overrides.ts"

/** From boot to the first act. */
const FIRST_US = { min: 1 * MICROS_PER_SECOND, max: 6 * MICROS_PER_SECOND }
/** From one act to the next. */
const NEXT_US = { min: 4 * MICROS_PER_SECOND, max: 12 * MICROS_PER_SECOND }
/** Until the next try when there was no opportunity. */
const RETRY_US = { min: 500_000, max: 1 * MICROS_PER_SECOND }

export function over<Request, Answer>(
  honest: NodeProgram<Request, Answer>,
  overrides: Overrides<Request, Answer>,
  name: string,
  auto: boolean,
): NodeProgram<Request, Answer> {
  return new Over(honest, overrides, name, auto)
}

class Over<Request, Answer> implements NodeProgram<Request, Answer> {
  readonly #honest: NodeProgram<Request, Answer>
  readonly #lie: Overrides<Request, Answer>
  readonly #name: string
  readonly #namespace: string
  readonly #auto: boolean
  #calm = false

  constructor(honest: NodeProgram<Request, Answer>, lie: Overrides<Request, Answer>, name: string, auto: boolean) {
    this.#honest = honest
    this.#lie = lie
    this.#name = name
    this.#namespace = namespaceOf(name)
    this.#auto = auto
  }

  step(input: Input<Request, Answer>, out: Out<Request, Answer>): void {
    const turn = this.#turn(input, out)
    if (input.kind === "timer" && input.name === CALM_TIMER) this.#calmDown(turn)
    if (this.#takesForItself(input, turn)) return
    if (!this.#calm && input.kind === "request" && this.#lie.request?.(input, turn)) return
    const heard = input.kind === "boot" ? this.#ownRecordsAside(input) : input
    this.#honest.step(heard as Input<Request, Answer>, this.#calm ? out : new Mask(out, this.#lie, turn))
    if (input.kind === "boot" && this.#auto) this.#schedule(FIRST_US, turn)
  }

  #turn({ now, wall }: Input<Request, Answer>, inner: Out<Request, Answer>): LiarTurn<Request, Answer> {
    const out = new LiarOut(inner instanceof Mask ? inner.beneath : inner, this.#namespace)
    const confess: LiarTurn<Request, Answer>["confess"] = (facts) => out.note({ note: "misdeed", misdeed: this.#name, ...facts })
    return { now, wallMs: Math.floor(wall / 1_000), out, confess }
  }

  /** What is for the misdeed is not for the program inside, also after the calm. */
  #takesForItself(input: Input<Request, Answer>, turn: LiarTurn<Request, Answer>): boolean {
    const own = ownName(addresseeOf(input), this.#namespace)
    if (own === undefined) return false
    if (this.#calm) return true
    if (input.kind === "timer" && own === "act") this.#act(turn)
    else if (input.kind === "timer") this.#lie.timer?.(own, turn)
    else if (input.kind === "worked") this.#lie.worked?.(own, input.result, turn)
    else if (input.kind === "answer" || input.kind === "unreachable" || input.kind === "garbage") this.#lie.ended?.(own, input, turn)
    return true
  }

  #act(turn: LiarTurn<Request, Answer>): void {
    const acted = this.#lie.act(turn)
    if (this.#auto) this.#schedule(acted ? NEXT_US : RETRY_US, turn)
  }

  #schedule({ min, max }: typeof FIRST_US, { out }: LiarTurn<Request, Answer>): void {
    out.timer("act", min + below(() => out.random(), max - min + 1))
  }

  #calmDown(turn: LiarTurn<Request, Answer>): void {
    if (this.#calm) return
    this.#lie.calmed?.(turn)
    turn.out.cancelTimer("act")
    this.#calm = true
  }

  /** The program inside must not stumble over records that are not its own. */
  #ownRecordsAside(boot: Boot): Boot {
    const lie = this.#lie
    const namespace = this.#namespace
    function* sorted(): Iterable<StoredRecord> {
      for (const stored of boot.records) {
        if (isLiarRecord(stored.record, namespace)) lie.remembered?.(stored.record.record)
        else yield stored
      }
    }
    return { ...boot, records: sorted() }
  }
}

/** The name by which an input is meant for somebody: of a timer, an order or an ask. */
function addresseeOf(input: Input<unknown, unknown>): string {
  switch (input.kind) {
    case "timer":
    case "worked":
      return input.name
    case "answer":
    case "unreachable":
      return input.ask ?? ""
    case "garbage":
      return (input.instead.of === "answer" ? input.instead.ask : undefined) ?? ""
    default:
      return ""
  }
}

/**
 * The `Out` that the program inside is handed. What another misdeed further inside says goes out beneath it: lies are not held
 * back by other lies, or nobody could tell whether honest nodes would have noticed them.
 */
class Mask<Request, Answer> extends Outlet<Request, Answer> {
  readonly beneath: Out<Request, Answer>
  readonly #lie: Overrides<Request, Answer>
  readonly #turn: LiarTurn<Request, Answer>

  constructor(inner: Out<Request, Answer>, lie: Overrides<Request, Answer>, turn: LiarTurn<Request, Answer>) {
    super(inner)
    this.beneath = inner instanceof Mask ? inner.beneath : inner
    this.#lie = lie
    this.#turn = turn
  }

  override reply(request: RequestId, answer: Answer, options?: { readonly more?: boolean }): void {
    if (!this.#lie.reply?.(request, answer, this.#turn)) super.reply(request, answer, options)
  }

  override tell(peers: readonly Endpoint[], request: Request, options?: TellOptions): void {
    if (!this.#lie.tell?.(peers, request, options, this.#turn)) super.tell(peers, request, options)
  }
}
