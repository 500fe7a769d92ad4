/** Runs one node as this process: puts the parts together, boots the program, and takes it down again in order. */
import { randomBytes } from "node:crypto"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { type Blueprint, type Json, type NodeProgram, type NoteEvent, proofOfRefusal, type Receipt } from "@watercooler/kernel"
import { openEye } from "@watercooler/sauron/eye"
import { NodeCrypto } from "../crypto/crypto.ts"
import { Driver } from "../driver/driver.ts"
import { Wire } from "../driver/wire.ts"
import { Client } from "../http/client.ts"
import { type Dial, DialRules, dialDirectly, dialThrough, targetOf } from "../http/dial.ts"
import { Server } from "../http/server.ts"
import { InputRecorder } from "../journal/inputs.ts"
import { Journal } from "../journal/journal.ts"
import { Log } from "../log/log.ts"
import { MemoryStore } from "../store/memory.ts"
import { SqliteStore } from "../store/sqlite.ts"
import type { Store } from "../store/store.ts"
import { BentClock } from "../torment/clock.ts"
import { TormentedStore } from "../torment/store.ts"
import { Torments } from "../torment/torments.ts"
import { Crew, type CrewOptions } from "../work/crew.ts"
import type { NodeConfig, Suffering } from "./contract.ts"
import { hostMetrics } from "./metrics.ts"

/** A blueprint whose types only its own network knows. */
export type AnyBlueprint = Blueprint<unknown, unknown, unknown>
type AnyProgram = NodeProgram<unknown, unknown>

export interface RunOptions {
  readonly config: NodeConfig
  readonly blueprint: AnyBlueprint
  /** Makes the program bad, if it is to be. */
  readonly wrap?: (program: AnyProgram, settings: unknown, crypto: NodeCrypto) => AnyProgram
  /** The module that serves the program's jobs in a worker. */
  readonly workerEntry: URL
  readonly noted?: (event: NoteEvent) => void
  /** The program broke its contract; the node has stopped. */
  readonly broken: (error: unknown) => void
  /** How peers are reached. */
  readonly dial?: Dial
  /** The wall clock in microseconds. */
  readonly wallUs?: () => number
}

export interface RunningNode {
  readonly url: string
  readonly driver: Driver<unknown, unknown>
  /** Fires a timer of the program by name. */
  fireTimer(name: string): void
  /** Peers are reached through the switchboard at `host:port` from now on. Resolves when nothing that they were asked directly is under way any more. */
  switchTo(board: string): Promise<void>
  /** From now on a node of the run that asks directly is noted. */
  expectSwitchboard(): void
  suffer(id: string, what: Suffering): void
  /** What it has touched; undefined for what this life of the node does not suffer. */
  relieve(id: string): Receipt | undefined
  /** Says goodbye to the peers, then stops. A second call waits for the first. */
  leave(): Promise<void>
}

const LEAVE_MS_MAX = 1_000
const ANSWER_BYTES_MAX = 4 * 1024 * 1024
const WAITING_MAX = 2_000
const BYPASSING_MAX = 300

