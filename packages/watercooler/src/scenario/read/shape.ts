/** Whether a value has the shape of a scenario: what the schema objects to, in words for a person. */
import type { z } from "zod"
import { didYouMean, nearest } from "../../input/suggest.ts"
import { momentKeys, verbNames } from "../schema/faults.ts"
import { type Scenario, scenario } from "../schema/scenario.ts"
import { insteadOf, keyAdvice } from "./advice.ts"
import type { Objection } from "./objection.ts"
import { type Path, startsWith, valueAt } from "./path.ts"
import { keysAt, schemaAt } from "./walk.ts"

type Issue = z.core.$ZodIssue

export interface Shaped {
  /** The parts that have their shape; undefined when too little is left to go on with. */
  readonly scenario: Scenario | undefined
  readonly objections: readonly Objection[]
  /** Whether anything was left out. */
  readonly whole: boolean
  /** For each fault that is left, its number in the file. */
  readonly faultNumbers: readonly number[]
}

export function shapeScenario(value: unknown): Shaped {
  const result = scenario.safeParse(value)
  if (result.success) {
    const faultNumbers = (result.data.faults ?? []).map((_, at) => at)
    return { scenario: value as Scenario, objections: [], whole: true, faultNumbers }
  }
  const issues = withoutMisspelt(result.error.issues, value, (path) => keysAt(scenario, path))
  const objections = issues.flatMap((issue) => describe(narrowed(issue), value))
  return {
    ...withoutWrong(
      value,
      objections.map(({ path }) => path),
    ),
    objections,
    whole: false,
  }
}

/** The rest of a file can be looked at as well: so that all mistakes are named at once. */
function withoutWrong(value: unknown, wrong: readonly Path[]): Pick<Shaped, "scenario" | "faultNumbers"> {
  const nothing = { scenario: undefined, faultNumbers: [] }
  if (!isRecord(value)) return nothing
  const faults = Array.isArray(value.faults) ? (value.faults as unknown[]) : []
  // Without a storm of some length, nobody knows how often something happens again.
  const isEndless = wrong.some(([section]) => section === "storm") || value.storm === undefined
  const isGood = (at: number) =>
    !wrong.some((path) => startsWith(path, ["faults", at])) && !(isEndless && isRecord(faults[at]) && "every" in faults[at])
  const faultNumbers = faults.map((_, at) => at).filter(isGood)
  // Whoever is not known because of these would be missed everywhere else.
  const isNobodyKnown = wrong.some(([section, part]) => section === "groups" || (section === "nodes" && part !== "options"))
  const wasHiring = faults.some((fault, at) => !faultNumbers.includes(at) && isRecord(fault) && "hire" in fault)
  if (isNobodyKnown || wasHiring) return nothing
  const kept = structuredClone({ ...value, faults: faultNumbers.map((at) => faults[at]) })
  for (const path of wrong) if (path[0] !== "faults") removeAt(kept, path)
  const rest = { ...{ claim: "(a claim in words)", storm: "24h" }, ...kept }
  return dropUntilGood(rest) ? { scenario: rest as unknown as Scenario, faultNumbers } : nothing
}

/** What is missing something after that goes as a whole, and what that was needed for as well. */
function dropUntilGood(kept: object): boolean {
  for (let rounds = 0; rounds < 8; rounds++) {
    const result = scenario.safeParse(kept)
    if (result.success) return true
    for (const issue of result.error.issues) removeAt(kept, issue.path as Path)
  }
  return false
}

/** Lists go as a whole: what stands behind the wrong entry would have another number. */
function removeAt(root: object, path: Path): void {
  const inList = path.findIndex((step) => typeof step === "number")
  const keys = inList < 0 ? path : path.slice(0, inList)
  const last = keys.at(-1)
  const holder = valueAt(root, keys.slice(0, -1))
  if (last !== undefined && isRecord(holder)) {
    if (last in holder) delete (holder as Record<string, unknown>)[last]
    // Something that is missing: what it is missing from.
    else removeAt(root, keys.slice(0, -1))
  }
}

/** Of a choice of shapes, the one that was meant is the one whose kind of value was written. */
function narrowed(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue]
  const meant = issue.errors.find((errors) => errors.length > 0 && errors.every(isInside))
  if (meant === undefined) return [issue]
  return meant.flatMap((inner) => narrowed({ ...inner, path: [...issue.path, ...inner.path] } as Issue))
}

