/** Asks nodes over HTTP, as anybody could: to pay, to say how they are. A node that cannot be reached is an answer with status 0. */

export interface NodeAnswer {
  readonly status: number
  readonly body: { readonly [field: string]: unknown }
}

const patienceMs = 5_000

export function postTransfer(endpoint: string, to: string, amount: number): Promise<NodeAnswer> {
  return ask(`${endpoint}/transfer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to, amount }),
  })
}

export function getJson(endpoint: string, path: string): Promise<NodeAnswer> {
  return ask(`${endpoint}${path}`, {})
}

async function ask(url: string, init: RequestInit): Promise<NodeAnswer> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
    const body: unknown = await answer.json()
    return { status: answer.status, body: typeof body === "object" && body !== null ? (body as NodeAnswer["body"]) : {} }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { status: 0, body: { because: `${url} did not answer: ${cause}` } }
  }
}
