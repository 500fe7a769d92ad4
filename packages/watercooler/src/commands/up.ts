/** `watercooler -x 5 -y 2 --sauron --boss --auto`: opens an office and runs it to its verdict. */
import { randomBytes } from "node:crypto"
import { Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { idleWords } from "../input/idle.ts"
import { kinds, type OfficeOptions, parseOptions } from "../input/options.ts"
import { demandWritable } from "../input/writable.ts"
import type { SessionFlags } from "../terminal/session.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Up extends OfficeCommand {
  static override hidden = true
  static override summary = "Open an office: real nodes, real bad actors, a real Boss, one verdict."
  static override description =
    `Hires honest nodes (BigLoads) and bad actors (BigLoadsOfShit) as processes of this machine. With --auto they pay each other and misbehave, and the Boss fires and hires; without it nothing happens unless told.

After --duration, or the first Ctrl-C, the storm ends: everybody comes back, one more block follows, and the network is judged. A second Ctrl-C ends at once.

Exit codes: 0 passed, 1 violated, 2 bad input, 3 inconclusive, 4 the sandbox failed, 130 interrupted.`
  static override examples = [
    { description: "The whole thing, until Ctrl-C", command: "<%= config.bin %> -x 5 -y 2 --sauron --boss --auto" },
    {
      description: "In CI: half a minute, then one JSON document",
      command: "<%= config.bin %> -x 5 -y 2 --boss --auto --duration 30s --json",
    },
    {
      description: "What the Boss would do, without doing it",
      command: "<%= config.bin %> -x 5 --boss --auto --duration 30s --seed 7 --dry-run",
    },
    {
      description: "A program of your own",
      command: "<%= config.bin %> -x 3 --node './my-node --port {port} --peers {peers} --data {data}'",
    },
    { description: "Walls to ping, Sauron to see it", command: "<%= config.bin %> -x 3 --kind wall --sauron" },
  ]
  static override flags = {
    bigloads: Flags.string({ char: "x", aliases: ["honest"], description: "how many honest nodes (5)", helpValue: "N" }),
    shits: Flags.string({ char: "y", description: "how many bad actors (0)", helpValue: "N" }),
    kind: Flags.string({ description: `what the honest nodes are: ${kinds.join(", ")} (bigload)`, helpValue: "KIND" }),
    node: Flags.string({
      description: "in place of honest nodes, a program of your own: './my-node --port {port} --peers {peers} --data {data}'",
      helpValue: "COMMAND",
    }),
    ready: Flags.string({ description: "with --node, when it is ready: port, http:/health, or log:TEXT (port)", helpValue: "HOW" }),
    reach: Flags.string({
      description: "with --node, how others reach it: per-dialler, per-node, proxy, none (per-dialler)",
      helpValue: "HOW",
    }),
    peer: Flags.string({ description: "with --node, how a peer is told: {name}={address} ({address})", helpValue: "WORDS" }),
    likes: Flags.string({
      description: "with --node and --boss, whom the Boss harms rather than others: log:TEXT, http:/status#/role=leader, module:FILE",
      helpValue: "HOW",
    }),
    misdeeds: Flags.string({ description: "what every bad actor does; drawn by seed when left out", helpValue: "A,B" }),
    sauron: Flags.boolean({ description: "let Sauron see every request, and track peers" }),
    boss: Flags.boolean({ description: "hire the Boss, who fires and hires back" }),
    newcomers: Flags.string({ description: "the Boss may also hire so many brand-new nodes (0)", helpValue: "N" }),
    auto: Flags.boolean({ description: "everything happens by itself" }),
    checks: Flags.boolean({ allowNo: true, description: "judge the run (with --auto)" }),
    duration: Flags.string({ description: "how long the storm lasts: 30s, 2m (until Ctrl-C)", helpValue: "TIME" }),
    seed: Flags.string({ description: "what all chance is drawn from (a new one)", helpValue: "WORDS" }),
    difficulty: Flags.string({ description: "leading zero bits of a block's hash (14)", helpValue: "BITS" }),
    dir: Flags.string({ description: "the run's folder (.watercooler/runs/…)", helpValue: "DIR" }),
    port: Flags.string({ description: "first port of the nodes (8000, or the next free range)", helpValue: "PORT" }),
    "sauron-port": Flags.string({ description: "Sauron's port (8999, or the next free one)", helpValue: "PORT" }),
    junit: Flags.string({ description: "write the checks as JUnit XML", helpValue: "FILE" }),
    "dry-run": Flags.boolean({ description: "print the Boss's plan and start nothing" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Up)
    if (flags.node !== undefined) {
      const { optionsForNode } = await import("../programs/options.ts")
      const options = optionsForNode(flags.node, flags, () => randomBytes(4).toString("hex"))
      if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
      if (flags["dry-run"]) return this.rehearse(options, flags.json)
      return this.open(options, flags)
    }
    const alone = (["ready", "reach", "peer", "likes"] as const).find((flag) => flags[flag] !== undefined)
    if (alone !== undefined)
      throw new BadInput({
        saw: `--${alone} without --node`,
        expected: "a program of your own",
        instead: `--node './my-node --port {port}' --${alone} ${flags[alone]}`,
      })
    const { catalogue } = await import("../office/assignment.ts")
    const misdeeds = (await catalogue()).map((misdeed) => misdeed.name)
    const parsed = parseOptions(flags, misdeeds, () => randomBytes(4).toString("hex"))
    if (!parsed.ok) throw new BadInput(...parsed.complaints)
    if (flags.junit !== undefined) demandWritable("--junit", flags.junit, "checks.xml")
    if (flags["dry-run"] && !flags.boss)
      throw new BadInput({ saw: "--dry-run without --boss", expected: "a Boss, whose plan can be printed", instead: "--boss --dry-run" })
    if (flags["dry-run"]) return this.rehearse(parsed.options, flags.json)
    return this.open(parsed.options, flags)
  }

  private async open(options: OfficeOptions, { json, junit }: SessionFlags): Promise<void> {
    const idle = idleWords(options)
    if (idle !== undefined) process.stderr.write(`${idle}\n`)
    const { upAndDown } = await import("../terminal/session.ts")
    process.exitCode = await upAndDown(options, { json, junit })
  }

  private async rehearse(options: OfficeOptions, json: boolean): Promise<void> {
    const { rehearsalOf } = await import("../office/rehearsal.ts")
    const { sayPlan } = await import("../terminal/plan.ts")
    const rehearsal = rehearsalOf(options)
    this.print(json ? rehearsal : sayPlan(rehearsal))
  }
}
