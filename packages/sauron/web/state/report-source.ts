/** The recording inside a report: unpacked in the page, and played from memory. */
import type { JournalEvent } from "@watercooler/kernel"
import { CHUNK_EVENTS, Player, Recording } from "../../src/recording/index.ts"
import type { Hello, Questions } from "../../src/recording/protocol.ts"
import type { Listener, Source, Topic } from "./source.ts"

export class ReportSource implements Source {
  readonly #element: HTMLElement
  readonly #chunks: JournalEvent[][] = []
  readonly #recording = new Recording((chunk) => this.#chunks[chunk] ?? [])
  #read = 0
  #listener: Listener | undefined
  readonly #player = new Player(
    this.#recording,
    () => this.#read,
    () => ({
      body: undefined,
      content: undefined,
      remark: "A report holds no bodies; `watercooler watch` shows them where they were recorded.",
    }),
  )

  constructor(element: HTMLElement) {
    this.#element = element
  }

  open(listener: Listener): void {
    this.#listener = listener
    listener.hello(JSON.parse(this.#element.dataset.hello ?? "{}") as Hello)
    listener.line("up")
    void this.#unpack(listener)
  }

  async seek(t: number): Promise<void> {
    this.#listener?.frame(this.#player.seek(t, Date.now()))
  }

  async ask<K extends Topic>(topic: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"] | undefined> {
    const answers: { readonly [T in Topic]: (asked: Questions[T]["question"]) => Questions[T]["answer"] } = {
      requests: (asked) => this.#player.requests(asked),
      detail: ({ n }) => this.#player.detail(n),
      messages: (asked) => this.#player.messages(asked),
    }
    return answers[topic](question)
  }

  /** A chunk at a time, so that the page is there before its data. */
  async #unpack(listener: Listener): Promise<void> {
    const packed = Uint8Array.from(atob((this.#element.textContent ?? "").trim()), (character) => character.charCodeAt(0))
    const total = Number(this.#element.dataset.events ?? 0)
    const text = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).pipeThrough(new TextDecoderStream())
    const reader = text.getReader()
    let rest = ""
    let chunk: JournalEvent[] = []
    const take = () => {
      this.#chunks.push(chunk)
      this.#recording.add(chunk)
      chunk = []
      this.#read = total === 0 ? 0 : Math.min(0.999, this.#recording.length / total)
      listener.frame(this.#player.seek(this.#player.t, Date.now()))
    }
    for (;;) {
      const { value, done } = await reader.read()
      const lines = (rest + (value ?? "")).split("\n")
      rest = done ? "" : (lines.pop() ?? "")
      for (const line of lines) {
        if (line === "") continue
        chunk.push(JSON.parse(line) as JournalEvent)
        if (chunk.length < CHUNK_EVENTS) continue
        take()
        await new Promise((resolve) => setTimeout(resolve))
      }
      if (done) break
    }
    if (chunk.length > 0) take()
    this.#read = 1
    listener.frame(this.#player.seek(this.#player.t, Date.now()))
  }
}
