/** `watercooler shrink`, as it is seen: what is being tried, and what is left in the end. */
import { existsSync, statSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { checks as judged } from "@watercooler/judge"
import { called } from "../input/called.ts"
import { BadInput } from "../input/complaint.ts"
import { freeName, writeFresh } from "../input/fresh.ts"
import { quotedFile, quotedFlag } from "../input/shell.ts"
import { didYouMean } from "../input/suggest.ts"
import { freshRunId, runFolder } from "../office/folder.ts"
import { interruptedExit } from "../office/run.ts"
import { loadScenario, planScenario, type ScenarioPlan, scenarioOf, serialise } from "../scenario/index.ts"
import { sequenceDiagram } from "../shrink/diagram.ts"
import type { Progress, Shrunk, Size } from "../shrink/shrink.ts"
import { type Verified, verifyAfresh } from "../shrink/verify.ts"
import { threadEntry, workAside } from "../simulation/aside.ts"
import { firstBadOf } from "../simulation/first-bad.ts"
import { demandWhole, manifestIn, scenarioIn } from "../simulation/folder.ts"
import { colourFor } from "./colour.ts"
import { interrupts } from "./interrupts.ts"
import { openScreen } from "./screen.ts"
import { plural, seconds } from "./words.ts"

export interface ShrinkWords {
  /** A file that is not there yet; left out, the next free name beginning with `shrunk`. */
  readonly out: string | undefined
  readonly check: string | undefined
  readonly seed: string | undefined
  readonly forMs: number
  readonly json: boolean
}

export const SHRUNK_FILE = "shrunk.yaml"
const DIAGRAM_LINES = 40
const DRAW_MS = 100
/** What the claim of a shrunken file begins with. */
const SHRUNK_FROM = /^Breaks [a-z-]+\. Shrunk from: /

/** `from`: the folder of a simulated run, or a scenario file. */
export async function shrinkRun(from: string, { out, check, seed, forMs, json }: ShrinkWords): Promise<number> {
  demandCheck(check)
  const { plan, again } = planOf(from, seed)
  const began = performance.now()
  const progress = openProgress()
  const enough = new SharedArrayBuffer(4)
  // Ctrl-C is a wish for the smallest so far; the second one waits for nobody.
  const stop = interrupts(() => true)
  stop.calm.addEventListener("abort", () => Atomics.store(new Int32Array(enough), 0, 1))
  const facts = { plan, check, forMs, enough }
  const search = workAside<Progress, Shrunk | undefined>(threadEntry("shrink-thread", "../shrink/thread.ts"), facts, progress.show)
  stop.now.addEventListener("abort", () => {
    progress.close()
    process.stderr.write("interrupted: nothing is written\n")
    process.exit(interruptedExit)
  })
  const shrunk = await search.done
  progress.close()
  if (shrunk === undefined)
    throw new BadInput({
      saw: `${from}: ${check === undefined ? "nothing is broken in it" : `${check} is not broken in it`}`,
      expected: "a run that breaks a promise",
      instead: `watercooler simulate ${again} --until-failure`,
    })
  const isInterrupted = stop.calm.aborted
  const file = out ?? freeName(SHRUNK_FILE)
  const scenario = scenarioOf({ ...shrunk.plan, claim: claimOf(plan, shrunk) })
  writeFresh(file, serialise(scenario), "--out another.yaml")
  const place = runFolder(freshRunId(new Date()), undefined)
  const verified = await verifyAfresh(file, shrunk.check, shrunk.simulated.fingerprint, place.dir, stop.now)
  stop.ignore()
  const wallMs = Math.round(performance.now() - began)
  const exitCode = !verified.same ? 4 : isInterrupted ? interruptedExit : 0
  const diagram = verified.same ? diagramOf(shrunk) : []
  const { after, before, isCutShort, rate, tries } = shrunk
  if (json) {
    const because = verified.same ? {} : { because: verified.because }
    const facts = {
      file: resolve(file),
      check: shrunk.check,
      before,
      after,
      tries,
      rate,
      wallMs,
      fingerprint: shrunk.simulated.fingerprint,
    }
    const ending = { isCutShort, isInterrupted, exitCode }
    process.stdout.write(`${JSON.stringify({ ...facts, ...ending, verified: verified.same, ...because, diagram })}\n`)
  }
  const stream = json ? process.stderr : process.stdout
  const lines = verified.same
    ? confirmedLines({ shrunk, file, wallMs, diagram, isInterrupted }, stream)
    : unconfirmedLines(shrunk, verified, file, stream)
  stream.write(`${lines.join("\n")}\n`)
  return exitCode
}

interface Confirmed {
  readonly shrunk: Shrunk
  readonly file: string
  readonly wallMs: number
  readonly diagram: readonly string[]
  readonly isInterrupted: boolean
}

function confirmedLines({ shrunk, file, wallMs, diagram, isInterrupted }: Confirmed, stream: NodeJS.WriteStream): readonly string[] {
  const { after, before, isCutShort, rate, simulated, tries } = shrunk
  const chalk = colourFor(stream)
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  const remarks = [
    ...(isInterrupted ? ["cut short by you: this is the smallest so far"] : []),
    ...(isCutShort && !isInterrupted ? ["time was up before everything had been tried: --for 10m tries longer"] : []),
    ...(isSame && !isCutShort ? ["no node, no fault and no second could be left out: it is as small as it was"] : []),
  ]
  return [
    "",
    `${chalk.red(`✗ ${shrunk.check}`)}  ${detailOf(shrunk)}`,
    "",
    ...diagram.map((line) => `  ${line}`),
    "",
    `  ${sizeWords(before)}`,
    `  ${chalk.bold(sizeWords(after))}`,
    ...remarks.map((words) => `  ${chalk.yellow(words)}`),
    "",
    `  ${tries} tries in ${seconds(wallMs)} · breaks with ${rate.broken} of ${rate.of} other seeds`,
    `  ${chalk.green("✓")} a fresh process finds the same in the file, fingerprint ${simulated.fingerprint}`,
    "",
    `  scenario  ${file}`,
    `  again     ${called(`watercooler simulate ${quotedFile(file)}`)}`,
  ]
}

/** What nobody else finds in the file is no finding: neither is it drawn, nor is anybody sent there. */
function unconfirmedLines(
  shrunk: Shrunk,
  verified: Verified & { same: false },
  file: string,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const chalk = colourFor(stream)
  return [
    "",
    chalk.red(`✗ not confirmed: a fresh process does not find ${shrunk.check} broken in the file as it was here.`),
    `  ${verified.because}`,
    "",
    `  ${file} proves nothing. It is kept because this is a mistake of ours, and the file shows it.`,
  ]
}

const detailOf = ({ check, simulated }: Shrunk): string => {
  const { checks, detail } = simulated.judgement
  return checks.find(({ name, result }) => name === check && result === "violated")?.detail ?? detail
}

/** The claim was made of all those who are gone now. */
function claimOf({ claim }: ScenarioPlan, { check }: Shrunk): string {
  return `Breaks ${check}. Shrunk from: ${claim.replace(SHRUNK_FROM, "")}`.slice(0, 2_000)
}

/** Also of a run that ends with a finding, which has no other check. */
function demandCheck(check: string | undefined): void {
  const known = [...judged.map(({ name }) => name), "nobody-falls-over"]
  if (check === undefined || known.includes(check)) return
  throw new BadInput({
    saw: `--check ${check}: there is no such check`,
    expected: `a check of the judge.${didYouMean(check, known) || ` ${known.join(", ")}`}`,
    instead: "--check agreement, or leave it out: then it is the one that was broken first",
  })
}

function planOf(from: string, seed: string | undefined): { readonly plan: ScenarioPlan; readonly again: string } {
  const isFolder = existsSync(from) && statSync(from).isDirectory()
  const manifest = isFolder ? manifestIn(from) : undefined
  if (manifest !== undefined && manifest.world !== "simulated")
    throw new BadInput({
      saw: `${from}: the run of an office of processes`,
      expected: "the folder of a simulated run, or a scenario file",
      instead: `watercooler import ${from}, and shrink what it writes`,
    })
  if (manifest !== undefined) demandWhole(from, manifest)
  const file = isFolder ? scenarioIn(from) : from
  const asked = seed ?? manifest?.seed
  const again = quotedFile(isFolder ? relative(process.cwd(), join(resolve(from), "scenario.yaml")) : from)
  return { plan: planScenario(loadScenario(file), asked), again: asked === undefined ? again : `${again} ${quotedFlag("--seed", asked)}` }
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
    show({ pass, tries, size }: Progress) {
      if (screen === undefined || performance.now() - drawnAt < DRAW_MS) return
      drawnAt = performance.now()
      screen.draw([`${tries} tries  ${sizeWords(size)}  ${pass}`])
    },
    close: () => screen?.close(),
  }
}
