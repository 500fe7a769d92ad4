/** The office is ready when everybody is, and when everybody has met somebody. */
import type { Outcome } from "./employee.ts"
import { SandboxFailure } from "./failure.ts"
import type { Office } from "./office.ts"

/** A node that finds no peer within this is left to go on looking; the run begins without waiting for it. */
const peeredMsMax = 15_000

export async function becomeReady(office: Office, hired: Promise<readonly Outcome[]>): Promise<void> {
  const { sauron, boss } = office.parts
  const helpers = [sauron, boss].flatMap((helper) => (helper === undefined ? [] : [helper.ready]))
  const [outcomes] = await Promise.all([hired, ...helpers]).catch((error: unknown) => {
    throw new SandboxFailure(error instanceof Error ? error.message : String(error))
  })
  for (const outcome of outcomes) if (!outcome.done) throw new SandboxFailure(outcome.because)
  await office.until(() => isPeered(office), peeredMsMax)
  // Since the command began, its own start included.
  office.readyMs = Math.round(performance.now())
}

function isPeered(office: Office): boolean {
  const { employees, options } = office.parts
  const alone = employees.length === 1 || options.kind === "wall"
  return alone || employees.every((employee) => employee.standing.peers.size > 0)
}

/** How many are ready, for a progress bar. */
export function readiness(office: Office): { readonly ready: number; readonly all: number } {
  const { employees } = office.parts
  return { ready: employees.filter((employee) => employee.standing.state === "up").length, all: employees.length }
}
