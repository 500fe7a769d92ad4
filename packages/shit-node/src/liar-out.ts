/** What a misdeed asks for: all that a node may, with names that cannot meet the honest program's or another misdeed's. */
import { type AskId, type AskOptions, type Endpoint, type Json, type Out, Outlet, type Position } from "@watercooler/kernel"

/** How records of misdeeds look on the disk that they share with the honest program. */
export interface LiarRecord {
  readonly misdeed: string
  readonly record: Json
}

export class LiarOut<Request, Answer> extends Outlet<Request, Answer> {
  readonly #namespace: string

  constructor(inner: Out<Request, Answer>, namespace: string) {
    super(inner)
    this.#namespace = namespace
  }

  override ask(id: AskId, peer: Endpoint, request: Request, options?: AskOptions): void {
    super.ask(this.#namespace + id, peer, request, options)
  }
  override timer(name: string, afterUs: number): void {
    super.timer(this.#namespace + name, afterUs)
  }
  override cancelTimer(name: string): void {
    super.cancelTimer(this.#namespace + name)
  }
  override work(name: string, job: string, order: Json): void {
    super.work(this.#namespace + name, job, order)
  }
  override cancelWork(name: string): void {
    super.cancelWork(this.#namespace + name)
  }
  override persist(record: Json): Position {
    return super.persist({ misdeed: this.#namespace, record } satisfies LiarRecord)
  }
  /** A snapshot would replace the honest program's records. */
  override snapshot(): never {
    throw new Error(`${this.#namespace} asked for a snapshot; misdeeds may only persist`)
  }
}

export function isLiarRecord(record: Json, namespace: string): record is Json & LiarRecord {
  return typeof record === "object" && record !== null && "misdeed" in record && record.misdeed === namespace
}
