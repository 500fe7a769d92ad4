/** A short scenario of honest BigLoads, bad actors and clients who pay, simulated as every scenario is: storm, calm, verdict. */
import type { JournalEvent } from "@watercooler/kernel"
import type { Misdeed } from "@watercooler/shit-node"
import type { Program } from "../../src/simulation/cast.ts"
import { type Simulated, simulate } from "../../src/simulation/simulate.ts"
import { planOf } from "../scenario/story.ts"

export interface Outcome {
  readonly verdict: Simulated["judgement"]
  readonly notes: readonly (JournalEvent & { type: "note" })[]
}

export interface Staffing {
  readonly seed: string
  readonly honest?: number
  /** Misdeeds of each bad actor. */
  readonly shits: readonly (readonly Misdeed[])[]
  /** Stands in for the honest program of honest nodes, to see whether the judge notices. */
  readonly instead?: (program: Program) => Program
  /** Whether a Boss fires, lays off, pauses and hires back. */
  readonly boss?: boolean
}

export type { Program }

export function runOffice({ seed, honest = 4, shits, instead = (program) => program, boss = false }: Staffing): Outcome {
  const options = Object.fromEntries(shits.map((misdeeds, at) => [`s${at + 1}`, { misdeeds: misdeeds.map(({ name }) => name) }]))
  const plan = planOf(
    {
      storm: "25s",
      calm: "60s",
      network: { blockInterval: "50ms" },
      nodes: { bigloads: honest, ...(shits.length === 0 ? {} : { shits: shits.length, options }) },
      workload: { transfers: { every: "1s" } },
      ...(boss ? { boss } : {}),
    },
    seed,
  )
  const { events, judgement } = simulate(plan, { run: "misdeeds", stand: (_name, program) => instead(program) })
  return { verdict: judgement, notes: events.filter((event) => event.type === "note") }
}
