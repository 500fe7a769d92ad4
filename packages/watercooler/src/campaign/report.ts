/** Many runs as a person reads them: a row for each scenario of the matrix, then what went wrong, by kind. */
import type { ChalkInstance } from "chalk"
import { plural, seconds } from "../terminal/words.ts"
import type { Flake } from "./flake.ts"

export interface CaseResult extends Flake {
  /** What is other in it; empty for the scenario as it is. */
  readonly name: string
}

export interface CampaignSummary {
  readonly scenario: string
  readonly claim: string
  readonly world: "real" | "simulated"
  readonly runs: number
  readonly asExpected: number
  readonly wallMs: number
  readonly exitCode: number
  readonly cases: readonly CaseResult[]
}

export function campaignReport(
  { asExpected, cases, claim, runs, scenario, wallMs, world }: CampaignSummary,
  chalk: ChalkInstance,
): readonly string[] {
  const all = asExpected === runs && runs > 0
  const width = Math.max(8, ...cases.map(({ name }) => name.length))
  return [
    "",
    `${chalk.bold(scenario)}  ${claim}`,
    "",
    (all ? chalk.green : chalk.red)(`${all ? "✓" : "✗"} ${asExpected} of ${plural(runs, "run")} as expected`),
    "",
    `  ${"".padEnd(width)}   as expected        95 % of the time`,
    ...cases.map((each) => row(each, width, chalk)),
    ...cases.flatMap((each) => groups(each, chalk)),
    "",
    `  ${world === "real" ? "real processes" : "virtual time"} · ${seconds(wallMs)}`,
  ]
}

function row({ asExpected, high, low, name, rate, runs }: CaseResult, width: number, chalk: ChalkInstance): string {
  const mark = asExpected === runs && runs > 0 ? chalk.green("✓") : chalk.red("✗")
  const figures = `${String(asExpected).padStart(5)} of ${String(runs).padEnd(5)} ${percent(rate)}`
  return `  ${(name === "" ? "as it is" : name).padEnd(width)} ${mark} ${figures}   ${percent(low)} to ${percent(high)}`
}

function groups({ groups: found, name }: CaseResult, chalk: ChalkInstance): readonly string[] {
  return found.flatMap(({ check, count, example, seeds }) => [
    "",
    `  ${chalk.red(`${count} ×`)} ${check}${name === "" ? "" : chalk.dim(`  ${name}`)}`,
    `      ${example.detail}`,
    chalk.dim(`      seed ${seeds.join(", ")}${count > seeds.length ? ", …" : ""}${example.dir === null ? "" : ` · ${example.dir}`}`),
  ])
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`
}
