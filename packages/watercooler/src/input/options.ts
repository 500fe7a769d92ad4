/** What kind of office somebody wants: the flags of `up`, checked as a whole, so that every mistake is named at once. */
import type { ProgramsPlan } from "../programs/plan.ts"
import type { ScenarioPlan } from "../scenario/plan/plan.ts"
import type { Complaint } from "./complaint.ts"
import { A_DURATION, parseDuration } from "./duration.ts"
import { parseWhole } from "./figures.ts"
import { badSeed, isPlainLine } from "./plain.ts"
import { didYouMean } from "./suggest.ts"

export const kinds = ["wall", "bigcrap", "bigload"] as const
export type Kind = (typeof kinds)[number]

export interface OfficeOptions {
  readonly bigloads: number
  readonly shits: number
  readonly kind: Kind
  /** Every shit does all of these; undefined: each draws its own by seed. */
  readonly misdeeds: readonly string[] | undefined
  readonly sauron: boolean
  readonly boss: boolean
  /** How many brand-new nodes the Boss may hire. */
  readonly newcomers: number
  /** Honest nodes pay each other, shits misbehave and the Boss acts, all by themselves. */
  readonly auto: boolean
  /** Whether to judge the run at its end. */
  readonly checks: boolean
  readonly durationMs: number | undefined
  readonly seed: string
  /** The run's folder; undefined: a new one below `.watercooler/runs`. */
  readonly dir: string | undefined
  /** First port of the nodes, asked for by name; undefined: 8000, or the next free range. */
  readonly port: number | undefined
  readonly sauronPort: number | undefined
  readonly difficultyBits: number
  /** What `watercooler run` was given: who takes part, what happens when, what is checked. The flags above say the same as far as they can. */
  readonly scenario?: ScenarioPlan
  /** In place of our own nodes: programs of somebody else. */
  readonly programs?: ProgramsPlan
}

/** The flags as they were typed. */
export type Typed = { readonly [flag: string]: string | boolean | undefined }

export type ParsedOptions =
  | { readonly ok: true; readonly options: OfficeOptions }
  | { readonly ok: false; readonly complaints: readonly Complaint[] }

const nodesMax = 200
/** As many as an office keeps ports for. */
export const newcomersMax = 32
const defaultDifficultyBits = 14

export function parseOptions(typed: Typed, knownMisdeeds: readonly string[], freshSeed: () => string): ParsedOptions {
  const complaints: Complaint[] = []
  const complain = (saw: string, expected: string, instead: string): undefined => {
    complaints.push({ saw, expected, instead })
    return undefined
  }
  const whole = (flag: string, min: number, max: number, what: string, example: string): number | undefined => {
    const words = typed[flag]
    if (words === undefined) return undefined
    const seen = `${dashed(flag)} ${words}`
    return parseWhole(String(words), min, max) ?? complain(seen, `${what}, a whole number from ${min} to ${max}`, example)
  }

  const shits = whole("shits", 0, nodesMax, "how many shits", "-y 2") ?? 0
  const nobody = typed.bigloads === "0"
  if (nobody) {
    const why = shits > 0 ? ": shits alone have nobody to lie to" : ""
    complain(`-x 0${shits > 0 ? ` -y ${shits}` : ""}`, `at least one honest node${why}`, shits > 0 ? `-x 5 -y ${shits}` : "-x 5")
  }
  const bigloads = (nobody ? undefined : whole("bigloads", 1, nodesMax, "how many honest nodes", "-x 5")) ?? 5

  const kindWords = String(typed.kind ?? "bigload")
  const kind = kinds.find((known) => known === kindWords)
  if (kind === undefined) complain(`--kind ${kindWords}`, `one of ${kinds.join(", ")}.${didYouMean(kindWords, kinds)}`, "--kind bigload")
  if (kind === "wall" && shits > 0) complain(`--kind wall -y ${shits}`, "no shits among walls, which talk to nobody", "--kind bigcrap")

  const misdeeds = typed.misdeeds === undefined ? undefined : words(String(typed.misdeeds))
  for (const misdeed of misdeeds ?? []) {
    if (knownMisdeeds.includes(misdeed)) continue
    const known = didYouMean(misdeed, knownMisdeeds)
    complain(`--misdeeds ${misdeed}`, `a misdeed of the catalogue.${known}`, "watercooler misdeeds (lists them all)")
  }
  if (misdeeds?.length === 0)
    complain(`--misdeeds "${typed.misdeeds}"`, "one misdeed or more", "--misdeeds overspend, or leave it out: then they are drawn by seed")
  if (misdeeds !== undefined && misdeeds.length > 0 && shits === 0) {
    complain(`--misdeeds ${misdeeds.join(",")} without -y`, "somebody to do them", `-y 1 --misdeeds ${misdeeds.join(",")}`)
  }

  const durationMs = typed.duration === undefined ? undefined : parseDuration(String(typed.duration))
  if (typed.duration !== undefined && durationMs === undefined) {
    complain(`--duration ${typed.duration}`, A_DURATION, "--duration 30s")
  }

  const newcomers = whole("newcomers", 0, newcomersMax, "how many brand-new nodes the Boss may hire", "--newcomers 1") ?? 0
  if (newcomers > 0 && typed.boss !== true)
    complain(`--newcomers ${newcomers} without --boss`, "a Boss who hires them", `--boss --newcomers ${newcomers}`)

  const port = whole("port", 1_024, 65_535 - bigloads - shits, "the first port of the nodes", "--port 8000")
  const sauronPort = whole("sauron-port", 1_024, 65_535, "Sauron's port", "--sauron-port 8999")
  const difficultyBits = whole("difficulty", 0, 24, "leading zero bits of a block's hash", "--difficulty 14") ?? defaultDifficultyBits

  if (typed.seed === "") complain(`--seed ""`, "at least one letter or digit", "--seed office, or leave it out: then a new one is drawn")
  if (typeof typed.seed === "string" && !isPlainLine(typed.seed)) complaints.push(badSeed(typed.seed))
  if (typed.dir === "") complain(`--dir ""`, "a folder that is new or empty", "--dir my-run, or leave it out: then a new one is made")

  if (complaints.length > 0 || kind === undefined) return { ok: false, complaints }
  const auto = typed.auto === true
  return {
    ok: true,
    options: {
      bigloads,
      shits,
      kind,
      misdeeds,
      sauron: typed.sauron === true || sauronPort !== undefined,
      boss: typed.boss === true,
      newcomers,
      auto,
      checks: typeof typed.checks === "boolean" ? typed.checks : auto && kind === "bigload",
      durationMs,
      seed: typed.seed === undefined ? freshSeed() : String(typed.seed),
      dir: typed.dir === undefined ? undefined : String(typed.dir),
      port,
      sauronPort,
      difficultyBits,
    },
  }
}

function dashed(flag: string): string {
  return flag === "bigloads" ? "-x" : flag === "shits" ? "-y" : `--${flag}`
}

function words(list: string): readonly string[] {
  return list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
}
