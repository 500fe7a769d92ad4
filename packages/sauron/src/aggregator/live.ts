/**
 * The live view's line. Every page is sent what differs from what it has confirmed, at most so often, and the next frame only once it has taken
 * the last: a slow browser gets fewer and larger steps, and slows nobody.
 */
import type { Namespace, Server, Socket } from "socket.io"
import { diff, emptyScene, type Scene } from "../picture/index.ts"
import { Flows } from "../recording/index.ts"
import type { Frame, Hello } from "../recording/protocol.ts"
import { answering, VIEWERS_MAX } from "../view/questions.ts"
import type { FindWhole } from "../view/whole.ts"
import type { Intake } from "./intake.ts"
import { detailOf, messagesIn, rowsIn } from "./live-rows.ts"

interface Viewer {
  readonly socket: Socket
  sent: Scene
  sentT: number
  fresh: boolean
  /** Counted since the last frame. */
  flows: Flows
  isBusy: boolean
  /** Resolves when the last frame has been confirmed. */
  taken: Promise<void>
  dropped: number
  changed: boolean
}

/** How long pages have for what is said last. */
const LAST_WORDS_MS = 700
const UNSEEN_EVERY_MS = 250

export interface LiveOptions {
  readonly everyMs: number
  readonly hello: () => Hello
  readonly now: () => number
  /** Bodies of which only the beginning was told. */
  readonly whole: FindWhole
}

export class Live {
  readonly #intake: Intake
  readonly #options: LiveOptions
  readonly #viewers = new Map<string, Viewer>()
  readonly #namespace: Namespace
  readonly #timer: NodeJS.Timeout
  #dirty = false
  #drawnMs = 0

  constructor(io: Server, intake: Intake, options: LiveOptions) {
    this.#intake = intake
    this.#options = options
    this.#namespace = io.of("/view")
    this.#namespace.use((_socket, next) =>
      next(this.#viewers.size >= VIEWERS_MAX ? new Error(`more than ${VIEWERS_MAX} views are open`) : undefined),
    )
    this.#namespace.on("connection", (socket) => this.#arrived(socket))
    this.#timer = setInterval(() => this.#push(), options.everyMs).unref()
  }

  changed(): void {
    this.#dirty = true
  }

  /** Pages hear of what came last, the verdict above all, before the line goes down; whoever is slow is not waited for. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    const patience = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref())
    const told = [...this.#viewers.values()].map(async (viewer) => {
      await viewer.taken
      this.#send(viewer)
      await viewer.taken
    })
    if (told.length > 0) await Promise.race([Promise.all(told), patience])
  }

  #arrived(socket: Socket): void {
    const viewer: Viewer = {
      socket,
      sent: emptyScene,
      sentT: 0,
      fresh: true,
      flows: new Flows(),
      isBusy: false,
      taken: Promise.resolve(),
      dropped: 0,
      changed: true,
    }
    this.#viewers.set(socket.id, viewer)
    socket.on("disconnect", () => this.#viewers.delete(socket.id))
    const { store } = this.#intake
    answering(socket, {
      requests: (question) => rowsIn(store, question),
      detail: ({ n }) => {
        const detail = detailOf(store, n)
        return detail === undefined ? undefined : this.#options.whole(detail)
      },
      messages: (question) => messagesIn(this.#intake, question),
    })
    socket.emit("hello", this.#options.hello())
    this.#send(viewer)
  }

  #push(): void {
    if (this.#viewers.size === 0) {
      // Nobody looks; whoever looks later is told when things happened, so they are drawn all the same, a little less often.
      if (!this.#dirty || performance.now() - this.#drawnMs < UNSEEN_EVERY_MS) return
      this.#drawnMs = performance.now()
      this.#dirty = false
      this.#intake.takeFlows()
      this.#intake.scene()
      return
    }
    if (this.#dirty) {
      this.#dirty = false
      const flows = this.#intake.takeFlows()
      // Drawn now, also where every page is busy: what is counted later would be counted as of later.
      this.#intake.scene()
      for (const viewer of this.#viewers.values()) {
        viewer.flows.merge(flows)
        viewer.changed = true
      }
    }
    for (const viewer of this.#viewers.values()) {
      if (!viewer.changed) continue
      if (viewer.isBusy || !viewer.socket.conn.transport.writable) viewer.dropped++
      else this.#send(viewer)
    }
  }

  #send(viewer: Viewer): void {
    const scene = this.#intake.scene()
    const { counters, gaps } = this.#intake
    const picture = diff(viewer.sent.picture, scene.picture)
    const history = diff(viewer.sent.history, scene.history)
    const { t } = scene.picture
    const traffic = viewer.flows.take(Math.max(0, t - viewer.sentT))
    const frame: Frame = {
      t,
      end: t,
      read: 1,
      fresh: viewer.fresh,
      ...(picture === undefined ? {} : { picture }),
      ...(history === undefined ? {} : { history }),
      ...(traffic === undefined ? {} : { traffic }),
      line: {
        taken: counters.requests,
        missed: gaps.missed(),
        routes: counters.routes().slice(0, 100),
        dropped: viewer.dropped,
        sentAtMs: this.#options.now(),
      },
    }
    viewer.sent = scene
    viewer.sentT = t
    viewer.fresh = false
    viewer.changed = false
    viewer.isBusy = true
    viewer.taken = new Promise((resolve) => {
      viewer.socket.emit("frame", frame, () => {
        viewer.isBusy = false
        resolve()
      })
    })
  }
}
