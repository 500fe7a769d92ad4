/** Runs a simulated run again from its folder, and compares what happens with what happened then, line by line. */
import { closeSync, openSync, readSync } from "node:fs"
import type { JournalEvent, Json } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import { runFolder } from "../office/folder.ts"
import { loadScenario, planScenario } from "../scenario/index.ts"
import { documentOf, type SimulatedSummary } from "../simulation/document.ts"
import { type EndedManifest, isScenarioAsItWas, scenarioIn } from "../simulation/folder.ts"
import { simulate } from "../simulation/simulate.ts"
import { type Difference, differences } from "./difference.ts"

/** Where two runs part: the first line that is not the same. */
export interface Parting {
  /** Line of the journal, from 1. */
  readonly line: number
  /** Undefined where one run has no more lines. */
  readonly was: JournalEvent | undefined
  readonly is: JournalEvent | undefined
  readonly differences: readonly Difference[]
}

export interface ReplayedRun {
  readonly summary: SimulatedSummary
  readonly recorded: string
  readonly same: boolean
  readonly parting: Parting | undefined
  /** Somebody has edited the scenario in the folder since. */
  readonly isEdited: boolean
}

export function replaySimulated(dir: string, manifest: EndedManifest): ReplayedRun {
  const folder = runFolder(manifest.run, dir)
  const plan = planScenario(loadScenario(scenarioIn(dir)), manifest.seed)
  using lines = openLines(folder.journal)
  let line = 0
  let parting: Parting | undefined
  const compare = (now: JournalEvent | undefined): void => {
    line++
    if (parting !== undefined) return
    const text = lines.next()
    const words = now === undefined ? undefined : JSON.stringify(now)
    if (text === words) return
    const then = text === undefined ? undefined : eventOf(text, line, dir)
    parting = {
      line,
      was: then,
      is: now,
      differences: differences(then as Json | undefined, words === undefined ? undefined : (JSON.parse(words) as Json)),
    }
  }
  const began = performance.now()
  const simulated = simulate(plan, { run: manifest.run, listener: compare })
  const wallMs = Math.round(performance.now() - began)
  compare(undefined)
  const summary = documentOf(plan, simulated, { run: manifest.run, dir, scenario: manifest.scenario, wallMs })
  const same = simulated.fingerprint === manifest.fingerprint && parting === undefined
  return { summary, recorded: manifest.fingerprint, same, parting, isEdited: !isScenarioAsItWas(dir, manifest) }
}

function eventOf(text: string, line: number, dir: string): JournalEvent {
  try {
    return JSON.parse(text) as JournalEvent
  } catch {
    const saw = `${dir}: line ${line} of journal.ndjson is damaged: ${text.slice(0, 60)}`
    throw new BadInput({ saw, expected: "a journal as the run wrote it", instead: "another run, or simulate it again" })
  }
}

interface Lines extends Disposable {
  next(): string | undefined
}

const CHUNK = 1 << 16

/** The lines of a file, read as they are asked for: a journal may be larger than memory. */
function openLines(file: string): Lines {
  const descriptor = openSync(file, "r")
  const chunk = Buffer.alloc(CHUNK)
  let rest: Buffer = Buffer.alloc(0)
  return {
    next() {
      for (;;) {
        const end = rest.indexOf(10)
        if (end >= 0) {
          const line = rest.toString("utf8", 0, end)
          rest = rest.subarray(end + 1)
          return line
        }
        const read = readSync(descriptor, chunk)
        if (read === 0) return undefined
        rest = Buffer.concat([rest, chunk.subarray(0, read)])
      }
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}
