/** The socket.io server: WebSockets only, and only from our own page or from an Eye that names our address. */
import type { FastifyInstance } from "fastify"
import { Server } from "socket.io"
import type { Guard } from "./guard.ts"

export function openSockets(app: FastifyInstance, guard: Guard, bytesMax: number): Server {
  const io = new Server({
    path: "/socket.io",
    serveClient: false,
    transports: ["websocket"],
    maxHttpBufferSize: bytesMax,
    allowRequest: (request, decide) => {
      try {
        guard.checkHost(request.headers)
        guard.checkOrigin(request.headers, true)
        decide(null, true)
      } catch {
        decide("foreign", false)
      }
    },
  })
  io.attach(app.server)
  return io
}
