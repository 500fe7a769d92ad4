/** What is checked, and which verdict makes the claim true. */
import { checks as table } from "@watercooler/judge"
import { nearest } from "../../input/suggest.ts"
import type { Path } from "../read/path.ts"
import type { Scenario } from "../schema/scenario.ts"
import type { Objections } from "./objections.ts"
import type { Expectation } from "./plan.ts"

export const PHASES = ["always", "after-calm", "sometimes"] as const

export function planChecks({ checks }: Scenario, objections: Objections): readonly string[] | undefined {
  if (checks === undefined) return undefined
  const asked = Array.isArray(checks)
    ? checks.map((name, at) => ({ name, path: ["checks", at], phase: undefined }))
    : PHASES.flatMap((phase) => (checks[phase] ?? []).map((name, at) => ({ name, path: ["checks", phase, at], phase })))
  const seen = new Set<string>()
  for (const { name, path, phase } of asked) {
    checkOne(name, path, phase, objections)
    if (seen.has(name)) objections.add(path, `${name} is asked for twice`, "each check once", "remove it")
    seen.add(name)
  }
  return [...seen]
}

function checkOne(name: string, path: Path, phase: (typeof PHASES)[number] | undefined, objections: Objections): void {
  const check = table.find((known) => known.name === name)
  if (check === undefined) return unknown(name, path, objections)
  if (phase === undefined || check.phase === phase) return
  objections.add(path, `${name} under ${phase}`, `${name} under ${check.phase}: ${check.claim}`, `${check.phase}: [${name}]`)
}

function unknown(name: string, path: Path, objections: Objections): void {
  const known = table.map((check) => check.name)
  const near = nearest(name, known)
  const expected = near === undefined ? `a check of the judge: ${known.join(", ")}` : `a check of the judge. Did you mean ${near}?`
  objections.add(path, `there is no check ${name}`, expected, near ?? "after-calm: [agreement]")
}

export function planExpectation(
  { expect = "passed", violates }: Scenario,
  checks: readonly string[] | undefined,
  objections: Objections,
): Expectation {
  if (violates !== undefined) {
    const path = ["violates"]
    if (expect !== "violated") objections.add(path, "`violates` without `expect: violated`", "both, or none", "expect: violated", "key")
    if (!table.some(({ name }) => name === violates)) unknown(violates, path, objections)
    else if (checks !== undefined && !checks.includes(violates))
      objections.add(
        path,
        `${violates} is not among the checks`,
        `one of ${checks.join(", ")}`,
        `checks: [${[...checks, violates].join(", ")}]`,
      )
  }
  return { verdict: expect, violates }
}
