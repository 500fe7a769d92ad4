/** `watercooler shrink RUN`: the smallest scenario that breaks the same promise. */
import { Args, Flags } from "@oclif/core"
import { durationFlag } from "../input/figures.ts"
import { demandFreshScenario } from "../input/fresh.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Shrink extends OfficeCommand {
  static override summary = "Find the smallest scenario that breaks the same promise."
  static override description =
    `Leaves out faults, nodes, transfers and misdeeds for as long as the same check is broken, and writes what is left as a scenario file, which a fresh process then has to confirm. Faults are tied to what nodes note, so that leaving out one does not move the others. Never overwrites a file. Ctrl-C ends the search: the smallest so far is written and confirmed.

Exit codes: 0 shrunk and confirmed, 2 bad input, such as a run in which nothing is broken, 4 not confirmed, 130 interrupted.`
  static override examples = [
    "<%= config.bin %> shrink .watercooler/runs/20260101-120000-abcd",
    "<%= config.bin %> shrink scenarios/double-spend-shallow.yaml --out smallest.yaml",
  ]
  static override args = { run: Args.string({ description: "the folder of a simulated run, or a scenario file", required: true }) }
  static override flags = {
    out: Flags.string({ description: "where to write the scenario (shrunk.yaml, or shrunk-2.yaml, and so on)", helpValue: "FILE" }),
    check: Flags.string({ description: "the check that must stay broken (the one that was broken first)", helpValue: "NAME" }),
    seed: Flags.string({ description: "in place of the run's, or the scenario's", helpValue: "WORDS" }),
    for: Flags.string({ description: "try nothing new after this time (60s)", helpValue: "TIME" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Shrink)
    const forMs = durationFlag("--for", flags.for ?? "60s", "60s")
    if (flags.out !== undefined) demandFreshScenario(flags.out)
    const { shrinkRun } = await import("../terminal/shrinking.ts")
    process.exitCode = await shrinkRun(args.run, { ...flags, out: flags.out, check: flags.check, seed: flags.seed, forMs })
  }
}
