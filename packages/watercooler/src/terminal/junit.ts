/**
 * The checks of a run as JUnit XML, which CI systems read: an inconclusive check is an error, not a failure. Of a scenario the claim is one more case, and what
 * was expected is neither: a report without failures and errors is the exit code 0.
 */
import type { Try } from "../campaign/flake.ts"
import type { Summary } from "../office/summary.ts"
import { headlineOf } from "./headline.ts"

export interface Case {
  readonly name: string
  readonly result: "passed" | "violated" | "inconclusive"
  readonly detail: string
  /** It is violated, or inconclusive, and that is what was wanted. */
  readonly isExpected?: boolean
}

export type Judged = Pick<Summary, "run" | "seed" | "checks" | "verdict" | "detail" | "claim" | "expected" | "asExpected">

export function junitOf(summary: Judged): string {
  const { asExpected, checks, claim, run, seed, verdict } = summary
  const isExpected = asExpected === true
  const ofClaim: readonly Case[] =
    claim === undefined || verdict === "none"
      ? []
      : [
          {
            name: claim,
            result: isExpected ? "passed" : verdict === "inconclusive" ? verdict : "violated",
            detail: headlineOf(summary).words,
          },
        ]
  return junitSuite(`watercooler ${run}, seed ${seed}`, [...ofClaim, ...checks.map((check) => ({ ...check, isExpected }))])
}

export function junitSuite(name: string, cases: readonly Case[]): string {
  const bad = cases.filter(({ isExpected = false }) => !isExpected)
  const failures = bad.filter(({ result }) => result === "violated").length
  const errors = bad.filter(({ result }) => result === "inconclusive").length
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" errors="${errors}">`,
    ...cases.map((each) => `    <testcase classname="watercooler" name="${escaped(each.name)}">${inside(each)}</testcase>`),
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n")
}

/** Of many runs: a suite for each scenario of the matrix and seed, with its checks and the claim. */
export function junitOfCases(
  { claim, scenario }: { readonly scenario: string; readonly claim?: string },
  cases: readonly { readonly name: string; readonly tries: readonly Try[] }[],
): string {
  const suites = cases.flatMap(({ name, tries }) =>
    tries.map(({ asExpected, checks, detail, seed, verdict }) => {
      const run = name === "" ? scenario : `${scenario}, ${name}`
      const claimed = claim === undefined ? {} : { claim }
      return junitOf({ run, seed, checks, verdict, detail, asExpected, ...claimed })
        .split("\n")
        .slice(2, -2)
        .join("\n")
    }),
  )
  return [`<?xml version="1.0" encoding="UTF-8"?>`, "<testsuites>", ...suites, "</testsuites>", ""].join("\n")
}

function inside({ detail, isExpected = false, result }: Case): string {
  if (result === "passed") return ""
  if (isExpected) return `<system-out>${escaped(`${result}, as expected: ${detail}`)}</system-out>`
  return `<${result === "violated" ? "failure" : "error"} message="${escaped(detail)}"/>`
}

/** Control characters may not be in XML at all. */
function escaped(text: string): string {
  const plain = text.replace(/\s+/g, " ").replace(/\p{Cc}/gu, "�")
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
