/** An `Out` that passes everything on: what wrappers of node programs start from, so that they only write what they change. */
import type { Note } from "../journal/notes.ts"
import type { AskOptions, Out, RawReply, RawTell, TellOptions } from "./out.ts"
import type { AskId, Endpoint, Json, Micros, Position, RequestId, SessionId } from "./values.ts"

export class Outlet<Request, Answer> implements Out<Request, Answer> {
  protected readonly inner: Out<Request, Answer>

  constructor(inner: Out<Request, Answer>) {
    this.inner = inner
  }

  reply(request: RequestId, answer: Answer, options?: { readonly more?: boolean }): void {
    this.inner.reply(request, answer, options)
  }
  ask(id: AskId, peer: Endpoint, request: Request, options?: AskOptions): void {
    this.inner.ask(id, peer, request, options)
  }
  tell(peers: readonly Endpoint[], request: Request, options?: TellOptions): void {
    this.inner.tell(peers, request, options)
  }
  timer(name: string, afterUs: Micros): void {
    this.inner.timer(name, afterUs)
  }
  cancelTimer(name: string): void {
    this.inner.cancelTimer(name)
  }
  persist(record: Json): Position {
    return this.inner.persist(record)
  }
  snapshot(state: Json): void {
    this.inner.snapshot(state)
  }
  recall(position: Position): Json | undefined {
    return this.inner.recall(position)
  }
  work(name: string, job: string, order: Json): void {
    this.inner.work(name, job, order)
  }
  cancelWork(name: string): void {
    this.inner.cancelWork(name)
  }
  close(session: SessionId): void {
    this.inner.close(session)
  }
  note(note: Note): void {
    this.inner.note(note)
  }
  random(): number {
    return this.inner.random()
  }
  rawReply(request: RequestId, raw: RawReply): void {
    this.inner.rawReply(request, raw)
  }
  rawTell(peers: readonly Endpoint[], raw: RawTell, options?: TellOptions): void {
    this.inner.rawTell(peers, raw, options)
  }
}
