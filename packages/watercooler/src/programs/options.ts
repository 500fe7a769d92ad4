/** The options of an office of programs: those of any office, where they mean something. */
import { BadInput } from "../input/complaint.ts"
import { type OfficeOptions, parseOptions, type Typed } from "../input/options.ts"
import { didYouMean } from "../input/suggest.ts"
import { Objections } from "../scenario/plan/objections.ts"
import { checkGaps, programOf } from "./compile-program.ts"
import { readRole } from "./compile-role.ts"
import { frontKinds, nodesOf, type Program, type ProgramsPlan } from "./plan.ts"
import type { Role } from "./roles.ts"

type Flags = { readonly [flag: string]: unknown }

const PASSED = ["auto", "boss", "checks", "dir", "duration", "newcomers", "port", "sauron", "sauron-port"] as const

/** Of a scenario. */
export function programOptions(plan: ProgramsPlan, flags: Flags): OfficeOptions {
  return withPrograms({ ...flags, auto: true, checks: true, boss: plan.boss !== undefined }, plan)
}

/** Of the command line: `-x 3 --node COMMAND`. */
export function optionsForNode(command: string, flags: Flags, freshSeed: () => string): OfficeOptions {
  const ours = (["shits", "kind", "misdeeds", "difficulty", "newcomers"] as const).find((flag) => flags[flag] !== undefined)
  if (ours !== undefined) {
    const saw = `--node with ${ours === "shits" ? "-y" : `--${ours}`}`
    throw new BadInput({ saw, expected: "flags that concern any program", instead: `-x 3 --node '${command}'` })
  }
  const { peer, ready = "port", reach = "per-dialler" } = flags as { readonly [flag: string]: string | undefined }
  const fronts = frontKinds.find((known) => known === reach)
  if (fronts === undefined)
    throw new BadInput({
      saw: `--reach ${reach}`,
      expected: `one of ${frontKinds.join(", ")}.${didYouMean(reach, frontKinds)}`,
      instead: "--reach per-node",
    })
  const { bigloads: count, seed } = wanted(flags, freshSeed)
  const objections = new Objections()
  const program = programOf(
    "node",
    { count, command, reach: fronts, ready: readyOf(ready), ...(peer === undefined ? {} : { peer }) },
    objections,
  )
  checkGaps([program], process.cwd(), objections)
  const likes = liked(flags, program, objections)
  if (objections.list.length > 0)
    throw new BadInput(
      ...objections.list.map(({ expected, instead, path, seen }) => ({
        saw: `${path.at(-1) === "peer" ? `--peer '${peer}'` : `--node '${command}'`}: ${seen}`,
        expected,
        instead: path.at(-1) === "peer" ? "--peer '{name}={address}'" : instead,
      })),
    )
  const plan: ProgramsPlan = {
    claim: undefined,
    seed,
    stormMs: undefined,
    programs: [program],
    faults: [],
    roleFaults: [],
    boss: undefined,
    likes,
    drive: undefined,
    checks: undefined,
    expect: { verdict: "passed", violates: undefined },
    here: process.cwd(),
  }
  return withPrograms({ ...flags, checks: flags.checks ?? true }, plan)
}

/** `log:TEXT`, `module:FILE`, or `http:/PATH=ANSWER`, where a JSON pointer may stand behind `#`. */
function liked({ boss, likes }: Flags, program: Program, objections: Objections): Role | undefined {
  if (typeof likes !== "string") return undefined
  const instead = "--boss --likes 'http:/status#/role=leader'"
  if (boss !== true) throw new BadInput({ saw: "--likes without --boss", expected: "a Boss, who harms them rather than others", instead })
  const [, by, words = ""] = /^(log|module|http):(.+)$/.exec(likes) ?? []
  const [, path = "", at = "", is = ""] = by === "http" ? (/^(\/[^\s#=]*)(?:#([^\s=]*))?=(.+)$/.exec(words) ?? []) : []
  if (by === undefined || (by === "http" && path === ""))
    throw new BadInput({ saw: `--likes ${likes}`, expected: "log:TEXT, module:FILE, or http:/PATH#/POINTER=ANSWER", instead })
  const role = by === "http" ? { http: path, at, is: scalarOf(is) } : { [by]: words }
  return readRole(role, [], [program], process.cwd(), objections)
}

/** As in a scenario: `true` and `3` are no words. */
function scalarOf(words: string): string | number | boolean {
  if (words === "true" || words === "false") return words === "true"
  return /^-?\d+(\.\d+)?$/.test(words) ? Number(words) : words
}

function readyOf(words: string): NonNullable<Parameters<typeof programOf>[1]["ready"]> | undefined {
  if (words === "port") return undefined
  if (words.startsWith("http:/")) return { http: words.slice("http:".length) }
  if (words.startsWith("log:") && words.length > "log:".length) return { log: words.slice("log:".length) }
  throw new BadInput({ saw: `--ready ${words}`, expected: "port, http:/PATH or log:TEXT", instead: "--ready http:/health" })
}

function wanted({ bigloads, seed }: Flags, freshSeed: () => string): OfficeOptions {
  const parsed = parseOptions({ bigloads: (bigloads as string | undefined) ?? "3", seed: seed as string | undefined }, [], freshSeed)
  if (!parsed.ok) throw new BadInput(...parsed.complaints)
  return parsed.options
}

function withPrograms(flags: Flags, plan: ProgramsPlan): OfficeOptions {
  const typed: Typed = Object.fromEntries(PASSED.map((flag) => [flag, flags[flag] as string | boolean | undefined]))
  const parsed = parseOptions({ ...typed, seed: plan.seed, bigloads: String(nodesOf(plan.programs).length) }, [], () => plan.seed)
  if (!parsed.ok) throw new BadInput(...parsed.complaints)
  const { options } = parsed
  // They have no misdeeds, no money and no mines: to the rest of the office they are walls.
  return { ...options, kind: "wall", durationMs: plan.stormMs ?? options.durationMs, programs: plan }
}
