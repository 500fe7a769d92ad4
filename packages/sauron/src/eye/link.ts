/** The Eye's line to Sauron: socket.io, loaded late, reconnecting for ever, never keeping the process alive. */
import type { Socket } from "socket.io-client"

/** What Sauron answers to a batch. */
export interface Acknowledgement {
  readonly taken: number
  readonly refused?: string
}

export interface LinkEvents {
  readonly onUp: () => void
  readonly onDown: () => void
}

export interface Link {
  readonly connected: () => boolean
  /** Calls back when Sauron has confirmed; never, if the line breaks before. */
  readonly send: (topic: "reports" | "events", payload: Buffer, done: (answer: Acknowledgement) => void) => void
  readonly close: () => void
}

export async function openLink(url: string, token: string | undefined, events: LinkEvents): Promise<Link> {
  const { io } = await import("socket.io-client")
  const origin = new URL(url).origin
  const socket: Socket = io(`${origin}/eye`, {
    transports: ["websocket"],
    // Sauron wants its own origin from every WebSocket. A browser cannot lie about it; whoever can is no browser.
    extraHeaders: { origin },
    ...(token === undefined ? {} : { auth: { token } }),
    autoUnref: true,
    forceNew: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 2_000,
    timeout: 5_000,
  })
  socket.on("connect", events.onUp)
  socket.on("disconnect", events.onDown)
  socket.on("connect_error", () => {
    // Sauron is away. socket.io tries again by itself, except where a namespace refused us.
    if (!socket.active) setTimeout(() => socket.connect(), 2_000).unref()
  })
  return {
    connected: () => socket.connected,
    send: (topic, payload, done) => socket.emit(topic, payload, (answer: unknown) => done(readAcknowledgement(answer))),
    close: () => void socket.disconnect(),
  }
}

function readAcknowledgement(answer: unknown): Acknowledgement {
  const { taken, refused } = (typeof answer === "object" && answer !== null ? answer : {}) as { taken?: unknown; refused?: unknown }
  return { taken: typeof taken === "number" ? taken : 0, ...(typeof refused === "string" ? { refused } : {}) }
}
