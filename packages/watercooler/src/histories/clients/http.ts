/** A client for whatever speaks HTTP: each function is a method, an address and a body with gaps. */
import { REFUSED_HEADER } from "@watercooler/kernel"
import { valueFrom } from "../../maelstrom/workloads/workload.ts"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"
import { fill, type Template } from "./template.ts"

export interface HttpOptions {
  /** Endpoints; each worker keeps to one of them. */
  readonly urls: readonly string[]
  /** By function: read, write, cas, add, … */
  readonly templates: ReadonlyMap<string, Template>
  /** Where an answer has the value: a JSON pointer (RFC 6901), "" for all of it. */
  readonly valueAt: string
  readonly timeoutMs: number
  /** Fills `{run}`: another one for each run, for keys in which nothing is left from the one before. */
  readonly run: string
}

/** A read of it says that there is nothing. */
const NOTHING: ReadonlySet<number> = new Set([404, 204])
/** A compare-and-set found another value; a condition was not met. */
const REFUSED: ReadonlySet<number> = new Set([409, 412, 422])
const answerMax = 8 * 1_048_576
/** Characters of an answer in an error. */
const SHOWN_MAX = 60

export function httpClients({ urls, templates, valueAt, timeoutMs, run }: HttpOptions): OpenClient {
  return async (worker): Promise<Client> => {
    const url = urls[worker % urls.length] as string
    return {
      async invoke(asked) {
        const template = templates.get(asked.f)
        if (template === undefined) return { type: "fail", error: `nothing says how to ${asked.f}` }
        const isHarmless = asked.f === "read" && template.method === "GET"
        try {
          const { method, body } = template
          const response = await fetch(fill(template.address, url, run, asked, encodeURIComponent), {
            method,
            signal: AbortSignal.timeout(timeoutMs),
            redirect: "manual",
            ...(body === undefined ? {} : { body: fill(body, url, run, asked), headers: { "content-type": "application/json" } }),
          })
          // The switchboard took the connection; the node did not.
          if (response.status === 503 && response.headers.has(REFUSED_HEADER)) return { type: "fail", error: "nobody listens" }
          return completionOf(asked, response.status, await textOf(response), valueAt)
        } catch (error) {
          return afterFailure(error, isHarmless)
        }
      },
      close: async () => undefined,
    }
  }
}

function completionOf({ f }: Asked, status: number, text: string, valueAt: string): Completion {
  if (f === "read" && NOTHING.has(status)) return { type: "ok", value: null }
  if (status >= 200 && status < 300) return seesSomething(f) ? seenIn(f, text, valueAt) : { type: "ok" }
  if (REFUSED.has(status) || (status >= 400 && status < 500 && status !== 408)) return { type: "fail", error: `HTTP ${status}` }
  return { type: f === "read" ? "fail" : "info", error: `HTTP ${status}` }
}

const seesSomething = (f: string): boolean => ["read", "dequeue", "drain", "generate", "txn"].includes(f)

/** What a pointer does not lead to was not seen. A dequeue or a transaction happened all the same, and nobody knows what it saw. */
function seenIn(f: string, text: string, pointer: string): Completion {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What is not JSON is the value itself, if all of it is asked for.
    return pointer === "" ? { type: "ok", value: text } : leadsNowhere(f, text, pointer)
  }
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~")
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return leadsNowhere(f, text, pointer)
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return { type: "ok", value: valueFrom(value) }
}

const leadsNowhere = (f: string, text: string, pointer: string): Completion => ({
  type: f === "read" ? "fail" : "info",
  error: `nothing at ${bounded(pointer)} in ${bounded(text)}`,
})

const bounded = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text)

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > answerMax) throw new Error(`an answer of more than ${answerMax} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString("utf8")
}
