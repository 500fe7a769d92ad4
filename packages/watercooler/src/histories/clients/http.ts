/** A client for whatever speaks HTTP: each function is a method, an address and a body with gaps. */
import { isMap, type Value } from "@watercooler/judge/histories"
import { BadInput } from "../../input/complaint.ts"
import { valueFrom } from "../../maelstrom/workloads/workload.ts"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"

/** `PUT {url}/keys/{key} {"value": {value}}`, read. */
export interface Template {
  readonly method: string
  readonly address: string
  readonly body: string | undefined
}

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
const METHODS: ReadonlySet<string> = new Set(["GET", "PUT", "POST", "DELETE", "PATCH"])

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
            ...(body === undefined
              ? {}
              : { body: fill(body, url, run, asked, (text) => text), headers: { "content-type": "application/json" } }),
          })
          return completionOf(asked, response.status, await textOf(response), valueAt)
        } catch (error) {
          return afterFailure(error, isHarmless)
        }
      },
      close: async () => undefined,
    }
  }
}

/** `METHOD address body`, of which the body may be missing. */
export function templateOf(words: string): Template {
  const [, method = "", address = "", body] = /^(\S+)\s+(\S+)(?:\s+([\s\S]+))?$/.exec(words.trim()) ?? []
  if (METHODS.has(method.toUpperCase()) && address !== "") return { method: method.toUpperCase(), address, body }
  throw new BadInput({
    saw: `--op … ${words}`,
    expected: "a function, a method, an address, and a body if there is one",
    instead: `--op 'write=PUT {url}/keys/{key} {"value": {value}}'`,
  })
}

function fill(text: string, url: string, run: string, { key = null, value }: Asked, encode: (text: string) => string): string {
  const [from, to] = Array.isArray(value) ? value : []
  const gaps: Readonly<Record<string, Value | undefined>> = {
    key,
    value,
    from,
    to,
    ...(isMap(value) ? Object.fromEntries([...value].map(([name, held]) => [String(name).replace(/^:/, ""), held])) : {}),
  }
  return text
    .replaceAll("{url}", url)
    .replaceAll("{run}", run)
    .replace(/\{([a-z]+)\}/g, (gap, name: string) => {
      const held = gaps[name]
      return held === undefined ? gap : encode(typeof held === "string" && encode === encodeURIComponent ? held : JSON.stringify(held))
    })
}

function completionOf({ f }: Asked, status: number, text: string, valueAt: string): Completion {
  if (f === "read" && NOTHING.has(status)) return { type: "ok", value: null }
  if (status >= 200 && status < 300) return seesSomething(f) ? { type: "ok", value: valueIn(text, valueAt) } : { type: "ok" }
  if (REFUSED.has(status) || (status >= 400 && status < 500 && status !== 408)) return { type: "fail", error: `HTTP ${status}` }
  return { type: f === "read" ? "fail" : "info", error: `HTTP ${status}` }
}

const seesSomething = (f: string): boolean => ["read", "dequeue", "drain", "generate", "txn"].includes(f)

function valueIn(text: string, pointer: string): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What is not JSON is the value itself.
    return text
  }
  for (const step of pointer.split("/").slice(1))
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[step.replaceAll("~1", "/").replaceAll("~0", "~")]
  return valueFrom(value ?? null)
}

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
