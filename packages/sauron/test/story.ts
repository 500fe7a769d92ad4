/** What the tests tell Sauron: small makers of reports and of a run's events. */
import type { FaultEvent, HeaderEvent, JournalEvent, Note, NoteEvent, Party, ProcessEvent } from "@watercooler/kernel"

export const TOKEN = "the-runs-token"

export function reportOf(node: string, uri: string, status = 200, more: { method?: string; port?: number; content?: string } = {}) {
  const { method = "GET", port = 8001, content } = more
  return {
    node,
    t: 1_500_000,
    request: { method, uri, host: "127.0.0.1", port, bytes: 0 },
    response: { status, bytes: content?.length ?? 0, ...(content === undefined ? {} : { content }) },
    durationUs: 840,
    trace: "4bf92f3577b34da6a3ce929d0e0e4736",
  }
}

/** A run's events, stamped as one writer would. */
export class Storyteller {
  #seq = 0
  t = 0

  #stamp(node: string) {
    this.t += 1_000
    return { t: this.t, node, seq: ++this.#seq }
  }

  header(parties: readonly Party[]): HeaderEvent {
    return {
      ...this.#stamp("watercooler"),
      type: "header",
      version: 1,
      world: "real",
      run: "2026-11-20-quiet-owl",
      seed: "0x2f9a41c7",
      parties,
      rules: {},
    }
  }

  note(node: string, fact: Note): NoteEvent {
    return { ...this.#stamp(node), type: "note", fact }
  }

  head(node: string, height: number, head: string, reorgDepth = 0): NoteEvent {
    return this.note(node, { note: "head-moved", height, head, previous: "", reorgDepth })
  }

  block(node: string, height: number, hash: string, previous: string): NoteEvent {
    return this.note(node, { note: "block-stored", hash, height, previous, from: "own" })
  }

  process(subject: string, what: ProcessEvent["what"], more: Partial<ProcessEvent> = {}): ProcessEvent {
    return { ...this.#stamp("watercooler"), type: "process", what, subject, ...more }
  }

  fault(id: string, what: FaultEvent["what"], kind: string, node: string, more: Partial<FaultEvent> = {}): FaultEvent {
    return { ...this.#stamp("boss"), type: "fault", what, id, fault: { kind, node }, by: "boss", ...more }
  }

  phase(phase: "storm" | "calm" | "closed"): JournalEvent {
    return { ...this.#stamp("watercooler"), type: "phase", phase }
  }
}

export const hashOf = (letter: string, number: number): string => `${letter}${number.toString(16)}`.padEnd(64, letter)

export function partyOf(name: string, at: number, misdeeds: readonly string[] = []): Party {
  const honest = misdeeds.length === 0
  return { name, kind: honest ? "bigload" : "shit", honest, misdeeds, endpoint: `http://127.0.0.1:${8000 + at}`, key: hashOf("k", at) }
}

/** Five honest nodes and two bad actors, in the middle of a storm: a fork, a ban, a node down, one paused. */
export function stormyOffice(): JournalEvent[] {
  const story = new Storyteller()
  const honest = [1, 2, 3, 4, 5].map((at) => partyOf(`bigload-${at}`, at))
  const shits = [partyOf("shit-1", 6, ["overspend"]), partyOf("shit-2", 7, ["equivocate"])]
  const all = [...honest, ...shits]
  const events: JournalEvent[] = [story.header(all), story.phase("storm")]
  for (const [at, party] of all.entries()) {
    events.push(story.process(party.name, "hired", { pid: 4_000 + at }), story.process(party.name, "ready"))
    for (const offset of [1, 2, 3]) {
      const peer = all[(at + offset) % all.length]
      if (peer !== undefined)
        events.push(story.note(party.name, { note: "peer-added", endpoint: peer.endpoint, peer: peer.key, from: "tracker" }))
    }
  }
  let previous = hashOf("0", 0)
  for (let height = 1; height <= 41; height++) {
    events.push(story.note("bigload-1", { note: "block-mined", hash: hashOf("a", height), height }))
    events.push(story.block("bigload-1", height, hashOf("a", height), previous))
    events.push(story.note("bigload-1", { note: "transfer-accepted", transaction: hashOf("d", height), from: "x", to: "y", amount: 3 }))
    previous = hashOf("a", height)
  }
  events.push(story.block("bigload-4", 41, hashOf("c", 41), hashOf("a", 40)))
  for (const name of ["bigload-1", "bigload-2", "shit-1"]) events.push(story.head(name, 41, hashOf("a", 41)))
  events.push(story.head("bigload-3", 40, hashOf("a", 40)), story.head("bigload-5", 38, hashOf("a", 38)))
  for (const name of ["bigload-4", "shit-2"]) events.push(story.head(name, 41, hashOf("c", 41), 1))
  story.t = 18_400_000
  const hit = { receipt: { processes: 1, connections: 4, messages: 0, bytes: 0 } }
  const missed = { receipt: { processes: 0, connections: 0, messages: 0, bytes: 0 } }
  events.push(story.fault("f1", "began", "fire", "bigload-2", hit), story.process("bigload-2", "fired", { signal: "SIGKILL" }))
  events.push(story.fault("f1", "ended", "fire", "bigload-2", hit), story.process("bigload-2", "hired", { pid: 4_100, disk: "kept" }))
  events.push(
    story.process("bigload-2", "ready"),
    story.fault("f2", "began", "fire", "bigload-5", hit),
    story.process("bigload-5", "fired"),
  )
  events.push(story.fault("f3", "began", "pause", "bigload-3", { receipt: { processes: 1, connections: 0, messages: 0, bytes: 0 } }))
  events.push(story.process("bigload-3", "paused"))
  events.push(story.fault("f4", "ended", "cut", "bigload-1", missed))
  events.push(story.fault("f5", "refused", "fire", "bigload-4", { because: "never fewer than 3 nodes" }))
  for (const misdeed of ["overspend", "overspend", "equivocate"]) events.push(story.note("shit-1", { note: "misdeed", misdeed }))
  for (const name of ["bigload-1", "bigload-2", "bigload-4"]) {
    events.push(story.note(name, { note: "rejected", what: "block", code: "overspent", peer: hashOf("k", 6) }))
    events.push(story.note(name, { note: "banned", peer: hashOf("k", 6), forUs: 60_000_000 }))
  }
  events.push(story.note("bigload-1", { note: "rejected", what: "transaction", code: "forged-signature" }))
  return events
}
