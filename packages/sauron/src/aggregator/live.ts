/** The live view's line: at most ten pushes a second to each browser, dropped where a browser is slow, so that none slows Sauron. */
import type { Namespace, Server, Socket } from "socket.io"
import { filterFrom } from "../api/query.ts"
import { bansOf, branchesOf } from "../picture/index.ts"
import type { LivePicture, LiveRequests } from "../view/protocol.ts"
import type { Intake } from "./intake.ts"
import type { KeptReport } from "./options.ts"
import type { ReportFilter } from "./store.ts"

const VIEWERS_MAX = 50
/** Rows in one push, and how far one push looks for them. */
const ROWS_MAX = 60
const SCAN_MAX = 20_000
/** How far back a new filter looks. */
const HISTORY_MAX = 50_000
const EXCERPT_SHOWN = 600

interface Viewer {
  readonly socket: Socket
  filter: ReportFilter
  /** Number of the last report looked at. */
  upTo: number
}

export class Live {
  readonly #intake: Intake
  readonly #viewers = new Map<string, Viewer>()
  readonly #namespace: Namespace
  readonly #timer: NodeJS.Timeout
  readonly #missed: () => number
  #dirty = false

  constructor(io: Server, intake: Intake, everyMs: number) {
    this.#intake = intake
    this.#missed = () => intake.gaps.missed()
    this.#namespace = io.of("/view")
    this.#namespace.use((_socket, next) =>
      next(this.#viewers.size >= VIEWERS_MAX ? new Error(`more than ${VIEWERS_MAX} views are open`) : undefined),
    )
    this.#namespace.on("connection", (socket) => this.#arrived(socket))
    this.#timer = setInterval(() => this.#push(), everyMs).unref()
  }

  changed(): void {
    this.#dirty = true
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #arrived(socket: Socket): void {
    const viewer: Viewer = { socket, filter: {}, upTo: 0 }
    this.#viewers.set(socket.id, viewer)
    socket.on("disconnect", () => this.#viewers.delete(socket.id))
    socket.on("filter", (filter: unknown) => {
      try {
        viewer.filter = filterFrom(typeof filter === "object" && filter !== null ? (filter as Record<string, unknown>) : {})
      } catch {
        viewer.filter = {} // A filter no page of ours sends. It sees everything, which is what an empty form shows.
      }
      this.#restart(viewer)
    })
    socket.emit("picture", this.#picture())
    this.#restart(viewer)
  }

  /** From the newest matches on. Not volatile: the page waits for it. */
  #restart(viewer: Viewer): void {
    const { store } = this.#intake
    const rows = store.newest(viewer.filter, ROWS_MAX, HISTORY_MAX)
    viewer.upTo = store.next - 1
    const fresh: LiveRequests = { fresh: true, rows: rows.map(shown), skipped: 0 }
    viewer.socket.emit("requests", fresh)
  }

  #push(): void {
    if (this.#viewers.size === 0 || !this.#dirty) return
    this.#dirty = false
    const picture = this.#picture()
    for (const viewer of this.#viewers.values()) {
      // A browser that has not yet taken the last push gets the next one that it can take; the picture is whole each time.
      if (!viewer.socket.conn.transport.writable) {
        this.#dirty = true
        continue
      }
      viewer.socket.volatile.emit("picture", picture)
      this.#pushRequests(viewer)
    }
  }

  #pushRequests(viewer: Viewer): void {
    const { store } = this.#intake
    const after = Math.max(viewer.upTo, store.next - 1 - SCAN_MAX)
    const { found } = store.forward(viewer.filter, after, SCAN_MAX, SCAN_MAX)
    const skipped = after - viewer.upTo + Math.max(0, found.length - ROWS_MAX)
    viewer.upTo = store.next - 1
    if (found.length === 0 && skipped === 0) return
    const requests: LiveRequests = { fresh: false, rows: found.slice(-ROWS_MAX).map(shown), skipped }
    viewer.socket.emit("requests", requests)
  }

  #picture(): LivePicture {
    const { blocks: _blocks, ...picture } = this.#intake.picture()
    return {
      picture,
      branches: branchesOf(this.#intake.picture()),
      bans: bansOf(this.#intake.picture()),
      routes: this.#intake.counters.routes().slice(0, 100),
      missed: this.#missed(),
      taken: this.#intake.counters.requests,
    }
  }
}

function shown(report: KeptReport): KeptReport {
  const { request, response } = report
  if ((request.body?.length ?? 0) <= EXCERPT_SHOWN && (response.content?.length ?? 0) <= EXCERPT_SHOWN) return report
  const cut = (text: string | undefined) => (text === undefined || text.length <= EXCERPT_SHOWN ? text : `${text.slice(0, EXCERPT_SHOWN)}…`)
  const body = cut(request.body)
  const content = cut(response.content)
  return {
    ...report,
    request: { ...request, ...(body === undefined ? {} : { body }) },
    response: { ...response, ...(content === undefined ? {} : { content }) },
  }
}
