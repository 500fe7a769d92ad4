/** The run in the vocabulary of every journal, so that whatever reads journals, Sauron among them, can show it. */

import { closeSync, openSync, writeSync } from "node:fs"
import { basename } from "node:path"
import type { HistoryAnswer } from "@watercooler/judge/histories"
import { JOURNAL_VERSION, type JournalEvent } from "@watercooler/kernel"
import { type Fault, nameOf } from "./nemesis.ts"
import type { Sighting } from "./network.ts"
import type { MaelstromOptions } from "./schedule.ts"

const SERVICES = ["lin-kv", "seq-kv", "lww-kv", "lin-tso"]

/** Lines of messages; what goes beyond is counted in the figures, and not written. */
const messagesMax = 200_000
/** Lines that are written at once. */
const batch = 512

type Unstamped = JournalEvent extends infer Event ? (Event extends JournalEvent ? Omit<Event, "t" | "node" | "seq"> : never) : never

const WHAT = { started: "hired", ready: "ready", killed: "fired", paused: "paused", resumed: "resumed", ended: "ended" } as const

/** Messages go by name; a picture wants an address. */
const endpointOf = (name: string): string => `maelstrom://${name}`

export class MaelstromJournal {
  readonly #file: number
  readonly #began: number
  #pending: string[] = []
  /** Writer → its last number. A message is written by whoever it reached. */
  readonly #seq = new Map<string, number>()
  readonly #parties: ReadonlySet<string>
  readonly #listen: ((event: JournalEvent) => void) | undefined
  readonly #nodes: ReadonlySet<string>
  /** Pairs of which one has sent the other something. */
  readonly #met = new Set<string>()
  #messages = 0

  constructor(
    file: string,
    nodes: readonly string[],
    { seed, workload, program }: MaelstromOptions,
    began: number,
    listen?: (event: JournalEvent) => void,
  ) {
    this.#listen = listen
    this.#file = openSync(file, "w", 0o600)
    this.#began = began
    const party = (name: string, kind: string) => ({ name, kind, honest: true, misdeeds: [], endpoint: endpointOf(name), key: "" })
    // Services that nobody asks anything are not worth a place in the picture.
    const parties = nodes.map((name) => party(name, basename(program.args[0] ?? program.file)))
    this.#nodes = new Set(nodes)
    this.#parties = new Set([...nodes, ...SERVICES])
    this.#write({ type: "header", version: JOURNAL_VERSION, world: "real", run: `maelstrom-${workload}`, seed, parties, rules: {} })
  }

  process(subject: string, what: keyof typeof WHAT, pid: number): void {
    // Whoever begins anew knows nobody.
    if (what === "started") for (const pair of this.#met) if (pair.startsWith(`${subject} `)) this.#met.delete(pair)
    this.#write({ type: "process", what: WHAT[what], subject, pid })
  }

  phase(phase: "storm" | "calm"): void {
    this.#write({ type: "phase", phase })
  }

  /** Of one that has ended: `messages` that a cut has stopped; of one that was left out: why. */
  fault(
    what: "began" | "ended" | "refused",
    planned: Fault,
    { messages = 0, because }: { messages?: number; because?: string } = {},
  ): void {
    const { kind, atMs, nodes, grudges, who } = planned
    const sides = grudges === undefined || nodes === undefined ? undefined : { from: nodes, to: grudges[nodes[0] as string] ?? [] }
    const fault = {
      kind,
      ...(who === undefined ? {} : { who: who.role }),
      ...(sides === undefined ? {} : { from: [...sides.from], to: [...sides.to], both: true }),
      ...(nodes === undefined || sides !== undefined ? {} : { nodes: [...nodes] }),
      ...(grudges === undefined || sides !== undefined ? {} : { cut: Object.keys(grudges) }),
    }
    this.#write({
      type: "fault",
      what,
      id: `${nameOf(planned)}-${Math.round(atMs)}`,
      fault,
      by: "nemesis",
      ...(what === "ended"
        ? { receipt: { processes: sides === undefined ? (nodes ?? []).length : 0, connections: 0, messages, bytes: 0 } }
        : {}),
      ...(because === undefined ? {} : { because }),
    })
  }

  message({ message: { src, dest, body }, sentAtMs, atMs, fate }: Sighting): void {
    // What reaches a client is what was written down in the history.
    if (!this.#parties.has(dest) || ++this.#messages > messagesMax) return
    const message = {
      method: "MESSAGE",
      route: body.type,
      durationUs: Math.round((atMs - sentAtMs) * 1_000),
      trace: `${src}>${dest}#${this.#messages}`,
    }
    // Of what never arrived only who sent it knows.
    if (fate !== "delivered") return this.#write({ type: "answer", ...message, to: endpointOf(dest), status: 0, because: fate }, src)
    this.#meet(src, dest)
    const bytesIn = JSON.stringify(body).length
    this.#write({ type: "request", ...message, status: 200, link: src, bytesIn, bytesOut: 0, from: src }, dest)
  }

  /** Who has sent somebody something knows it: the wires of the picture. */
  #meet(src: string, dest: string): void {
    const pair = `${src} ${dest}`
    if (!this.#nodes.has(src) || !this.#nodes.has(dest) || this.#met.has(pair)) return
    this.#met.add(pair)
    this.#write({ type: "note", fact: { note: "peer-added", endpoint: endpointOf(dest), from: "message" } }, src)
  }

  /** The last line; the file is closed behind it. */
  verdict(answer: HistoryAnswer, detail: string): void {
    this.#write({ type: "verdict", verdict: answer === "undecided" ? "inconclusive" : answer, detail })
    this.#flush()
    closeSync(this.#file)
  }

  #write(event: Unstamped, node = "watercooler"): void {
    const seq = (this.#seq.get(node) ?? 0) + 1
    this.#seq.set(node, seq)
    const stamp = { t: Math.round((performance.now() - this.#began) * 1_000), node, seq }
    const stamped = { ...stamp, ...event } as JournalEvent
    this.#listen?.(stamped)
    this.#pending.push(`${JSON.stringify(stamped)}\n`)
    if (this.#pending.length >= batch || event.type !== "request") this.#flush()
  }

  #flush(): void {
    if (this.#pending.length > 0) writeSync(this.#file, this.#pending.join(""))
    this.#pending = []
  }
}
