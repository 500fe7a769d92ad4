/**
 * The wires between the nodes of an office. As long as nobody wants to touch them, nodes reach each other directly. With the first fault of a link, or from
 * the start where a scenario says what links are like, they go through a switchboard, which is a process like the others and ends with the run.
 */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { crapcoinHttp } from "@watercooler/bigload"
import type { LinkFault, LinkTable, MessageTrigger } from "@watercooler/boss/faults"
import type { Counts, Destination, FromSwitchboard, Front, NodeProxy, Registered, ToSwitchboard } from "@watercooler/boss/switchboard"
import type { Party, Receipt } from "@watercooler/kernel"
import type { SwitchboardProcessConfig } from "../processes/switchboard-config.ts"
import { type RunFolder, writeSecret } from "./folder.ts"
import { type Helper, hireHelper } from "./helper.ts"
import { processEntry } from "./package-root.ts"
import type { Warden } from "./warden.ts"

/** The office's own part in the links, beside its nodes. */
export const CLIENTS = "clients"
export const TRACKER = "tracker"

export interface WiringParts {
  readonly folder: RunFolder
  readonly warden: Warden
  readonly seed: string
  readonly runStartedNs: bigint
  readonly sauronUrl: string | undefined
  readonly parties: () => readonly Party[]
  /** Tells whoever works here to go through the switchboard; resolves when all that can hear it do. */
  readonly rewire: (board: string) => Promise<void>
  /** Programs that know no preambles: the ports behind which they listen, and who it is that dialled one from a port of this machine. */
  readonly programs?: {
    readonly fronts: readonly Front[]
    readonly proxies: readonly NodeProxy[]
    readonly destinations: readonly Destination[]
    /** Where their requests are written down. */
    readonly sightings: string
    readonly whoDialled: (from: number, to: number) => string | undefined
    /** Whose socket it is that has sent datagrams from a port of this machine. */
    readonly whoSends: (from: number) => string | undefined
  }
}

/** How long a count may take. */
const COUNT_MS_MAX = 2_000

export class Wiring {
  readonly #parts: WiringParts
  readonly #secrets = new Map<string, string>()
  readonly #ended = new Map<string, (receipt: Receipt) => void>()
  readonly #seen = new Map<string, () => void>()
  #counted: ((counts: Counts) => void) | undefined
  #helper: Helper | undefined
  #opening: Promise<void> | undefined
  #board = ""

  constructor(parts: WiringParts) {
    this.#parts = parts
  }

  /** `host:port`; empty while nodes reach each other directly. */
  get board(): string {
    return this.#board
  }

  get helper(): Helper | undefined {
    return this.#helper
  }

  /** Proves a node to the switchboard, and the switchboard to it. */
  secretOf(name: string): string {
    const known = this.#secrets.get(name)
    if (known !== undefined) return known
    const secret = randomBytes(24).toString("hex")
    this.#secrets.set(name, secret)
    return secret
  }

  /** Resolves when everybody goes through the switchboard. Rejects when it cannot be started. */
  open(links: LinkTable = { otherwise: {} }): Promise<void> {
    this.#opening ??= this.#open(links)
    return this.#opening
  }

  /** Somebody new, who is registered before anybody can dial them. */
  enrol(party: Party): void {
    this.#say({ do: "register", party: this.#registered(party) })
  }

  async begin(id: string, fault: LinkFault, lasts: boolean): Promise<{ readonly over: Promise<Receipt> }> {
    await this.open()
    const over = new Promise<Receipt>((resolve) => this.#ended.set(id, resolve))
    this.#say({ do: "begin", id, fault, lasts })
    return { over }
  }

  end(id: string): void {
    this.#say({ do: "end", id })
  }

  /** Calls `seen` once, when such a request has been sent often enough. From now on everybody goes through the switchboard. */
  async watch(id: string, trigger: MessageTrigger, seen: () => void): Promise<void> {
    await this.open()
    this.#seen.set(id, seen)
    this.#say({ do: "watch", id, trigger })
  }

  /** What has gone through it; undefined for an office that has none. */
  async count(): Promise<Counts | undefined> {
    if (this.#helper === undefined || this.#helper.fallen() !== undefined) return undefined
    return new Promise((resolve) => {
      const patience = setTimeout(() => resolve(undefined), COUNT_MS_MAX)
      this.#counted = (counts) => {
        clearTimeout(patience)
        resolve(counts)
      }
      this.#say({ do: "count" })
    })
  }

  async #open(links: LinkTable): Promise<void> {
    const { folder, parties, programs, rewire, runStartedNs, sauronUrl, seed, warden } = this.#parts
    const file = join(folder.processes, "switchboard.json")
    const config: SwitchboardProcessConfig = {
      host: "127.0.0.1",
      port: 0,
      seed,
      links,
      routes: programs === undefined ? crapcoinHttp.routes : [],
      parties:
        programs === undefined
          ? [
              ...parties().map((party) => this.#registered(party)),
              { name: CLIENTS, host: "127.0.0.1", port: 0, secret: this.secretOf(CLIENTS), hears: false },
              ...(sauronUrl === undefined ? [] : [{ name: TRACKER, host: "127.0.0.1", port: portOf(sauronUrl), hears: false }]),
            ]
          : [],
      fronts: programs?.fronts ?? [],
      proxies: programs?.proxies ?? [],
      destinations: programs?.destinations ?? [],
      ...(programs === undefined ? {} : { sightings: { file: programs.sightings, ...(sauronUrl === undefined ? {} : { sauronUrl }) } }),
      runStartedNs: runStartedNs.toString(),
    }
    writeSecret(file, JSON.stringify(config))
    const order = { entry: processEntry("switchboard"), args: ["--config", file], outputFile: join(folder.processes, "switchboard.log") }
    this.#helper = hireHelper("switchboard", order, warden, (message) => this.#heard(message as FromSwitchboard))
    await this.#helper.ready
    await rewire(this.#board)
  }

  #registered({ endpoint, name }: Party): Registered {
    return { name, host: "127.0.0.1", port: portOf(endpoint), secret: this.secretOf(name), hears: true }
  }

  #heard(message: FromSwitchboard): void {
    if (message.say === "ready") this.#board = `${message.host}:${message.port}`
    else if (message.say === "who") this.#say({ do: "told", question: message.question, name: this.#whoIs(message) ?? null })
    else if (message.say === "seen") this.#seen.get(message.id)?.()
    else if (message.say === "counted") this.#counted?.(message.counts)
    else if (message.say === "ended") {
      this.#ended.get(message.id)?.(message.receipt)
      this.#ended.delete(message.id)
    }
  }

  #whoIs({ from, isDatagram, to }: Extract<FromSwitchboard, { say: "who" }>): string | undefined {
    const { programs } = this.#parts
    return isDatagram ? programs?.whoSends(from) : programs?.whoDialled(from, to)
  }

  #say(order: ToSwitchboard): void {
    this.#helper?.running.say(order)
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
