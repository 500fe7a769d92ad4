/** A run of one of the examples, short enough for a test. */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { nodeNames, programOf, scheduleOf } from "../../src/maelstrom/plan.ts"
import { type MaelstromResult, runMaelstrom } from "../../src/maelstrom/run.ts"
import type { MaelstromOptions, Schedule } from "../../src/maelstrom/schedule.ts"

export const examples = fileURLToPath(new URL("../../../../examples/maelstrom/", import.meta.url))

export type Wanted = Partial<Omit<MaelstromOptions, "program" | "network" | "nodes">> & {
  readonly nodeCount?: number
  readonly latencyMs?: number
  readonly lossPerMillion?: number
}

export function optionsFor(
  workload: string,
  bin: string,
  { nodeCount = 3, latencyMs = 0, lossPerMillion = 0, ...more }: Wanted = {},
): MaelstromOptions {
  const seed = more.seed ?? "examples"
  return {
    workload,
    program: programOf(bin.startsWith("/") ? bin : join(examples, bin), []),
    nodes: nodeNames(nodeCount),
    concurrency: 6,
    ratePerS: 100,
    limitMs: 2_000,
    network: { seed, latencyMs, distribution: "exponential", lossPerMillion },
    nemeses: [],
    nemesisIntervalMs: 1_000,
    topology: "grid",
    consistency: "strict-serializable",
    availabilityMin: undefined,
    seed,
    quietMs: 1_000,
    timeoutMs: 2_000,
    keyCount: 3,
    writesPerKeyMax: 16,
    txnLengthMin: 1,
    txnLengthMax: 4,
    ...more,
  }
}

export async function play(schedule: Schedule): Promise<MaelstromResult & { readonly said: readonly string[] }> {
  const dir = mkdtempSync(join(tmpdir(), "watercooler-maelstrom-"))
  const said: string[] = []
  try {
    const result = await runMaelstrom(schedule, dir, { said: (_, words) => void said.push(words) }, new AbortController().signal)
    return { ...result, said }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

export const test1 = (workload: string, bin: string, wanted: Wanted = {}) => play(scheduleOf(optionsFor(workload, bin, wanted)))

/** Why tests of Python examples cannot be run here; undefined if they can. */
export function noPython(): string | undefined {
  try {
    execFileSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"], { stdio: "ignore" })
    return undefined
  } catch {
    return "python3, 3.8 or newer, is not installed"
  }
}
