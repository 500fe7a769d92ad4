/** `watercooler shrink`, as it is seen: what is being tried, and what is left in the end. */
import { existsSync, statSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { BadInput } from "../input/complaint.ts"
import { freshRunId, runFolder } from "../office/folder.ts"
import { type CheckedScenario, loadScenario, planScenario, type ScenarioPlan, scenarioOf, serialise } from "../scenario/index.ts"
import { sequenceDiagram } from "../shrink/diagram.ts"
import { type Shrunk, type Size, shrink } from "../shrink/shrink.ts"
import { verifyAfresh } from "../shrink/verify.ts"
import { firstBadOf } from "../simulation/first-bad.ts"
import { manifestIn, scenarioIn } from "../simulation/folder.ts"
import { colourFor } from "./colour.ts"
import { openScreen } from "./screen.ts"
import { plural, seconds } from "./words.ts"

export interface ShrinkWords {
  readonly out: string
  readonly check: string | undefined
  readonly seed: string | undefined
  readonly forMs: number
  readonly json: boolean
}

const DIAGRAM_LINES = 40
const DRAW_MS = 100

/** `from`: the folder of a simulated run, or a scenario file. */
export async function shrinkRun(from: string, { out, check, seed, forMs, json }: ShrinkWords): Promise<number> {
  const { plan, name } = planOf(from, seed)
  const began = performance.now()
  const progress = openProgress()
  const shrunk = shrink(plan, { check, isLate: () => performance.now() - began > forMs, tried: progress.show })
  progress.close()
  if (shrunk === undefined)
    throw new BadInput({
      saw: `${from}: ${check === undefined ? "nothing is broken in it" : `${check} is not broken in it`}`,
      expected: "a run that breaks a promise",
      instead: `watercooler simulate ${name} --until-failure`,
    })
  const scenario = scenarioOf(shrunk.plan)
  writeFileSync(out, serialise(scenario))
  const place = runFolder(freshRunId(new Date()), undefined)
  const verified = await verifyAfresh(out, shrunk.check, shrunk.simulated.fingerprint, place.dir)
  const wallMs = Math.round(performance.now() - began)
  const diagram = diagramOf(shrunk)
  const { after, before, rate, tries } = shrunk
  if (json) {
    const { same } = verified
    const because = verified.same ? {} : { because: verified.because }
    const facts = { file: resolve(out), check: shrunk.check, before, after, tries, rate, wallMs, fingerprint: shrunk.simulated.fingerprint }
    process.stdout.write(`${JSON.stringify({ ...facts, verified: same, ...because, diagram })}\n`)
  }
  const stream = json ? process.stderr : process.stdout
  const chalk = colourFor(stream)
  const lines = [
    "",
    `${chalk.red(`✗ ${shrunk.check}`)}  ${firstBadOf({ checks: shrunk.simulated.judgement.checks })?.detail ?? shrunk.simulated.judgement.detail}`,
    "",
    ...diagram.map((line) => `  ${line}`),
    "",
    `  ${sizeWords(before)}`,
    `  ${chalk.bold(sizeWords(after))}`,
    "",
    `  ${tries} tries in ${seconds(wallMs)} · breaks with ${rate.broken} of ${rate.of} other seeds`,
    verified.same
      ? `  ${chalk.green("✓")} a fresh process finds the same in the file, fingerprint ${shrunk.simulated.fingerprint}`
      : `  ${chalk.red("✗")} a fresh process does not find it in the file: ${verified.because}`,
    "",
    `  scenario  ${out}`,
    `  again     watercooler simulate ${out}`,
  ]
  stream.write(`${lines.join("\n")}\n`)
  return verified.same ? 0 : 4
}

function planOf(from: string, seed: string | undefined): { readonly plan: ScenarioPlan; readonly name: string } {
  if (!existsSync(from) || !statSync(from).isDirectory()) return { plan: planScenario(loadScenario(from), seed), name: from }
  const manifest = manifestIn(from)
  if (manifest.world !== "simulated")
    throw new BadInput({
      saw: `${from}: the run of an office of processes`,
      expected: "the folder of a simulated run, or a scenario file",
      instead: `watercooler import ${from}, and shrink what it writes`,
    })
  const checked: CheckedScenario = loadScenario(scenarioIn(from))
  return { plan: planScenario(checked, seed ?? manifest.seed), name: join(from, "scenario.yaml") }
}

function diagramOf({ simulated }: Shrunk): readonly string[] {
  const bad = firstBadOf({ checks: simulated.judgement.checks })
  return sequenceDiagram(simulated.events, { linesMax: DIAGRAM_LINES, untilUs: bad?.t })
}

function sizeWords({ faults, nodes, stormUs }: Size): string {
  return `${plural(nodes, "node")}, ${plural(faults, "fault")}, a storm of ${seconds(stormUs / 1_000)}`
}

function openProgress() {
  const stream = process.stderr
  const screen = stream.isTTY ? openScreen(stream) : undefined
  let drawnAt = 0
  return {
    show({ pass, tries, size }: { readonly pass: string; readonly tries: number; readonly size: Size }) {
      if (screen === undefined || performance.now() - drawnAt < DRAW_MS) return
      drawnAt = performance.now()
      screen.draw([`${tries} tries  ${sizeWords(size)}  ${pass}`])
    },
    close: () => screen?.close(),
  }
}
