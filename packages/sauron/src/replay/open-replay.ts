/** Shows a recorded run: the same page, with the journal in place of an office. Reads on while the page is open. */

import { Guard } from "../aggregator/guard.ts"
import { createServer } from "../aggregator/server.ts"
import { openSockets } from "../aggregator/sockets.ts"
import { webRoutes } from "../aggregator/web-routes.ts"
import { MESSAGE_BYTES_MAX } from "../eye/report.ts"
import { Player, Recording } from "../recording/index.ts"
import type { Hello } from "../recording/protocol.ts"
import { answering, VIEWERS_MAX } from "../view/questions.ts"
import { openWhole } from "../view/whole.ts"
import { openBodies } from "./bodies.ts"
import { JournalFile, type Unstamped } from "./journal-file.ts"
import { readVitals } from "./vitals-file.ts"

export interface ReplayOptions {
  /** The run's `journal.ndjson`. */
  readonly journal: string
  /** Checks and verdict, for a journal that lacks them. */
  readonly closing?: readonly Unstamped[]
  /** Reports that Sauron has kept: `requests.ndjson` and its predecessor, for bodies. Files that are not there are passed over. */
  readonly reports?: readonly string[]
  /** Folders of the nodes, each with its `inputs.ndjson`: for bodies of which a report holds only the beginning. */
  readonly nodesDir?: string
  /** What the nodes' processes told of themselves; may not be there. */
  readonly vitals?: string
  /** Where the built page lies. */
  readonly webDir: string
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  readonly again?: readonly string[]
}

export interface Replay {
  readonly url: string
  readonly recording: Recording
  /** Resolves when the journal has been read to its end, with the number of lines that were no events. */
  readonly whole: Promise<{ readonly events: number; readonly broken: number }>
  close(): Promise<void>
}

/** While a long journal is read, pages hear of it so often. */
const TOLD_EVERY_MS = 200

export async function openReplay(options: ReplayOptions): Promise<Replay> {
  const { host = "127.0.0.1", port: wanted = 0, again = [] } = options
  const file = new JournalFile(options.journal, options.closing)
  const recording = new Recording((chunk) => file.read(chunk), readVitals(options.vitals))
  const bodies = openBodies(options.reports ?? [])
  const whole = openWhole(options.nodesDir)
  const first = file.next()
  if (first !== undefined) recording.add(first)

  const guard = new Guard(undefined)
  const app = createServer(guard)
  const io = openSockets(app, guard, MESSAGE_BYTES_MAX)
  const views = io.of("/view")
  const hello: Hello = { mode: "replay", again, desk: false, remarks: [] }
  const told = new Set<() => void>()
  views.use((_socket, next) => next(views.sockets.size >= VIEWERS_MAX ? new Error(`more than ${VIEWERS_MAX} views are open`) : undefined))
  views.on("connection", (socket) => {
    const player = new Player(
      recording,
      () => file.progress,
      (row) => bodies.find(row),
    )
    answering(socket, {
      seek: ({ t }) => player.seek(t, Date.now()),
      requests: (question) => player.requests(question),
      detail: ({ n }) => {
        const detail = player.detail(n)
        return detail === undefined ? undefined : whole(detail)
      },
      messages: (question) => player.messages(question),
    })
    socket.emit("hello", hello)
    let [isBusy, isLate] = [false, false]
    const tell = () => {
      isLate = isBusy
      if (isBusy) return
      isBusy = true
      socket.emit("frame", player.seek(player.t, Date.now()), () => {
        isBusy = false
        if (isLate) tell()
      })
    }
    tell()
    told.add(tell)
    socket.on("disconnect", () => told.delete(tell))
  })
  webRoutes(app, options.webDir)
  await app.listen({ host, port: wanted })
  const address = app.server.address()
  const port = typeof address === "object" && address !== null ? address.port : wanted
  guard.listensOn(host, port)

  const closing = new AbortController()
  const read = readOn(file, recording, closing.signal, () => {
    for (const tell of told) tell()
  })
  return {
    url: `http://${host}:${port}`,
    recording,
    whole: read,
    close: async () => {
      closing.abort()
      await read
      await io.close()
      await app.close()
      file.close()
      bodies.close()
    },
  }
}

/** A chunk at a time, so that pages are answered in between. */
async function readOn(
  file: JournalFile,
  recording: Recording,
  signal: AbortSignal,
  tell: () => void,
): Promise<{ readonly events: number; readonly broken: number }> {
  let toldAt = performance.now()
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve))
    const chunk = signal.aborted ? undefined : file.next()
    if (chunk === undefined) break
    recording.add(chunk)
    if (performance.now() - toldAt < TOLD_EVERY_MS) continue
    toldAt = performance.now()
    tell()
  }
  tell()
  return { events: recording.length, broken: file.broken }
}
