/** The checks of a run as JUnit XML, which CI systems read: an inconclusive check is an error, not a failure. */
import type { Try } from "../campaign/flake.ts"
import type { Summary } from "../office/summary.ts"

export function junitOf({ run, seed, checks }: Pick<Summary, "run" | "seed" | "checks">): string {
  const failures = checks.filter((check) => check.result === "violated").length
  const errors = checks.filter((check) => check.result === "inconclusive").length
  const cases = checks.map(({ name, result, detail }) => {
    const tag = result === "violated" ? "failure" : "error"
    const inside = result === "passed" ? "" : `<${tag} message="${escaped(detail)}"/>`
    return `    <testcase classname="watercooler" name="${escaped(name)}">${inside}</testcase>`
  })
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="${escaped(`watercooler ${run}, seed ${seed}`)}" tests="${checks.length}" failures="${failures}" errors="${errors}">`,
    ...cases,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n")
}

/** Of many runs: a suite for each scenario of the matrix and seed, with its checks. */
export function junitOfCases(
  { scenario }: { readonly scenario: string },
  cases: readonly { readonly name: string; readonly tries: readonly Try[] }[],
): string {
  const suites = cases.flatMap(({ name, tries }) =>
    tries.map((each) => {
      const run = name === "" ? scenario : `${scenario}, ${name}`
      // What was expected is no failure, whatever it is.
      const checks = each.asExpected ? each.checks.map((check) => ({ ...check, result: "passed" as const })) : each.checks
      return junitOf({ run, seed: each.seed, checks }).split("\n").slice(2, -2).join("\n")
    }),
  )
  return [`<?xml version="1.0" encoding="UTF-8"?>`, "<testsuites>", ...suites, "</testsuites>", ""].join("\n")
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
