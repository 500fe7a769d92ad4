/** The checks of a run as JUnit XML, which CI systems read: an inconclusive check is an error, not a failure. */
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

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
