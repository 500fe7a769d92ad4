/** One run in a terminal: shows it, hears Ctrl-C, prints what came of it, and says with which code to end. */
import { writeFileSync } from "node:fs"
import { annotate, isGithub, summarise } from "../campaign/github.ts"
import { BadInput } from "../input/complaint.ts"
import type { OfficeOptions } from "../input/options.ts"
import { failureExit, sayFailure } from "../office/failure.ts"
import type { Office } from "../office/office.ts"
import { Interrupted, interruptedExit, runOffice } from "../office/run.ts"
import type { Summary } from "../office/summary.ts"
import { leftBehind } from "../office/unfinished.ts"
import { colourFor } from "./colour.ts"
import { displayOn } from "./display.ts"
import { interrupts } from "./interrupts.ts"
import { junitOf } from "./junit.ts"
import { report } from "./report.ts"

export interface SessionFlags {
  readonly json: boolean
  readonly junit: string | undefined
}

export async function upAndDown(options: OfficeOptions, { json, junit }: SessionFlags): Promise<number> {
  // Standard output belongs to the document, if one was asked for.
  const stream = json ? process.stderr : process.stdout
  let open = false
  let opened: Office | undefined
  const stop = interrupts(() => open)
  const display = displayOn(stream)
  try {
    const { programs } = options
    const summary = await (programs === undefined ? runOffice : await programsRunner(programs))(
      options,
      (office) => {
        opened = office
        office.parts.recorder.listen((event) => {
          if (event.type === "phase") open = true
        })
        return display(office)
      },
      stop,
    )
    stream.write(`${report(summary, colourFor(stream), stream.isTTY ? stream.columns || undefined : undefined).join("\n")}\n`)
    if (junit !== undefined) writeFileSync(junit, junitOf(summary))
    if (isGithub()) tellGithub(summary, options.scenario?.claim ?? options.programs?.claim)
    if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
    return summary.exitCode
  } catch (error) {
    if (error instanceof BadInput) throw error
    const interrupted = error instanceof Interrupted
    if (!interrupted && !json) throw error
    const why = interrupted ? "interrupted: everybody was sent home, and there is no verdict" : sayFailure(error)
    const exitCode = interrupted ? interruptedExit : failureExit(error)
    process.stderr.write(`${why}\n`)
    if (json) process.stdout.write(`${JSON.stringify(leftBehind(options.seed, { detail: why, exitCode }, opened))}\n`)
    return exitCode
  } finally {
    stop.ignore()
  }
}

async function programsRunner(plan: NonNullable<OfficeOptions["programs"]>): Promise<typeof runOffice> {
  const { runPrograms } = await import("../programs/run.ts")
  return (options, display, stop) => runPrograms(options, plan, display, stop)
}

function tellGithub(summary: Summary, claim: string | undefined): void {
  const told = { ...summary, asExpected: summary.asExpected ?? summary.exitCode === 0, ...(claim === undefined ? {} : { claim }) }
  annotate(undefined, told)
  summarise(told)
}
