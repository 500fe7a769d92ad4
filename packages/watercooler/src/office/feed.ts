/** Shows Sauron, as it happens, what the supervisor sees and hears: processes, notes, faults, phases. Sauron may be gone; nobody waits for it. */
import type { JournalEvent } from "@watercooler/kernel"

const shown = new Set<JournalEvent["type"]>(["header", "process", "note", "fault", "phase", "check", "verdict"])
const waitingMax = 10_000
const batchMax = 500
const flushMs = 50
const answerMsMax = 2_000
const againMs = 500

export interface Feed {
  see(event: JournalEvent): void
  /** Waits, briefly, until what waits has been sent. */
  close(): Promise<void>
  /** At once: what waits is not sent any more. */
  stop(): void
}

export function feedSauron(sauronUrl: string, token: string): Feed {
  const waiting: JournalEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined
  let closed = false

  const send = async (): Promise<void> => {
    const batch = waiting.slice(0, batchMax)
    const taken = await post(`${sauronUrl}/sauron/events`, token, batch)
    if (taken) waiting.splice(0, batch.length)
    if (waiting.length > 0 && !closed) later(taken ? 0 : againMs)
  }
  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      sending = (sending ?? Promise.resolve()).then(send)
    }, ms)
  }
  return {
    see(event) {
      if (!shown.has(event.type) || waiting.length >= waitingMax) return
      waiting.push(event)
      if (!closed) later(flushMs)
    },
    stop() {
      closed = true
      clearTimeout(timer)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await sending
      if (waiting.length > 0) await send()
    },
  }
}

async function post(url: string, token: string, events: readonly JournalEvent[]): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(answerMsMax),
    })
    await answer.arrayBuffer()
    return answer.status < 500
  } catch {
    return false // Sauron is not there, or not there yet: tried again until the queue is full.
  }
}
