/** The options of an office of programs: those of any office, where they mean something. */
import { BadInput } from "../input/complaint.ts"
import { type OfficeOptions, parseOptions, type Typed } from "../input/options.ts"
import { nodesOf, type ProgramsPlan } from "./plan.ts"

export function programOptions(plan: ProgramsPlan, flags: { readonly [flag: string]: unknown }): OfficeOptions {
  const { boss, dir, duration, newcomers, port, sauron } = flags as Typed
  const typed: Typed = {
    boss,
    dir,
    duration,
    newcomers,
    port,
    sauron,
    "sauron-port": flags["sauron-port"] as string | undefined,
    seed: plan.seed,
  }
  const parsed = parseOptions({ ...typed, bigloads: String(nodesOf(plan.programs).length) }, [], () => plan.seed)
  if (!parsed.ok) throw new BadInput(...parsed.complaints)
  const { options } = parsed
  // Programs have no misdeeds, no money and no mines: `auto` is for the Boss.
  return { ...options, kind: "wall", auto: true, checks: true, durationMs: plan.stormMs ?? options.durationMs, programs: plan }
}
