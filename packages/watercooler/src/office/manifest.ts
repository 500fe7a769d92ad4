/** The manifest of a run: how it was started, by whom it is filled, how it ended. Small state, one writer. */
import type { Party } from "@watercooler/kernel"
import { JSONFileSyncPreset } from "lowdb/node"
import type { OfficeOptions } from "../input/options.ts"
import type { RunFolder } from "./folder.ts"
import type { Ports } from "./ports.ts"

interface ManifestData {
  readonly version: 1
  readonly run: string
  readonly openedAt: string
  readonly options: OfficeOptions
  parties: readonly Party[]
  readonly ports: Ports
  readonly sauronUrl: string | null
  closedAt: string | null
  verdict: string | null
  exitCode: number | null
}

export interface Manifest {
  /** Somebody new was hired: these are all. */
  joined(parties: readonly Party[]): void
  ended(verdict: string, exitCode: number): void
}

export function openManifest(
  folder: RunFolder,
  options: OfficeOptions,
  parties: readonly Party[],
  ports: Ports,
  sauronUrl: string | undefined,
): Manifest {
  const low = JSONFileSyncPreset<ManifestData>(folder.manifest, {
    version: 1,
    run: folder.run,
    openedAt: new Date().toISOString(),
    options,
    parties,
    ports,
    sauronUrl: sauronUrl ?? null,
    closedAt: null,
    verdict: null,
    exitCode: null,
  })
  low.write()
  return {
    joined: (parties) => low.update((data) => Object.assign(data, { parties })),
    ended: (verdict, exitCode) => low.update((data) => Object.assign(data, { closedAt: new Date().toISOString(), verdict, exitCode })),
  }
}
