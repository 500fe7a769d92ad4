/** The storm: everybody works, the Boss does what it does, until the time is over or somebody has seen enough. */

import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { BossConfig } from "@watercooler/boss"
import type { FromNode } from "@watercooler/host"
import { writeSecret } from "./folder.ts"
import { type Helper, hireHelper } from "./helper.ts"
import { clientsConfig } from "./node-config.ts"
import type { Office } from "./office.ts"
import { processEntry } from "./package-root.ts"
import { budgetOf, rehearsalOf } from "./rehearsal.ts"
import { Rewiring } from "./rewiring.ts"
import { beginTimeline } from "./timeline.ts"
import { CLIENTS } from "./wiring.ts"

export function beginStorm(office: Office): void {
  const { options } = office.parts
  const { scenario } = options
  office.enter("storm")
  const isPaying = scenario === undefined ? options.kind === "bigload" : scenario.workload.transfers !== undefined
  if (options.auto && isPaying && options.programs === undefined) hireClients(office)
  if (options.auto && options.boss) sendBoss(office)
  for (const helper of office.helpers) watch(office, helper)
  if (scenario !== undefined) office.timeline = beginTimeline(office, scenario)
}

/** A helper that ends by itself is missed, and whoever looks on is told at once. */
function watch(office: Office, { fallen, name, running }: Helper): void {
  void running.ended.then(() => {
    const ending = fallen()
    if (ending === undefined || office.phase === "closed") return
    const { exitCode, signal } = ending
    const facts = { ...(exitCode === undefined ? {} : { exitCode }), ...(signal === undefined ? {} : { signal }) }
    office.parts.recorder.record({ type: "process", what: "ended", subject: name, unasked: true, ...facts })
  })
}

/** Resolves when the storm has lasted as long as was asked, or when it is told that it is over. */
export function stormOver(office: Office, calm: AbortSignal): Promise<void> {
  const { durationMs } = office.parts.options
  return new Promise((resolve) => {
    const timer = durationMs === undefined ? undefined : setTimeout(resolve, durationMs - office.stormElapsedMs)
    const over = () => {
      clearTimeout(timer)
      resolve()
    }
    if (calm.aborted) over()
    else calm.addEventListener("abort", over, { once: true })
  })
}

/** Of a storm that has just ended: how much of it there was, if somebody ended it before its time. Milliseconds. */
export function cutShortBy({ parts, stormElapsedMs }: Office, calm: AbortSignal): Office["cutShort"] {
  const { durationMs } = parts.options
  return calm.aborted && durationMs !== undefined ? { afterMs: Math.round(stormElapsedMs), ofMs: durationMs } : undefined
}

/** The clients come when everybody is ready: a transfer that nobody can take proves nothing. */
function hireClients(office: Office): void {
  const { folder, plan, options, runStartedNs, sauronUrl, dial, warden, wiring } = office.parts
  const place = folder.node("clients")
  for (const part of [place.storage, place.logs]) mkdirSync(part, { recursive: true })
  const order = { plan, options, folder: place, runStartedNs, sauronUrl, dial, linkSecret: wiring.secretOf(CLIENTS) }
  writeSecret(place.config, JSON.stringify(clientsConfig(order, wiring.board)))
  const rewiring = new Rewiring()
  const process = { entry: processEntry("node"), args: ["--config", place.config], outputFile: place.output }
  const helper = hireHelper("clients", process, warden, (message) => rewiring.heard(message as FromNode))
  office.clients = { ...helper, rewire: (board) => rewiring.over(helper.running, board) }
  office.clients.ready.catch(() => undefined) // Without clients nothing is paid, and the checks say so.
}

function sendBoss(office: Office): void {
  const { folder, options, runStartedNs, boss } = office.parts
  const stormMs = options.durationMs
  writeFileSync(folder.plan, `${JSON.stringify(rehearsalOf(options), undefined, 2)}\n`)
  const config: BossConfig = {
    seed: options.seed,
    budget: budgetOf(options),
    stormMs: stormMs ?? null,
    controlUrl: office.control?.url ?? "",
    tokenFile: folder.token,
    journalFile: folder.bossRecord,
    runStartedNs: runStartedNs.toString(),
  }
  writeSecret(join(folder.processes, "boss.json"), JSON.stringify(config))
  boss?.running.say({ do: "storm" })
}
