/** From what a holder of the token sent to journal events. Their common stamp and the fields the picture reads are checked. */
import type { JournalEvent } from "@watercooler/kernel"
import { type Fields, fieldsOf, integerOf, nameOf, textOf, wrong } from "./read.ts"

const EVENTS_MAX = 1_000

/** Throws a `Refusal`. */
export function readEvents(body: unknown): JournalEvent[] {
  const items = Array.isArray(body) ? body : [body]
  if (items.length > EVENTS_MAX) throw wrong("", `${items.length} events`, `at most ${EVENTS_MAX} in one message`)
  return items.map((item, index) => readEvent(item, Array.isArray(body) ? `[${index}]` : ""))
}

function readEvent(value: unknown, at: string): JournalEvent {
  const fields = fieldsOf(value, at)
  const dot = at === "" ? "" : `${at}.`
  integerOf(fields.t, `${dot}t`, 0, Number.MAX_SAFE_INTEGER)
  integerOf(fields.seq, `${dot}seq`, 0, Number.MAX_SAFE_INTEGER)
  nameOf(fields.node, `${dot}node`)
  const check = checks[String(fields.type)]
  if (check === undefined || !Object.hasOwn(checks, String(fields.type)))
    throw wrong(`${dot}type`, fields.type, `one of ${Object.keys(checks).join(", ")}`)
  check(fields, dot)
  return fields as unknown as JournalEvent
}

const checks: { readonly [type: string]: (fields: Fields, dot: string) => void } = {
  header: (fields, dot) => {
    textOf(fields.run, `${dot}run`, 256)
    textOf(fields.seed, `${dot}seed`, 256)
    if (!Array.isArray(fields.parties)) throw wrong(`${dot}parties`, fields.parties, "an array of parties")
    fields.parties.forEach((party, index) => {
      const at = `${dot}parties[${index}]`
      const { name, kind, misdeeds, endpoint, key, peers = [] } = fieldsOf(party, at)
      nameOf(name, `${at}.name`)
      textOf(kind, `${at}.kind`, 64)
      textOf(endpoint, `${at}.endpoint`, 256)
      textOf(key, `${at}.key`, 256)
      if (!Array.isArray(misdeeds) || !misdeeds.every((misdeed) => typeof misdeed === "string"))
        throw wrong(`${at}.misdeeds`, misdeeds, "an array of texts")
      if (!Array.isArray(peers)) throw wrong(`${at}.peers`, peers, "an array of endpoints")
      for (const [place, peer] of peers.entries()) textOf(peer, `${at}.peers[${place}]`, 256)
    })
  },
  request: (fields, dot) => void integerOf(fields.status, `${dot}status`, 0, 999),
  answer: () => {},
  note: (fields, dot) => void textOf(fieldsOf(fields.fact, `${dot}fact`).note, `${dot}fact.note`, 64),
  process: (fields, dot) => {
    nameOf(fields.subject, `${dot}subject`)
    oneOf(fields.what, `${dot}what`, ["hired", "ready", "fired", "laid-off", "paused", "resumed", "ended"])
  },
  fault: (fields, dot) => {
    nameOf(fields.id, `${dot}id`)
    nameOf(fieldsOf(fields.fault, `${dot}fault`).kind, `${dot}fault.kind`)
    textOf(fields.by, `${dot}by`, 64)
    oneOf(fields.what, `${dot}what`, ["planned", "began", "ended", "refused"])
    if (fields.receipt === undefined) return
    const receipt = fieldsOf(fields.receipt, `${dot}receipt`)
    for (const name of ["processes", "connections", "messages", "bytes"])
      integerOf(receipt[name], `${dot}receipt.${name}`, 0, Number.MAX_SAFE_INTEGER)
  },
  check: (fields, dot) => {
    nameOf(fields.name, `${dot}name`)
    textOf(fields.detail, `${dot}detail`, 4_096)
    oneOf(fields.result, `${dot}result`, ["passed", "violated", "inconclusive"])
  },
  phase: (fields, dot) => oneOf(fields.phase, `${dot}phase`, ["storm", "calm", "closed"]),
  verdict: (fields, dot) => {
    textOf(fields.detail, `${dot}detail`, 4_096)
    oneOf(fields.verdict, `${dot}verdict`, ["passed", "violated", "inconclusive"])
  },
}

function oneOf(value: unknown, at: string, words: readonly string[]): void {
  if (!words.includes(value as string)) throw wrong(at, value, `one of ${words.join(", ")}`)
}
