/** Clients that somebody has written for a system of their own: a module whose default export opens one. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { BadInput } from "../../input/complaint.ts"
import type { Client, Completion, OpenClient } from "../client.ts"

/** What a module's default export is given. */
export interface Surroundings {
  /** Which of the concurrent ones, from 0. */
  readonly worker: number
  /** What stood behind `--url`. */
  readonly urls: readonly string[]
  /** Another word in each run, for keys in which nothing is left from the one before. */
  readonly run: string
}

export interface OwnOptions extends Omit<Surroundings, "worker"> {
  readonly timeoutMs: number
}

const EXAMPLE =
  "export default ({ worker, urls }) => ({ invoke: async ({ f, key, value }) => ({ type: 'ok', value }), close: async () => {} })"
const TYPES: ReadonlySet<unknown> = new Set(["ok", "fail", "info"])

const refuse = (file: string, why: string) =>
  new BadInput({ saw: `the client ${file}: ${why}`, expected: "a module whose default export opens a client", instead: EXAMPLE })

type Open = (around: Surroundings) => unknown

/** What a module exports by default. JavaScript, or TypeScript whose types can be stripped. Throws `BadInput` if it cannot be a client. */
export async function loadOwn(file: string): Promise<Open> {
  if (!existsSync(file)) throw refuse(file, "there is no such file")
  const module = (await import(pathToFileURL(resolve(file)).href).catch((error: Error) => {
    throw refuse(file, error.message.split("\n")[0] ?? "it cannot be loaded")
  })) as { readonly default?: unknown }
  const open = module.default
  if (typeof open !== "function") throw refuse(file, `its default export is ${open === undefined ? "missing" : `a ${typeof open}`}`)
  return open as Open
}

export async function ownClients(file: string, { timeoutMs, ...surroundings }: OwnOptions): Promise<OpenClient> {
  const open = await loadOwn(file)
  return async (worker) => {
    const client = (await open({ worker, ...surroundings })) as Partial<Client> | undefined
    const { invoke } = client ?? {}
    if (typeof invoke !== "function") throw refuse(file, "what it opens has no function invoke")
    return {
      // What throws or takes for ever may have happened.
      invoke: (operation) => Promise.race([answered(async () => invoke.call(client, operation)), late(timeoutMs)]),
      close: async () => client?.close?.(),
    }
  }
}

async function answered(act: () => Promise<Completion>): Promise<Completion> {
  try {
    const completion = await act()
    if (TYPES.has(completion?.type)) return completion
    return { type: "info", error: `a completion without type ok, fail or info: ${JSON.stringify(completion)?.slice(0, 100)}` }
  } catch (error) {
    return { type: "info", error: error instanceof Error ? error.message : String(error) }
  }
}

const late = (ms: number): Promise<Completion> =>
  new Promise((resolve) => {
    setTimeout(() => resolve({ type: "info", error: "timeout" }), ms).unref()
  })
