/** The journals of a run, merged into one: sorted by the run's time, the header first, lost lines counted. */
import { closeSync, existsSync, openSync, readSync, writeSync } from "node:fs"
import { StringDecoder } from "node:string_decoder"
import type { JournalEvent } from "@watercooler/kernel"

const chunkBytes = 256 * 1024
const writeChars = 256 * 1024

/** The events of one file, read as they are asked for; may be iterated again. Lines cut short by a kill are passed over. */
export function readJournal(file: string): Iterable<JournalEvent> {
  return {
    *[Symbol.iterator]() {
      for (const line of linesOf(file)) {
        const event = eventOf(line)
        if (event !== undefined) yield event
      }
    },
  }
}

export interface Merged {
  readonly events: number
  /** Numbers that a writer left out: lines that were lost. */
  readonly lost: number
}

export function mergeJournals(files: readonly string[], into: string): Merged {
  const sources = files
    .filter((file) => existsSync(file))
    .map((file) => readJournal(file)[Symbol.iterator]())
    .map((rest) => ({ rest, head: rest.next() }))
  const output = openSync(into, "w", 0o600)
  const lastSeq = new Map<string, number>()
  let buffered = ""
  let events = 0
  let lost = 0
  try {
    for (;;) {
      const next = sources.reduce<(typeof sources)[number] | undefined>((a, b) => {
        if (b.head.done) return a
        return a === undefined || a.head.done || comesBefore(b.head.value, a.head.value) ? b : a
      }, undefined)
      if (next === undefined || next.head.done) break
      const event = next.head.value
      lost += gap(lastSeq.get(event.node) ?? 0, event.seq)
      lastSeq.set(event.node, event.seq)
      buffered += `${JSON.stringify(event)}\n`
      events++
      if (buffered.length > writeChars) {
        writeSync(output, buffered)
        buffered = ""
      }
      next.head = next.rest.next()
    }
    writeSync(output, buffered)
  } finally {
    closeSync(output)
  }
  return { events, lost }
}

/** Two lines of the same moment: by writer, so that a merge gives the same file on every machine. */
function comesBefore(a: JournalEvent, b: JournalEvent): boolean {
  return a.t !== b.t ? a.t < b.t : a.node !== b.node && (a.type === "header" || (b.type !== "header" && a.node < b.node))
}

/** A writer that begins again from 1 has lost its own count with its disk, not a line. */
function gap(last: number, seq: number): number {
  return seq > last + 1 ? seq - last - 1 : 0
}

function eventOf(line: string): JournalEvent | undefined {
  if (!line.startsWith("{") || !line.endsWith("}")) return undefined
  try {
    const event = JSON.parse(line) as JournalEvent
    return typeof event.t === "number" && typeof event.node === "string" && typeof event.type === "string" ? event : undefined
  } catch {
    return undefined // A line that a kill cut short, and that another was written behind.
  }
}

function* linesOf(file: string): Generator<string> {
  const descriptor = openSync(file, "r")
  const decoder = new StringDecoder("utf8")
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let rest = ""
  try {
    for (let bytes = readSync(descriptor, chunk); bytes > 0; bytes = readSync(descriptor, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split("\n")
      rest = lines.pop() ?? ""
      yield* lines
    }
    if (rest !== "") yield rest
  } finally {
    closeSync(descriptor)
  }
}
