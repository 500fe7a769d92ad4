/** What to write instead: an example of the very key, and better words for what people try first. */
import type { z } from "zod"
import type { Path } from "./path.ts"
import { exampleOf, schemaAt } from "./walk.ts"

/** `for: 5s`. */
export function insteadOf(schema: z.ZodType, path: Path): string {
  const example = exampleOf(schemaAt(schema, path))
  const key = path.findLast((step) => typeof step === "string")
  if (example === undefined) return "watercooler init, which writes a scenario to begin with"
  return key === undefined ? example : `${key}: ${example}`
}

interface Advice {
  readonly expected: string
  readonly instead: string
}

/** Words of other tools, and of our own command, at the root of a scenario. */
const AT_ROOT: Readonly<Record<string, Advice>> = {
  duration: { expected: "`storm`, which says how long things happen", instead: "storm: 30s" },
  name: { expected: "no name: a scenario is called like its file", instead: "claim: what it tests, in words" },
  description: { expected: "`claim`, which says what is tested, in words", instead: "claim: Two halves agree again once the cut heals." },
  invariants: { expected: "`checks`", instead: "checks: [agreement]" },
  misdeeds: { expected: "`nodes`, in which `misdeeds` is a key", instead: "nodes: {bigloads: 5, shits: 1, misdeeds: [eclipse]}" },
  bigloads: { expected: "`nodes`, in which `bigloads` is a key", instead: "nodes: {bigloads: 5}" },
  latency: { expected: "`links`, in which `latency` is a key", instead: "links: {latency: 20ms}" },
  transfers: { expected: "`workload`, in which `transfers` is a key", instead: "workload: {transfers: {every: 500ms}}" },
}

/** The same, for an entry of the timeline. */
const IN_FAULT: Readonly<Record<string, Advice>> = {
  duration: { expected: "`for`", instead: "for: 5s" },
  partition: { expected: "`cut`", instead: "cut: [[b1, b2], b3..b5]" },
  isolate: { expected: "`cut`", instead: "cut: [b1, others]" },
  kill: { expected: "`fire`", instead: "fire: b1" },
  crash: { expected: "`fire`", instead: "fire: b1" },
  stop: { expected: "`pause` (SIGSTOP) or `layoff` (SIGTERM)", instead: "pause: b1" },
  restart: { expected: "`fire` with `for`: who was fired is hired back after that", instead: "{at: 5s, for: 2s, fire: b1}" },
  loss: { expected: "`drop`", instead: "drop: 30%" },
  delay: { expected: "`latency`", instead: "latency: 200ms" },
  percent: { expected: "`percent` inside of the fault", instead: "drop: {percent: 30, route: POST /block}" },
  until: { expected: "`for`, which says how long it lasts", instead: "for: 5s" },
  join: { expected: "`hire` with `newcomers`", instead: "hire: {newcomers: 3}" },
}

export function keyAdvice(path: Path, key: string): Advice | undefined {
  if (path.length === 0) return AT_ROOT[key.toLowerCase()]
  return path.length === 2 && path[0] === "faults" ? IN_FAULT[key.toLowerCase()] : undefined
}
