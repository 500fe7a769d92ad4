/** `watercooler run SCENARIO`: a scenario on real processes. */
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { wholeFlag } from "../input/figures.ts"
import { parseOptions } from "../input/options.ts"
import { demandWritable } from "../input/writable.ts"
import type { CheckedScenario } from "../scenario/index.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

/** A thousand tries a block, a few milliseconds of a processor: how long it takes is the scenario's to say. */
const DIFFICULTY_BITS = 10

export default class Run extends OfficeCommand {
  static override summary = "Run a scenario on real processes."
  static override description =
    `Hires everybody whom the scenario names as processes of this machine, and does to them what it says. What processes cannot do is refused with its line before anything is started.

Exit codes: 0 as expected, 1 not, 2 bad input, 3 inconclusive, as when Ctrl-C ended the storm before its time, 4 the sandbox failed, 130 interrupted before a verdict.`
  static override examples = [
    "<%= config.bin %> run scenarios/wiped-disk.yaml",
    "<%= config.bin %> run scenarios/boss-rampage.yaml --seed 7 --json",
  ]
  static override args = { scenario: Args.string({ description: "a scenario file", required: true }) }
  static override flags = {
    seed: Flags.string({ description: "what all chance is drawn from (the scenario's)", helpValue: "WORDS" }),
    sauron: Flags.boolean({ description: "let Sauron see every request, also where the scenario needs no tracker" }),
    dir: Flags.string({ description: "the run's folder (.watercooler/runs/…)", helpValue: "DIR" }),
    port: Flags.string({ description: "first port of the nodes (8000, or the next free range)", helpValue: "PORT" }),
    "sauron-port": Flags.string({ description: "Sauron's port (8999, or the next free one)", helpValue: "PORT" }),
    junit: Flags.string({ description: "write the checks as JUnit XML", helpValue: "FILE" }),
    runs: Flags.string({ description: "how many times, with other seeds, one after the other (1)", helpValue: "N" }),
    "until-failure": Flags.boolean({ description: "of many runs, stop at the first that goes another way than expected" }),
    matrix: Flags.string({
      description: "also with other values: nodes.bigloads=3,5; may be given several times",
      helpValue: "KEY=A,B",
      multiple: true,
    }),
    here: Flags.string({ hidden: true, description: "the folder that a scenario of programs means by {here}" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Run)
    const { isAboutPrograms } = await import("../programs/read.ts")
    if (isAboutPrograms(args.scenario)) {
      process.exitCode = await this.#programs(args.scenario, flags)
      return
    }
    const { loadScenario, planScenario, refusalsFor } = await import("../scenario/index.ts")
    const checked = loadScenario(args.scenario)
    const refusals = refusalsFor("real", checked)
    if (refusals.length > 0) throw new BadInput(...refusals)
    if (flags.runs !== undefined || flags.matrix !== undefined) {
      process.exitCode = await this.#campaign(args.scenario, checked, flags)
      return
    }
    const plan = planScenario(checked, flags.seed)
    const count = (isShit: boolean) => String(plan.nodes.filter(({ kind }) => (kind === "shit") === isShit).length)
    const { seed, dir, port } = flags
    const typed = { bigloads: count(false), shits: count(true), "sauron-port": flags["sauron-port"], port, dir, seed: seed ?? plan.seed }
    const parsed = parseOptions(typed, [], () => plan.seed)
    if (!parsed.ok) throw new BadInput(...parsed.complaints)
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    const { upAndDown } = await import("../terminal/session.ts")
    const options = {
      ...parsed.options,
      auto: true,
      checks: true,
      boss: plan.boss !== undefined,
      // Among processes the tracker is a part of Sauron.
      sauron: plan.tracker || flags.sauron || parsed.options.sauron,
      durationMs: Math.round(plan.stormUs / 1_000),
      difficultyBits: plan.network.difficultyBits ?? DIFFICULTY_BITS,
      scenario: plan,
    }
    process.exitCode = await upAndDown(options, { json: flags.json, junit: flags.junit })
  }

  /** Programs that are not ours. */
  async #programs(file: string, flags: RunFlags): Promise<number> {
    const { loadPrograms } = await import("../programs/read.ts")
    if (flags.runs !== undefined || flags.matrix !== undefined) return this.#campaign(file, undefined, flags)
    const { programOptions } = await import("../programs/options.ts")
    const plan = loadPrograms(file, flags.seed, flags.here)
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    const { upAndDown } = await import("../terminal/session.ts")
    return upAndDown(programOptions(plan, flags), { json: flags.json, junit: flags.junit })
  }

  /** `checked`: undefined for programs that are not ours. */
  async #campaign(file: string, checked: CheckedScenario | undefined, flags: RunFlags): Promise<number> {
    const { axesOf } = await import("../campaign/matrix.ts")
    const { runCampaign } = await import("../campaign/campaign.ts")
    if (flags.dir !== undefined)
      throw new BadInput({
        saw: "--dir with many runs",
        expected: "--dir with a single run",
        instead: "no --dir: each run has a folder of its own",
      })
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    const passed = (["port", "sauron-port"] as const).flatMap((flag) =>
      flags[flag] === undefined ? [] : [`--${flag}`, flags[flag] as string],
    )
    const further = [...passed, ...(flags.sauron ? ["--sauron"] : [])]
    const { seed } = flags
    const axes = axesOf(flags.matrix ?? [])
    const campaign =
      checked === undefined
        ? (await import("../programs/varieties.ts")).programVarieties(file, { axes, flags: further, seed })
        : (await import("../campaign/varieties.ts")).onProcesses(checked, { file, axes, seed }, further)
    const runs = wholeFlag("--runs", flags.runs, 10_000) ?? 1
    const { json, junit, "until-failure": untilFailure } = flags
    return runCampaign({ file, ...campaign, world: "real", runs, untilFailure, json, junit })
  }
}

type RunFlags = {
  readonly [flag in "runs" | "seed" | "junit" | "dir" | "port" | "sauron-port" | "here"]?: string | undefined
} & { readonly matrix?: string[] | undefined; readonly sauron: boolean; readonly json: boolean; readonly "until-failure": boolean }
