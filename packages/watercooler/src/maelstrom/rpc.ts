/** The harness's own clients: a request goes to a node, and its reply comes back or does not. */
import type { Network } from "./network.ts"
import { type Body, errorCodes, type Message } from "./protocol.ts"

export type Reply = { readonly body: Body } | { readonly timedOut: true }

export class RpcClient {
  readonly id: string
  readonly #network: Network
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #last = 0

  constructor(id: string, network: Network) {
    this.id = id
    this.#network = network
    network.join(id, (message) => this.#hear(message))
  }

  call(dest: string, body: Body, timeoutMs: number): Promise<Reply> {
    const id = ++this.#last
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ timedOut: true }), timeoutMs)
      const settle = (reply: Reply) => {
        clearTimeout(timer)
        this.#waiting.delete(id)
        resolve(reply)
      }
      this.#waiting.set(id, settle)
      this.#network.send({ src: this.id, dest, body: { ...body, msg_id: id } })
    })
  }

  /** Nobody waits any more. */
  close(): void {
    for (const settle of this.#waiting.values()) settle({ timedOut: true })
    this.#network.leave(this.id)
  }

  /** A reply to something long given up, or to nothing, is passed over. */
  #hear({ body }: Message): void {
    if (typeof body.in_reply_to === "number") this.#waiting.get(body.in_reply_to)?.({ body })
  }
}

/** What an error says of the operation: its name, and whether that certainly did not happen. */
export function meaningOf({ code, text }: Body): { readonly words: string; readonly isDefinite: boolean } {
  const kind = typeof code === "number" ? errorCodes[code] : undefined
  const words = `${kind?.name ?? `error ${String(code)}`}${typeof text === "string" ? `: ${text.slice(0, 200)}` : ""}`
  return { words, isDefinite: kind?.isDefinite ?? false }
}
