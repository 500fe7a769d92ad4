/** `watercooler simulate SCENARIO`: a scenario in virtual time, once or with many seeds. */
import { availableParallelism } from "node:os"
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { durationFlag, wholeFlag } from "../input/figures.ts"
import { demandWritable } from "../input/writable.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

const RUNS_MAX = 10_000_000

export default class Simulate extends OfficeCommand {
  static override summary = "Run a scenario in virtual time: the same seed, the same run, to the last effect."
  static override description =
    `Runs the same node programs and the same faults as an office of processes would, in one thread, without waiting. One run leaves a folder that can be replayed; of many runs only those do that went another way than the scenario expects.

Exit codes: 0 as expected, 1 not, 2 bad input, 3 inconclusive, 4 the sandbox itself failed, 130 interrupted.`
  static override examples = [
    { description: "Once, with the scenario's own seed", command: "<%= config.bin %> simulate scenarios/fork-and-heal.yaml" },
    { description: "A thousand seeds on all cores", command: "<%= config.bin %> simulate scenarios/boss-rampage.yaml --runs 1000" },
    {
      description: "Until something breaks, or ten minutes have passed",
      command: "<%= config.bin %> simulate scenarios/loss.yaml --until-failure --for 10m",
    },
  ]
  static override args = { scenario: Args.string({ description: "a scenario file", required: true }) }
  static override flags = {
    seed: Flags.string({ description: "what all chance is drawn from; the first of many (the scenario's)", helpValue: "WORDS" }),
    runs: Flags.string({ description: "how many seeds to try (1)", helpValue: "N" }),
    jobs: Flags.string({ description: "how many at once (one for each core)", helpValue: "N" }),
    "until-failure": Flags.boolean({ description: "go on until a run goes another way than expected" }),
    for: Flags.string({ description: "begin no new run after this time: 30s, 10m", helpValue: "TIME" }),
    matrix: Flags.string({
      description: "also with other values: nodes.bigloads=3,5; may be given several times",
      helpValue: "KEY=A,B",
      multiple: true,
    }),
    dir: Flags.string({ description: "the run's folder (.watercooler/runs/…)", helpValue: "DIR" }),
    junit: Flags.string({ description: "write the checks as JUnit XML", helpValue: "FILE" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Simulate)
    // Whoever started us with a line to us, as `shrink` does, is not outlived.
    if (process.send !== undefined) await import("../processes/leash.ts")
    const runs = wholeFlag("--runs", flags.runs, RUNS_MAX)
    const jobs = wholeFlag("--jobs", flags.jobs, 256)
    const forMs = flags.for === undefined ? undefined : durationFlag("--for", flags.for, "30s")
    if (flags.seed === "") throw new BadInput({ saw: '--seed ""', expected: "a seed of one character or more", instead: "--seed 7" })
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    const isBatch = runs !== undefined || flags["until-failure"] || forMs !== undefined
    if (isBatch && flags.dir !== undefined)
      throw new BadInput({
        saw: "--dir with many runs",
        expected: "--dir with a single run",
        instead: "no --dir: each failure gets a folder",
      })
    if (flags.matrix !== undefined) {
      const { axesOf } = await import("../campaign/matrix.ts")
      const { runCampaign } = await import("../campaign/campaign.ts")
      const { inVirtualTime } = await import("../campaign/varieties.ts")
      const { loadScenario } = await import("../scenario/index.ts")
      const { json, junit, seed } = flags
      const file = args.scenario
      const campaign = inVirtualTime(loadScenario(file), { file, axes: axesOf(flags.matrix), seed })
      const how = { world: "simulated", runs: runs ?? 1, untilFailure: flags["until-failure"] } as const
      process.exitCode = await runCampaign({ file, ...campaign, ...how, json, junit })
      return
    }
    const { simulateMany, simulateOnce } = await import("../terminal/simulating.ts")
    const { json, junit, seed, dir } = flags
    process.exitCode = isBatch
      ? await simulateMany(args.scenario, {
          seed,
          // Without an end of its own a batch ends with the first failure, or with the time.
          runs: runs ?? Number.POSITIVE_INFINITY,
          jobs: jobs ?? availableParallelism(),
          untilFailure: flags["until-failure"],
          forMs,
          json,
          junit,
        })
      : await simulateOnce(args.scenario, { seed, dir, json, junit })
  }
}
