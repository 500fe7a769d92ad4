/** The messages of a stretch of time: what one node asked another, when it left and when it was answered; joined by their causal id. */
import type { Message, Messages, MessagesQuestion } from "./protocol.ts"
import type { Recording } from "./recording.ts"
import { kindOf } from "./traffic.ts"

/** How long after the stretch an answer may come and still be found. */
const PATIENCE_US = 3_000_000
const SCAN_MAX = 60_000

interface Half {
  n: number
  from: string
  to: string
  sent: number | undefined
  heard: number | undefined
  label: string
  route: string
  status: number
}

export function messagesOf(recording: Recording, { from, to, max, node }: MessagesQuestion): Messages {
  const halves = new Map<string, Half>()
  const first = recording.after(from - 1)
  const last = Math.min(recording.after(to + PATIENCE_US), first + SCAN_MAX)
  for (const [n, event] of recording.between(first, last)) {
    if (event.type === "request") {
      const half = halfOf(halves, event.trace, event.node, n, event.method, event.route)
      half.to = event.node
      half.from ||= event.from ?? ""
      half.heard = event.t
      half.status ||= event.status
    } else if (event.type === "answer") {
      const to = recording.nameOf.get(event.to) ?? ""
      const half = halfOf(halves, event.trace, to, n, event.method, event.route)
      half.from = event.node
      half.to ||= to
      half.sent = event.t - event.durationUs
      if (event.status > 0 || half.heard === undefined) half.status = event.status
    }
  }
  const all: Message[] = []
  for (const half of halves.values()) {
    const { n, from: asker, to: asked, sent, heard, label, route, status } = half
    if (asker === "" || asked === "" || (node !== undefined && asker !== node && asked !== node)) continue
    const left = sent ?? heard ?? 0
    if (left > to || (heard ?? left) < from) continue
    all.push({
      n,
      from: asker,
      to: asked,
      sent: left,
      arrived: heard ?? left,
      kind: kindOf(route, status),
      label,
      status,
      lost: heard === undefined,
    })
  }
  all.sort((a, b) => a.sent - b.sent)
  const messages = sample(all, max)
  const remarks = [
    all.length > messages.length ? `${messages.length} of ${all.length} messages are drawn` : "",
    last === first + SCAN_MAX ? "the stretch is too long to be read to its end" : "",
  ]
  return { messages, total: all.length, remark: remarks.filter((remark) => remark !== "").join("; ") }
}

function halfOf(halves: Map<string, Half>, trace: string, asked: string, n: number, method: string, route: string): Half {
  const key = trace === "" ? `n ${n}` : `${trace} ${asked}`
  let half = halves.get(key)
  if (half === undefined) {
    half = { n, from: "", to: "", sent: undefined, heard: undefined, label: `${method} ${route}`, route, status: 0 }
    halves.set(key, half)
  }
  return half
}

/** Evenly, and what was lost first: a diagram of a cut must show what the cut did. */
export function sample(all: readonly Message[], max: number): readonly Message[] {
  if (all.length <= max) return all
  const lost = all.filter((message) => message.lost)
  const kept = all.filter((message) => !message.lost)
  const shownLost = every(lost, Math.min(lost.length, Math.floor(max / 2)))
  return [...shownLost, ...every(kept, max - shownLost.length)].sort((a, b) => a.sent - b.sent)
}

function every<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)] as T)
}
