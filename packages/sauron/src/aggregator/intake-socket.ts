/** The way in over socket.io, for Eyes: batches as UTF-8 JSON in one buffer, each confirmed once it is kept. */
import type { Server, Socket } from "socket.io"
import type { Acknowledgement } from "../eye/link.ts"
import { MESSAGE_BYTES_MAX } from "../eye/report.ts"
import { type Guard, Rate } from "./guard.ts"
import type { Intake } from "./intake.ts"
import { readEvents } from "./read-events.ts"
import { Refusal } from "./refusal.ts"

/** Eyes connected at once: a thousand nodes, and their successors while the old lines die. */
const EYES_MAX = 2_500

export function intakeSocket(io: Server, intake: Intake, guard: Guard, batchesPerSecond: number): void {
  const eyes = io.of("/eye")
  const rate = new Rate(batchesPerSecond)
  eyes.use((_socket, next) => next(eyes.sockets.size >= EYES_MAX ? new Error(`more than ${EYES_MAX} Eyes`) : undefined))
  eyes.on("connection", (socket) => {
    const trusted = guard.holdsToken(socket.handshake.auth.token)
    serve(socket, "reports", rate, (body) => intake.takeReports(body))
    serve(socket, "events", rate, (body) => {
      if (!trusted) throw new Refusal({ status: 401, error: "no-token", detail: "Events need the run's token: openEye({ token })." })
      const events = readEvents(body)
      intake.takeEvents(events)
      return events.length
    })
  })
}

function serve(socket: Socket, topic: string, rate: Rate, take: (body: unknown) => number): void {
  socket.on(topic, (payload: unknown, done: unknown) => {
    const answer = attempt(payload, () => {
      if (!rate.allows(socket.id)) throw new Refusal({ status: 429, error: "too-many", detail: "Too many batches this second." })
      return take(parse(payload))
    })
    if (typeof done === "function") done(answer)
  })
}

function attempt(payload: unknown, take: () => number): Acknowledgement {
  try {
    return { taken: take() }
  } catch (error) {
    if (error instanceof Refusal) return { taken: 0, refused: error.message }
    if (error instanceof SyntaxError) return { taken: 0, refused: `not JSON: ${error.message}` }
    throw new Error(`a batch of ${payload instanceof Uint8Array ? payload.length : 0} bytes broke the intake`, { cause: error })
  }
}

function parse(payload: unknown): unknown {
  if (!(payload instanceof Uint8Array) || payload.length > MESSAGE_BYTES_MAX)
    throw new Refusal({
      status: 400,
      error: "malformed",
      detail: `A batch is UTF-8 JSON in one buffer of at most ${MESSAGE_BYTES_MAX} bytes.`,
    })
  return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"))
}
