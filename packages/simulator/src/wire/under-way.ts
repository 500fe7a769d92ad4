/** How many exchanges a node may have under way, as the host allows it, and who waits for a place. */
import type { Limits } from "../limits.ts"
import type { Exchange } from "./exchange.ts"

/** What there is for an exchange that begins: a place, one in the queue, or nothing. */
export function placeFor<Request, Answer>({ asker, link }: Exchange<Request, Answer>, limits: Limits): "free" | "waiting" | "none" {
  if (link.underWay < limits.asksPerPeerMax && asker.underWay < limits.asksMax) return "free"
  return asker.waiting.length < limits.waitingMax ? "waiting" : "none"
}

export function takePlace<Request, Answer>({ asker, link }: Exchange<Request, Answer>): void {
  link.underWay++
  asker.underWay++
}

/** An exchange is over: whatever waits for its turn may have it now. A peer that is slow holds up only what is meant for it. */
export function leavePlace<Request, Answer>(
  exchange: Exchange<Request, Answer>,
  limits: Limits,
  send: (next: Exchange<Request, Answer>) => void,
): void {
  const { asker, link } = exchange
  if (exchange.startedAt >= 0 && exchange.dueAt > 0) {
    link.underWay--
    asker.underWay--
  }
  const { waiting } = asker
  for (let i = 0; i < waiting.length && asker.underWay < limits.asksMax; ) {
    const next = waiting[i] as Exchange<Request, Answer>
    if (next.link.underWay >= limits.asksPerPeerMax) i++
    else {
      waiting.splice(i, 1)
      send(next)
    }
  }
}
