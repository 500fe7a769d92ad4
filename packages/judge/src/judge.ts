/** From what happened to a verdict. */
import { faultsTouched, neverBegan } from "./checks/faults-touched.ts"
import { checks } from "./checks/table.ts"
import { type Evidence, gather } from "./evidence.ts"
import type { JudgeInput } from "./input.ts"
import type { Answer, CheckResult, Verdict } from "./verdict.ts"
import { plural } from "./words.ts"

export function judge(input: JudgeInput): Verdict {
  const evidence = gather(input)
  const results = input.asked ? askedOf(input.asked, evidence).map((name) => examineNamed(name, evidence)) : examineAll(evidence)
  const verdict = overall(results)
  return { verdict, detail: summary(verdict, results), checks: results }
}

/** Whoever planned a storm and got less has not tried what was claimed, whatever else was asked. */
function askedOf(asked: readonly string[], evidence: Evidence): readonly string[] {
  const { name } = faultsTouched
  return asked.includes(name) || neverBegan(evidence).length === 0 ? asked : [...asked, name]
}

function examineAll(evidence: Evidence): readonly CheckResult[] {
  return checks
    .filter((check) => check.applies(evidence))
    .map((check) => ({ name: check.name, phase: check.phase, ...check.examine(evidence) }))
}

function examineNamed(name: string, evidence: Evidence): CheckResult {
  const check = checks.find((candidate) => candidate.name === name)
  if (!check) return { name, phase: "always", result: "inconclusive", detail: `There is no check named ${name}.` }
  return { name, phase: check.phase, ...check.examine(evidence) }
}

/** One violation is enough; else one open question is. Nothing asked is nothing broken. */
function overall(results: readonly CheckResult[]): Answer {
  if (results.some(({ result }) => result === "violated")) return "violated"
  return results.some(({ result }) => result === "inconclusive") ? "inconclusive" : "passed"
}

function summary(verdict: Answer, results: readonly CheckResult[]): string {
  if (results.length === 0) return "No check was asked for."
  if (verdict === "passed") return `${plural(results.length, "check")} passed.`
  const found = results.filter(({ result }) => result === verdict)
  // What was seen first comes first: `shrink`, and a batch of seeds, name the same.
  const [first, ...more] = found.toSorted((a, b) => timeOf(a) - timeOf(b))
  const others = more.length === 0 ? "" : ` (and ${more.map(({ name }) => name).join(", ")})`
  return `${first?.name}: ${first?.detail}${others}`
}

const timeOf = ({ firstBad }: CheckResult): number => firstBad?.t ?? Number.MAX_SAFE_INTEGER
