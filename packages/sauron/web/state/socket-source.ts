/** Sauron over a socket. A frame is confirmed once it is on the screen, so that the next one waits for a slow browser. */
import { io, type Socket } from "socket.io-client"
import type { Frame, Hello, Questions } from "../../src/recording/protocol.ts"
import type { Listener, Source, Topic } from "./source.ts"

/** A question may have to look through a long journal. */
const PATIENCE_MS = 20_000

export class SocketSource implements Source {
  #socket: Socket | undefined
  #listener: Listener | undefined

  open(listener: Listener): void {
    const socket = io("/view", { transports: ["websocket"], reconnectionDelay: 400, reconnectionDelayMax: 2_000 })
    this.#socket = socket
    this.#listener = listener
    socket.on("connect", () => listener.line("up"))
    socket.on("disconnect", () => listener.line("away"))
    socket.on("connect_error", () => listener.line("away"))
    socket.on("hello", (hello: Hello) => listener.hello(hello))
    socket.on("frame", (frame: Frame, done?: () => void) => {
      listener.frame(frame)
      requestAnimationFrame(() => done?.())
    })
  }

  seek(t: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket?.connected !== true) return resolve()
      this.#socket.timeout(PATIENCE_MS).emit("seek", { t }, (failed: Error | null, frame?: Frame) => {
        if (failed === null && frame !== undefined) this.#listener?.frame(frame)
        resolve()
      })
    })
  }

  async ask<K extends Topic>(topic: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"] | undefined> {
    if (this.#socket?.connected !== true) return undefined
    try {
      return (await this.#socket.timeout(PATIENCE_MS).emitWithAck(topic as string, question)) as Questions[K]["answer"]
    } catch {
      return undefined // No answer in time: whoever asked shows what it had.
    }
  }
}
