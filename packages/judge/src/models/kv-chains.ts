/**
 * A key to which different things are put and appended tells its own history: what a get returns is a chain of writes, each right behind
 * the one before it. So at most one write can follow another, and all but that one need not be tried. Without this, the orders of fifteen appends at
 * once would be tried one after the other.
 */
import type { Value } from "../histories/value.ts"
import { type Block, blockOf, type Place, placesOf } from "./kv-zones.ts"
import type { Call, Model, Span } from "./model.ts"

/** The last write that a later get will show; or what a get never shows; or nothing written yet. `passed`: how many lasting blocks have begun. */
type Link = { readonly passed: number } & (
  | { readonly kind: "start" }
  | { readonly kind: "link"; readonly write: Call }
  | { readonly kind: "unread" }
)

/** Undefined if the writes are not of that kind: equal ones, empty ones, one the beginning of another, or a compare-and-set among them. */
export function chainsOf(plain: Model<Value>, calls: readonly Call[], spanOf: (call: Call) => Span): Model<Link> | undefined {
  const writes = calls.filter(({ f }) => f !== "read")
  if (!writes.every((call) => (call.f === "append" || call.f === "write") && isText(call.input) && spanOf(call).times === 1))
    return undefined
  const reads = calls.filter(({ f }) => f === "read")
  if (!reads.every(({ output }) => typeof output === "string")) return undefined
  const words = new Map(writes.map((call) => [call.input as string, call]))
  if (words.size !== writes.length || !isPrefixFree([...words.keys()])) return undefined
  return new Chains(plain, writes, reads, words, spanOf).model()
}

const isText = (value: Value): boolean => typeof value === "string" && value !== ""

function isPrefixFree(words: readonly string[]): boolean {
  const sorted = [...words].sort()
  return sorted.every((word, at) => at === 0 || !word.startsWith(sorted[at - 1] as string))
}

class Chains {
  readonly #plain: Model<Value>
  readonly #reads: readonly Call[]
  readonly #words: ReadonlyMap<string, Call>
  readonly #lengths: readonly number[]
  /** Write → what must come right behind it, or right before it; null is the start. */
  readonly #next = new Map<Call | null, Call>()
  readonly #previous = new Map<Call, Call | null>()
  /** Read → the write it must come right behind; absent if there is none, and the read is impossible. */
  readonly #behind = new Map<Call, Call | null>()
  readonly #places: ReadonlyMap<Call, Place>
  readonly #texts = new Map<Call, string>()
  readonly #names: ReadonlyMap<Call, string>

  constructor(
    plain: Model<Value>,
    writes: readonly Call[],
    reads: readonly Call[],
    words: ReadonlyMap<string, Call>,
    spanOf: (call: Call) => Span,
  ) {
    this.#plain = plain
    this.#reads = reads
    this.#words = words
    this.#lengths = [...new Set([...words.keys()].map((word) => word.length))]
    this.#names = new Map(writes.map((write, at) => [write, `${at}`]))
    for (const read of this.#reads) this.#follow(read)
    this.#places = placesOf(this.#blocks(writes, spanOf))
  }

  model(): Model<Link> {
    return {
      name: this.#plain.name,
      claim: this.#plain.claim,
      initial: { kind: "start", passed: 0 },
      read: this.#plain.read,
      step: (state, call) => this.#step(state, call),
      // What no get ever shows is gone as soon as it is written, and more of it makes no difference.
      isIdle: (call) => call.f === "read" || !this.#texts.has(call),
      key: (state) => `${state.kind === "link" ? this.#names.get(state.write) : state.kind} ${state.passed}`,
      describe: this.#plain.describe,
      describeState: (state) =>
        state.kind === "unread"
          ? "the key holds what no get ever returned"
          : this.#plain.describeState(state.kind === "start" ? "" : (this.#texts.get(state.write) ?? (state.write.input as string))),
    }
  }

  #follow(read: Call): void {
    const text = read.output as string
    const chain: Call[] = []
    for (let at = 0; at < text.length; ) {
      const write = this.#wordAt(text, at)
      // A put would have wiped what stands before it.
      if (write === undefined || (at > 0 && write.f === "write")) return
      chain.push(write)
      at += (write.input as string).length
    }
    let previous: Call | null = null
    let upTo = ""
    for (const write of chain) {
      upTo += write.input as string
      if (previous !== null || write.f === "append") {
        // Two gets that contradict each other: the second is the impossible one.
        if ((this.#next.get(previous) ?? write) !== write || (this.#previous.has(write) && this.#previous.get(write) !== previous)) return
        this.#next.set(previous, write)
        this.#previous.set(write, previous)
      } else if (this.#previous.has(write)) return
      this.#texts.set(write, upTo)
      previous = write
    }
    this.#behind.set(read, previous)
  }

  #wordAt(text: string, at: number): Call | undefined {
    for (const length of this.#lengths) {
      const write = this.#words.get(text.slice(at, at + length))
      if (write !== undefined) return write
    }
    return undefined
  }

  #step(state: Link, call: Call): Link | undefined {
    const last = state.kind === "link" ? state.write : null
    if (call.f === "read") {
      const behind = this.#behind.get(call)
      return behind === undefined || behind !== last || state.kind === "unread" ? undefined : state
    }
    const next = state.kind === "unread" ? undefined : this.#next.get(last)
    if (next !== undefined && next !== call) return undefined
    const previous = this.#previous.get(call)
    if (previous !== undefined && (previous !== last || state.kind === "unread")) return undefined
    if (!this.#texts.has(call)) return { kind: "unread", passed: state.passed }
    const place = call.f === "write" ? this.#places.get(call) : undefined
    if (place !== undefined && (state.passed < place.least || state.passed > place.most)) return undefined
    return { kind: "link", write: call, passed: place?.rank ?? state.passed }
  }

  /** A put and what was appended behind it, with the gets that show that. */
  #blocks(writes: readonly Call[], spanOf: (call: Call) => Span): readonly Block[] {
    const readsBehind = new Map<Call | null, Call[]>()
    for (const [read, write] of this.#behind) readsBehind.set(write, [...(readsBehind.get(write) ?? []), read])
    const puts = writes.filter((write) => write.f === "write" && this.#texts.has(write))
    return [null, ...puts].map((put) => {
      const spans: Span[] = put === null ? [] : [spanOf(put)]
      for (let at: Call | null | undefined = put; at !== undefined; at = this.#next.get(at)) {
        if (at !== null && at !== put) spans.push(spanOf(at))
        for (const read of readsBehind.get(at) ?? []) spans.push(spanOf(read))
      }
      return blockOf(put, spans)
    })
  }
}
