/** A shrunken scenario is believed when a process that knows nothing of the shrinking runs its file and finds the same broken. */

import { join } from "node:path"
import { execa } from "execa"
import { packageRoot } from "../office/package-root.ts"
import type { SimulatedSummary } from "../simulation/document.ts"

export type Verified = { readonly same: true; readonly summary: SimulatedSummary } | { readonly same: false; readonly because: string }

/**
 * `dir` is a folder for the run; it must be new or empty. The process hears no Ctrl-C that was meant for us, and does not outlive us: it ends when its line to
 * us does.
 */
export async function verifyAfresh(file: string, check: string, fingerprint: string, dir: string, stop?: AbortSignal): Promise<Verified> {
  const bin = join(packageRoot(), "bin", "run.js")
  const { stdout, exitCode } = await execa(process.execPath, [bin, "simulate", "--json", "--dir", dir, "--", file], {
    reject: false,
    detached: true,
    cleanup: true,
    ipc: true,
    ...(stop === undefined ? {} : { cancelSignal: stop }),
  })
  const summary = parsed(stdout)
  if (summary === undefined) return { same: false, because: `it ended with exit code ${exitCode} and no document` }
  const isBroken = summary.checks.some(({ name, result }) => name === check && result === "violated")
  if (!isBroken) return { same: false, because: `${check} is not broken there: ${summary.detail}` }
  if (summary.fingerprint !== fingerprint) return { same: false, because: `its fingerprint is ${summary.fingerprint}, not ${fingerprint}` }
  return { same: true, summary }
}

function parsed(text: string): SimulatedSummary | undefined {
  try {
    return JSON.parse(text) as SimulatedSummary
  } catch {
    return undefined
  }
}
