/** The supervisor as the Boss knows it: one look at the office, and faults that are carried out or refused. */
import { readFileSync } from "node:fs"
import type { Receipt } from "@watercooler/kernel"
import type { Fault, LinkFault, View } from "../faults/index.ts"

/** A fault that lasts has no receipt yet. */
export type Outcome = { readonly done: true; readonly receipt: Receipt | undefined } | { readonly done: false; readonly because: string }

export interface Supervisor {
  look(signal: AbortSignal): Promise<View>
  act(fault: Fault | LinkFault, id: string, signal: AbortSignal, forMs?: number): Promise<Outcome>
}

/** A hire answers when the node is ready, which may take a while on a busy machine. */
const actMsMax = 60_000
const lookMsMax = 10_000

export function supervisorAt(controlUrl: string, tokenFile: string): Supervisor {
  const headers = { authorization: `Bearer ${readFileSync(tokenFile, "utf8").trim()}`, "content-type": "application/json" }
  return {
    async look(signal) {
      const answer = await fetch(`${controlUrl}/view`, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(lookMsMax)]) })
      if (!answer.ok) throw new Error(`the supervisor answered ${answer.status} to a look at the office`)
      return viewOf(await answer.json())
    },
    async act({ kind, ...words }, id, signal, forMs) {
      const answer = await fetch(`${controlUrl}/${kind}`, {
        method: "POST",
        headers,
        body: JSON.stringify({ ...words, by: "boss", id, ...(forMs === undefined ? {} : { forMs }) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(actMsMax)]),
      })
      const body = (await answer.json()) as { readonly receipt?: Receipt; readonly because?: string }
      return answer.ok
        ? { done: true, receipt: body.receipt }
        : { done: false, because: body.because ?? `the supervisor answered ${answer.status}` }
    },
  }
}

/** JSON has no undefined: an endless storm comes as null. */
function viewOf(body: unknown): View {
  const view = body as Omit<View, "stormMs"> & { readonly stormMs: number | null }
  return { ...view, stormMs: view.stormMs ?? undefined }
}
