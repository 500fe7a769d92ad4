/** The clients of an office of programs: who they ask, and what is to be thought of what they were told. */
import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { checkDefaults, checkHistory, type History, writeEdn } from "@watercooler/judge/histories"
import { decide } from "../histories/check.ts"
import type { Client, OpenClient } from "../histories/client.ts"
import { isModule, openClients } from "../histories/clients/open.ts"
import { beginDrive, type Drive, modelOfWorkload } from "../histories/workload.ts"
import { BadInput } from "../input/complaint.ts"
import type { Checked } from "../office/judging.ts"
import { CLIENTS } from "../office/wiring.ts"
import { HOST, type Places } from "./places.ts"
import type { PlannedDrive } from "./plan.ts"

const DECIDE_MS_MAX = 60_000

export interface WorkloadFigures {
  readonly workload: string
  /** Why so little succeeded, or was asked for; and what else was odd. */
  readonly remarks: readonly string[]
  readonly operations: { readonly ok: number; readonly fail: number; readonly info: number }
  /** The history, as EDN. */
  readonly file: string
}

export async function beginWorkload(
  plan: PlannedDrive,
  { enough, here, places, seed, stormMs }: { places: Places; seed: string; stormMs: number | undefined; here: string; enough: AbortSignal },
): Promise<Drive> {
  const addresses = places.nodes
    .filter(({ program }) => program.name === plan.program)
    .map(({ name }) => `${HOST}:${places.reaches(CLIENTS, name, plan.port)}`)
  const { client, cluster, concurrency, keyCount, ops, quietMs, ratePerS, replicas, sentinel, serializable, timeoutMs, value, workload } =
    plan
  const open = await openClients({
    client: isModule(client) ? resolve(here, client) : client,
    urls: client === "http" || client === "etcd" ? addresses.map((address) => `http://${address}`) : addresses,
    run: randomBytes(4).toString("hex"),
    timeoutMs,
    ops,
    value,
    serializable,
    sentinel,
    cluster,
    replicas,
  })
  const limitMs = stormMs ?? ENDLESS_MS
  return beginDrive(inTheirTime(open), { workload, seed, ratePerS, limitMs, quietMs, concurrency, keyCount }, enough)
}

/** In a storm a server may be away when a client wants to begin: then its operations fail until it is back. */
function inTheirTime(open: OpenClient): OpenClient {
  return async (worker) => {
    let client: Client | undefined
    return {
      async invoke(asked) {
        try {
          client ??= await open(worker)
        } catch (error) {
          if (error instanceof BadInput) throw error
          return { type: "fail", error: `no connection: ${error instanceof Error ? error.message : String(error)}` }
        }
        return client.invoke(asked)
      },
      close: async () => client?.close(),
    }
  }
}

/** A storm without an end is one of an hour to whoever draws its moments beforehand. */
const ENDLESS_MS = 3_600_000

/** Writes the history down, and says what it shows. */
export function judgeHistory(
  { isEventual, workload }: PlannedDrive,
  history: History,
  file: string,
): { readonly check: Checked; readonly figures: WorkloadFigures } {
  writeFileSync(file, writeEdn(history.events))
  const opinion = decide(
    checkHistory(history, modelOfWorkload[workload], { ...checkDefaults, isEventual: isEventual || undefined }),
    DECIDE_MS_MAX,
  )
  const count = (outcome: string) => history.operations.filter((operation) => operation.outcome === outcome).length
  const figures = { workload, operations: { ok: count("ok"), fail: count("fail"), info: count("info") }, file, remarks: opinion.remarks }
  const result = opinion.answer === "undecided" ? "inconclusive" : opinion.answer
  return { check: { name: "history", result, detail: opinion.detail }, figures }
}