function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys"
}

/** A key that is missing because it is misspelt is objected to once, where it stands. */
export function withoutMisspelt<T extends Pick<Issue, "code" | "path">>(
  issues: readonly T[],
  value: unknown,
  keysAt: (path: Path) => readonly string[],
): readonly T[] {
  const misspelt = issues.flatMap((issue): readonly string[] => {
    if (issue.code !== "unrecognized_keys") return []
    const path = issue.path as Path
    const { keys } = issue as unknown as { readonly keys: readonly string[] }
    return keys.flatMap((key) => {
      const near = nearest(key, keysAt(path))
      return near === undefined ? [] : [JSON.stringify([...path, near])]
    })
  })
  return issues.filter(({ path }) => valueAt(value, path as Path) !== undefined || !misspelt.includes(JSON.stringify(path)))
}

function describe(issues: readonly Issue[], value: unknown): readonly Objection[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key))
    const seen = valueAt(value, path)
    return [seen === undefined ? missing(path) : wrongValue(path, seen, expectation(issue, path))]
  })
}

function expectation(issue: Issue, path: Path): string {
  // Limits of the library's own, in our words.
  if (issue.code === "too_big" && issue.message.startsWith("Too big")) return `at most ${issue.maximum}`
  if (issue.code === "too_small" && issue.message.startsWith("Too small")) return `at least ${issue.minimum}`
  const isPlain = issue.code === "invalid_type" && issue.expected === "object" && issue.message.startsWith("Invalid")
  return isPlain ? `keys of its own: ${keysAt(scenario, path).join(", ")}` : issue.message
}

function unknownKey(path: Path, key: string): Objection {
  const advice = keyAdvice(path, key)
  // A misspelt fault is likelier than a misspelt moment.
  const known = isFault(path) ? [...verbNames, ...momentKeys] : keysAt(scenario, path)
  const list = isFault(path)
    ? `a fault, ${verbNames.join(", ")}; or when it happens, ${momentKeys.join(", ")}`
    : `one of ${known.join(", ")}`
  const near = nearest(key, known)
  return {
    path: [...path, key],
    at: "key",
    seen: `there is no \`${key}\` here`,
    expected: advice?.expected ?? (near === undefined ? list : `a key that is known here. Did you mean ${near}?`),
    instead: advice?.instead ?? insteadOf(scenario, near === undefined ? path : [...path, near]),
  }
}

function missing(path: Path): Objection {
  const key = String(path.at(-1))
  return {
    path: path.slice(0, -1),
    at: "key",
    seen: `\`${key}\` is missing`,
    expected: schemaAt(scenario, path)?.description ?? key,
    instead: insteadOf(scenario, path),
  }
}

function wrongValue(path: Path, seen: unknown, expected: string): Objection {
  const word = typeof seen === "string" ? didYouMean(seen, expected.match(/^one of (.*)$/)?.[1]?.split(", ") ?? []) : ""
  return {
    path,
    seen: `${inWords(path)} is ${shortly(seen)}`,
    expected: `${expected}.${word}`.replace(/\.$/, ""),
    instead: insteadFor(path, seen),
  }
}

/** What takes milliseconds wherever it is said. */
const SHORT: readonly unknown[] = ["jitter", "latency", "delay"]

/** A number without its unit is the likeliest slip of all: of something that takes hours, too, it most likely means seconds. */
function insteadFor(path: Path, seen: unknown): string {
  const example = insteadOf(scenario, path)
  const unit = /: \d+(us|s|ms|m|h|%)$/.exec(example)?.[1]
  if (typeof seen !== "number" || seen <= 0 || unit === undefined) return example
  const meant = unit === "%" || unit === "ms" ? unit : SHORT.includes(path.at(-1)) ? "ms" : "s"
  return example.replace(/\d+[a-z%]+$/, `${seen}${meant}`)
}

function inWords(path: Path): string {
  const key = path.findLast((step) => typeof step === "string")
  return key === undefined ? "the file" : typeof path.at(-1) === "number" ? `an entry of \`${key}\`` : `\`${key}\``
}

function shortly(value: unknown): string {
  const json = value === null ? "empty" : JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 57)}…` : json
}

const isFault = (path: Path) => path.length === 2 && path[0] === "faults"

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
