/** The causal chain of a message: who asked, what the asked node noted because of it, who heard the answer. */
import type { AnswerEvent, JournalEvent, Note, RequestEvent } from "@watercooler/kernel"
import type { Step } from "./protocol.ts"
import type { Recording } from "./recording.ts"

/** How far around a request its other half is looked for. */
const REACH_EVENTS = 20_000
const STEPS_MAX = 40

export interface Chain {
  readonly steps: readonly Step[]
  readonly block: string | undefined
}

export function chainOf(recording: Recording, n: number): Chain {
  const request = recording.at(n)
  if (request?.type !== "request") return { steps: [], block: undefined }
  const notes = notesBefore(recording, n, request)
  const answer = answerTo(recording, n, request)
  const steps: Step[] = []
  const asker = answer?.node ?? request.from ?? "somebody"
  const what = `${request.method} ${request.route}`
  if (answer !== undefined) steps.push({ t: answer.t - answer.durationUs, node: asker, text: `asks ${request.node}: ${what}` })
  else steps.push({ t: request.t - request.durationUs, node: request.node, text: `is asked by ${asker}: ${what}` })
  let block: string | undefined
  for (const { t, node, fact } of notes) {
    if (fact.note === "block-stored" || fact.note === "block-mined") block = String(fact.hash)
    steps.push({ t, node, text: wordsOf(fact) })
  }
  steps.push({ t: request.t, node: request.node, text: `answers ${request.status === 0 ? "nobody, who has left" : request.status}` })
  if (answer !== undefined) steps.push({ t: answer.t, node: asker, text: heard(answer) })
  return { steps: steps.slice(0, STEPS_MAX), block }
}

/** A node notes what it does in the same turn in which it answers: those lines stand right before the request's own. */
function notesBefore(recording: Recording, n: number, { node, seq, t, durationUs }: RequestEvent) {
  const notes: Extract<JournalEvent, { type: "note" }>[] = []
  let expected = seq - 1
  for (let at = n - 1; at >= Math.max(0, n - REACH_EVENTS) && notes.length < STEPS_MAX; at--) {
    const event = recording.at(at)
    if (event === undefined || event.t < t - durationUs - 1_000) break
    if (event.node !== node) continue
    if (event.type !== "note" || event.seq !== expected) break
    notes.unshift(event)
    expected--
  }
  return notes
}

function answerTo(recording: Recording, n: number, { trace }: RequestEvent): AnswerEvent | undefined {
  if (trace === "") return undefined
  for (const [, event] of recording.between(n - REACH_EVENTS / 4, n + REACH_EVENTS)) {
    if (event.type === "answer" && event.trace === trace) return event
  }
  return undefined
}

function heard({ status, because = "no answer" }: AnswerEvent): string {
  return status === 0 ? `hears nothing: ${because}` : `hears ${status}`
}

/** A note as a sentence. What it says came from a node, and is drawn as text. */
export function wordsOf(fact: Note): string {
  const { note, ...facts } = fact
  const words = Object.entries(facts)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name} ${typeof value === "string" && /^[0-9a-f]{16,}$/.test(value) ? value.slice(0, 8) : value}`)
  return `${note}${words.length === 0 ? "" : `: ${words.join(", ").slice(0, 300)}`}`
}
