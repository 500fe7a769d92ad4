/** Sauron: one port for Eyes, reporters, newcomers, scripts and the view. */
import { randomBytes } from "node:crypto"
import type { Note } from "@watercooler/kernel"
import { apiRoutes } from "../api/routes.ts"
import { MESSAGE_BYTES_MAX } from "../eye/report.ts"
import { toldRoutes } from "../told/routes.ts"
import { openWhole } from "../view/whole.ts"
import { Archive } from "./archive.ts"
import { nodeCrypto } from "./crypto.ts"
import { deskRoutes } from "./desk-routes.ts"
import { Guard, Rate } from "./guard.ts"
import { Intake } from "./intake.ts"
import { intakeRoutes } from "./intake-routes.ts"
import { intakeSocket } from "./intake-socket.ts"
import { openJournal } from "./journal.ts"
import { Live } from "./live.ts"
import { type Sauron, type SauronOptions, sauronDefaults } from "./options.ts"
import { createServer } from "./server.ts"
import { openSockets } from "./sockets.ts"
import { hostTracker } from "./tracker-driver.ts"
import { trackerRoutes } from "./tracker-routes.ts"
import { watching } from "./until.ts"
import { webRoutes } from "./web-routes.ts"

export async function openSauron(options: SauronOptions = {}): Promise<Sauron> {
  const settings = { ...sauronDefaults, ...options }
  const now = clockOf(settings.runStartedNs)
  const archive = settings.dir === undefined ? undefined : new Archive(settings.dir, settings.fileBytesMax)
  const journal = openJournal(settings.journalFile, now)
  const intake = new Intake(settings, archive, now)
  if (settings.run !== undefined) intake.expect(settings.run)
  const watch = watching()
  // What the tracker notes goes into Sauron's journal, not into the picture: Sauron is no node of the network it watches.
  const note = (fact: Note) => {
    journal.note(fact)
    watch.changed()
  }

  const guard = new Guard(settings.token)
  const app = createServer(guard)
  const io = openSockets(app, guard, MESSAGE_BYTES_MAX)
  const hello = () => ({ mode: "live" as const, again: settings.again, desk: settings.desk !== undefined, remarks: [] })
  const live = new Live(io, intake, { everyMs: settings.pushEveryMs, hello, now: Date.now, whole: openWhole(settings.nodesDir) })
  intakeSocket(io, intake, guard, settings.batchesPerSecond)
  intakeRoutes(app, intake, guard, new Rate(settings.postsPerSecond))
  const closeBook =
    settings.tellers === undefined || settings.token === undefined
      ? undefined
      : toldRoutes(app, intake, { ...settings.tellers, token: settings.token }, now)
  apiRoutes(app, intake)
  if (settings.desk !== undefined) deskRoutes(app, guard, settings.desk)
  webRoutes(app, settings.webDir)

  // The tracker's own endpoint holds its port, and a port of 0 is known only after listening: its routes are there before it is.
  let tracker: ReturnType<typeof hostTracker> | undefined
  trackerRoutes(app, {
    ask: (request) => trackerOf().ask(request),
    sighted: (endpoint) => tracker?.sighted(endpoint),
    close: () => tracker?.close(),
  })
  const trackerOf = () => {
    if (tracker === undefined) throw new Error("asked before listening")
    return tracker
  }

  await app.listen({ host: settings.host, port: settings.port })
  const address = app.server.address()
  const port = typeof address === "object" && address !== null ? address.port : settings.port
  guard.listensOn(settings.host.includes(":") ? `[${settings.host}]` : settings.host, port)
  const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port}`
  const { name: network, version } = settings.network
  tracker = hostTracker(
    {
      network,
      version,
      self: url,
      key: nodeCrypto.publicKeyOf(randomBytes(32).toString("hex")),
      name: "sauron",
      probeEveryUs: settings.probeEveryMs * 1_000,
    },
    { dial: settings.dial, crypto: nodeCrypto, note },
  )
  intake.onEndpoint = (endpoint) => tracker?.sighted(endpoint)
  intake.onChange = () => {
    live.changed()
    watch.changed()
  }

  return {
    url,
    port,
    tell: (events) => intake.takeEvents(events),
    told: (events) => intake.takeTold(events),
    picture: () => intake.picture(),
    until: watch.until,
    counts: () => ({ taken: intake.counters.requests, missed: intake.gaps.missed(), refused: intake.refused }),
    close: async () => {
      await live.close()
      tracker?.close()
      await io.close()
      await app.close()
      archive?.close()
      closeBook?.()
      journal.close()
    },
  }
}

/** Microseconds since the run began. */
function clockOf(runStartedNs: string): () => number {
  const began = runStartedNs === "" ? process.hrtime.bigint() : BigInt(runStartedNs)
  return () => Number((process.hrtime.bigint() - began) / 1_000n)
}
