/** Logs: clients send, poll from where they are, commit how far they are, and begin anew from what was committed. */
import { checkHistory, conclude, isMap, numberOf, type Value } from "@watercooler/judge/histories"
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Asked, Completion } from "../../histories/client.ts"
import type { Body } from "../protocol.ts"
import { type Dialogue, demand, field, jsonFrom, Malformed, type Workload } from "./workload.ts"

/** Polls at the end, until which everything should have been seen. */
const LAST_POLLS = 5
const POLL: Asked = { f: "poll", value: [[":poll"]] }

export const kafka: Workload = {
  name: "kafka",
  claim: "Logs lose nothing, and are polled in order.",
  generator: ({ seed, keyCount }) => ({
    ask(number) {
      const chance = expand(saltOf(seed, "kafka", number))
      const what = below(chance, 16)
      if (what < 8) return { f: "send", value: [[":send", String(below(chance, keyCount)), number]] }
      if (what < 14) return POLL
      return what === 14 ? { f: "commit", value: null } : { f: "assign", value: Array.from({ length: keyCount }, (_, key) => String(key)) }
    },
    finals: [
      { f: "assign", value: Array.from({ length: keyCount }, (_, key) => String(key)), isFinal: true },
      ...Array.from({ length: LAST_POLLS }, () => ({ ...POLL, isFinal: true })),
    ],
  }),
  dialogue: () => new Consumer(),
  harmless: new Set(["poll", "commit", "assign"]),
  finals: "workers",
  check: (history, options) => conclude(checkHistory(history, "kafka", options)),
}

class Consumer implements Dialogue {
  /** Key → offset of the next message to be polled. */
  readonly #next = new Map<string, number>()
  readonly #processed = new Map<string, number>()

  request({ f, value }: Asked): Body {
    switch (f) {
      case "send": {
        const [[, key, message] = []] = value as readonly (readonly Value[])[]
        return { type: "send", key, msg: jsonFrom(message ?? null) }
      }
      case "poll":
        return { type: "poll", offsets: Object.fromEntries(this.#next) }
      case "commit":
        return { type: "commit_offsets", offsets: Object.fromEntries(this.#processed) }
      default:
        return { type: "list_committed_offsets", keys: jsonFrom(value) }
    }
  }

  completion(asked: Asked, reply: Body): Completion {
    switch (asked.f) {
      case "send": {
        const [[, key = null, message = null] = []] = asked.value as readonly (readonly Value[])[]
        const offset = field(demand(reply, "send_ok"), "offset")
        if (!Number.isInteger(offset)) throw new Malformed('a send_ok whose "offset" is no integer')
        return { type: "ok", value: [[":send", key, [offset, message]]] }
      }
      case "poll":
        return this.#polled(field(demand(reply, "poll_ok"), "msgs"))
      case "commit":
        demand(reply, "commit_offsets_ok")
        return { type: "ok" }
      default:
        return this.#assigned(asked, field(demand(reply, "list_committed_offsets_ok"), "offsets"))
    }
  }

  #polled(messages: Value): Completion {
    if (!isMap(messages)) throw new Malformed('a poll_ok whose "msgs" is no object')
    for (const [key, pairs] of messages) {
      if (!Array.isArray(pairs)) throw new Malformed(`a poll_ok whose messages of ${String(key)} are no list`)
      for (const pair of pairs as readonly Value[]) {
        const offset = Array.isArray(pair) ? numberOf(pair[0]) : undefined
        if (offset === undefined) throw new Malformed(`a poll_ok whose messages of ${String(key)} are no pairs of offset and message`)
        this.#next.set(String(key), offset + 1)
        this.#processed.set(String(key), offset)
      }
    }
    return { type: "ok", value: [[":poll", messages]] }
  }

  /** From what was committed; at the end from the beginning, so that somebody has seen everything. */
  #assigned({ value, isFinal }: Asked, offsets: Value): Completion {
    if (!isMap(offsets)) throw new Malformed('a list_committed_offsets_ok whose "offsets" is no object')
    this.#next.clear()
    for (const key of value as readonly string[]) this.#next.set(key, isFinal ? 0 : (numberOf(offsets.get(key)) ?? -1) + 1)
    return { type: "ok" }
  }
}