export async function runNode(options: RunOptions): Promise<RunningNode> {
  const { config, blueprint } = options
  const settings = blueprint.parseConfig(config.settings)
  if (!settings.ok) throw new Error(`the settings of ${config.name} are wrong: ${settings.because}`)
  mkdirSync(config.storageDir, { recursive: true })
  mkdirSync(config.logDir, { recursive: true })

  const startedNs = config.runStartedNs === "" ? process.hrtime.bigint() : BigInt(config.runStartedNs)
  const log = new Log(config.logDir, config.logLevel)
  const journal = new Journal(config.name, config.journalFile, config.journalBytesMax, startedNs)
  const recorder = config.inputsFile === "" ? undefined : new InputRecorder(config.inputsFile, config.inputsBytesMax)
  const crypto = new NodeCrypto()
  const { store: healthy, dropped, droppedBytes } = openStore(config)
  const store = new TormentedStore(healthy)
  const clock = new BentClock(options.wallUs ?? (() => Math.round((performance.timeOrigin + performance.now()) * 1_000)))
  const torments = new Torments(clock, store)
  for (const { id, what } of config.torments) torments.suffer(id, what)
  const eye = config.sauronUrl === "" ? undefined : openEye({ url: config.sauronUrl, node: config.name, runStartedNs: String(startedNs) })
  const honest = blueprint.create(settings.value, crypto)
  const program = options.wrap?.(honest, settings.value, crypto) ?? honest

  const driver = new Driver<unknown, unknown>({
    program,
    crypto,
    store,
    journal,
    recorder,
    // Every life has its own luck: the seed alone would make a node repeat itself after a restart.
    seed: `${config.seed === "" ? randomBytes(16).toString("hex") : config.seed}\n${config.name}\n${store.next}\n${process.hrtime.bigint() - startedNs}`,
    wallUs: clock.nowUs,
    noted: (event) => {
      log.debug(event.fact.note, event.fact)
      options.noted?.(event)
    },
    broken: (error) => {
      log.error("the program broke its contract", { error: error instanceof Error ? error.stack : String(error) })
      options.broken(error)
    },
  })
  const client = new Client(options.dial ?? dialDirectly, new DialRules(config.dial), {
    ...config,
    waitingMax: WAITING_MAX,
    answerBytesMax: ANSWER_BYTES_MAX,
  })
  const caller = { name: config.name, secret: config.linkSecret, crypto }
  const switchTo = async (board: string): Promise<void> => {
    const target = targetOf(`http://${board}`)
    if (target === undefined) throw new Error(`switchboard is "${board}", expected host:port`)
    await client.redial(dialThrough(target, caller), proofOfRefusal(crypto, config.linkSecret, config.name))
  }
  if (config.switchboard !== "") await switchTo(config.switchboard)
  const wire = new Wire<unknown, unknown>({
    name: config.name,
    codec: blueprint.http,
    crypto,
    client,
    journal,
    eye,
    timeoutMs: config.peerTimeoutMs,
    input: (happening, recorded?: Json) => driver.input(happening, recorded),
    metrics: () => hostMetrics(driver as Driver<never, never>, client),
  })
  const crew = new Crew({
    entry: options.workerEntry,
    program: config.program,
    ...paceOf(config, blueprint),
    done: (name, result) => driver.input({ kind: "worked", name, result }),
    failed: (name, because) => {
      log.error("a job failed", { name, because })
      options.broken(new Error(`job ${name}: ${because}`))
    },
  })
  const server = new Server(
    blueprint.http as never,
    {
      request: (exchange) => wire.heard(exchange),
      refused: (exchange, response) => wire.refused(exchange, response),
      bypassed: (from) => bypassed(from),
    },
    config,
    caller,
  )
  if (config.switchboard !== "") server.expectSwitchboard()
  const url = await server.listen(config.host, config.port)
  log.info("listening", { url, records: store.count, dropped })
  if (dropped > 0) {
    const fact = { note: "disk-damaged", disk: config.disk, dropped, bytes: droppedBytes, kept: store.count }
    const event = journal.note(fact, 0)
    journal.flush()
    options.noted?.(event)
  }
  driver.boot({
    reply: (id, answer, more) => wire.reply(id, answer, more),
    rawReply: (id, raw) => wire.rawReply(id, raw),
    ask: (id, peer, request, timeoutUs, proof) => wire.ask(id, peer, request, timeoutUs, proof),
    rawTell: (peer, raw, proof) => wire.rawTell(peer, raw, proof),
    work: (name, job, order) => crew.order(name, job, order),
    cancelWork: (name) => crew.cancel(name),
    close: (session) => server.close(session),
  })

  /** Said once of each sender, and not of more than a run can have: a header is anybody's to write. */
  const bypassing = new Set<string>()
  const bypassed = (from: string): void => {
    if (bypassing.has(from) || bypassing.size >= BYPASSING_MAX) return
    bypassing.add(from)
    const event = journal.note({ note: "bypassed", from }, driver.now())
    options.noted?.(event)
  }

  const leave = async (): Promise<void> => {
    driver.input({ kind: "leaving" })
    driver.stop()
    await untilQuiet(client)
    await crew.close()
    await server.stop()
    client.close()
    await eye?.close()
    store.close()
    recorder?.close()
    journal.close()
    log.info("left")
    log.close()
  }
  let left: Promise<void> | undefined
  return {
    url,
    driver,
    fireTimer: (name) => driver.input({ kind: "timer", name }),
    switchTo,
    expectSwitchboard: () => server.expectSwitchboard(),
    suffer: (id, what) => torments.suffer(id, what),
    relieve: (id) => torments.relieve(id),
    leave: () => {
      left ??= leave()
      return left
    },
  }
}

/** A node that may try only so often a second works as long as its tries would take. */
function paceOf({ effortPerSecond }: NodeConfig, { effortOf }: AnyBlueprint): Pick<CrewOptions, "takesMs"> {
  if (effortPerSecond === 0 || effortOf === undefined) return {}
  return { takesMs: (job, result) => (effortOf(job, result) * 1_000) / effortPerSecond }
}

function openStore(config: NodeConfig): { readonly store: Store; readonly dropped: number; readonly droppedBytes: number } {
  if (config.store === "memory") return { store: new MemoryStore(), dropped: 0, droppedBytes: 0 }
  const file = join(config.storageDir, "records.sqlite")
  if (config.disk !== "kept") {
    const damaged = new SqliteStore(file, config)
    if (config.disk === "torn") damaged.tear()
    else damaged.rot(Math.floor(damaged.count / 3))
    damaged.close()
  }
  const store = new SqliteStore(file, config)
  return { store, dropped: store.dropped, droppedBytes: store.droppedBytes }
}

/** Goodbyes are on their way: wait for them, but not for ever. */
async function untilQuiet(client: Client): Promise<void> {
  const deadline = performance.now() + LEAVE_MS_MAX
  while (client.underWay + client.waiting > 0 && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve))
}
