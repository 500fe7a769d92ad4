/** Runs a scenario on real processes, in a command of its own for each run: what one leaves in its process concerns no other. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { packageRoot } from "../office/package-root.ts"
import type { Try } from "./flake.ts"

export interface RealRun {
  /** The scenario, as a file has it. */
  readonly text: string
  readonly seed: string
  /** Further flags of `run`. */
  readonly flags: readonly string[]
  /** Hears what the command says to people. */
  readonly said: (text: string) => void
  readonly signal: AbortSignal
}

/** Undefined for a run that was interrupted. @throws Error with its own words when the sandbox itself failed. */
export async function tryReal({ flags, said, seed, signal, text }: RealRun): Promise<Try | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-case-"))
  try {
    const file = join(folder, "scenario.yaml")
    writeFileSync(file, text)
    const args = [join(packageRoot(), "bin", "run.js"), "run", file, "--json", "--seed", seed, ...flags]
    const child = execa(process.execPath, args, { reject: false, stdin: "ignore", cleanup: true })
    child.stderr.on("data", (chunk: Buffer) => said(chunk.toString("utf8")))
    const stop = (): void => void child.kill("SIGINT")
    signal.addEventListener("abort", stop, { once: true })
    const { exitCode, stderr, stdout } = await child
    signal.removeEventListener("abort", stop)
    if (signal.aborted) return undefined
    const summary = documentIn(stdout)
    if (summary === undefined) throw new Error(`seed ${seed} ended with exit code ${exitCode}:\n${stderr.trimEnd()}`)
    return summary
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function documentIn(text: string): Try | undefined {
  try {
    const document = JSON.parse(text) as Try & { readonly asExpected?: boolean }
    return { ...document, asExpected: document.asExpected ?? document.exitCode === 0 }
  } catch {
    return undefined
  }
}
