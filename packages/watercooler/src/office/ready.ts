/** The office is ready when everybody is, and when everybody has met somebody. */
import type { Employee, Outcome } from "./employee.ts"
import { ProgramFailure, SandboxFailure } from "./failure.ts"
import { lastWords } from "./last-words.ts"
import type { Office } from "./office.ts"

/** A node that finds no peer within this is left to go on looking; the run begins without waiting for it. */
const peeredMsMax = 15_000

export async function becomeReady(office: Office, hired: readonly Promise<Outcome>[]): Promise<void> {
  const { sauron, boss } = office.parts
  const helpers = [sauron, boss].flatMap((helper) => (helper === undefined ? [] : [helper.ready]))
  const areOurs = office.parts.options.programs === undefined
  await Promise.all([...hired.map((outcome) => atWork(outcome, areOurs)), ...helpers]).catch((error: unknown) => {
    if (error instanceof ProgramFailure) throw error
    throw new SandboxFailure(error instanceof Error ? error.message : String(error))
  })
  await office.until(() => isPeered(office) || fallen(office) !== undefined, peeredMsMax)
  const first = fallen(office)
  if (first !== undefined)
    throw neverBegan(`${first.name} ended by itself before the storm had begun${lastWords(first.folder.output)}`, areOurs)
  // Since the command began, its own start included.
  office.readyMs = Math.round(performance.now())
}

/** Whoever cannot even stand in a calm office proves nothing about a storm. */
function fallen(office: Office): Employee | undefined {
  return office.parts.employees.find(({ standing }) => standing.falls > 0)
}

/** The first who cannot start ends the wait for all the others. */
async function atWork(hired: Promise<Outcome>, isOurs: boolean): Promise<void> {
  const outcome = await hired
  if (!outcome.done) throw neverBegan(outcome.because, isOurs)
}

/** Our own nodes are part of the sandbox; a program that is not ours is what was to be tested. */
function neverBegan(because: string, isOurs: boolean): Error {
  return isOurs ? new SandboxFailure(because) : new ProgramFailure(`the program could not take part: ${because}`)
}

function isPeered(office: Office): boolean {
  const { employees, options } = office.parts
  const alone = employees.length === 1 || options.kind === "wall" || options.programs !== undefined
  return alone || employees.every((employee) => employee.standing.peers.size > 0)
}

/** How many are ready, for a progress bar. */
export function readiness(office: Office): { readonly ready: number; readonly all: number } {
  const { employees } = office.parts
  return { ready: employees.filter((employee) => employee.standing.state === "up").length, all: employees.length }
}
