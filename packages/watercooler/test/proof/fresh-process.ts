/** Simulates plans in fresh processes, with whatever flags of the engine. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { rolldown } from "rolldown"
import type { ScenarioPlan } from "../../src/scenario/index.ts"

export interface Printer extends Disposable {
  /** Fingerprints of the plans, all from one process. */
  print(plans: readonly ScenarioPlan[], flags?: readonly string[]): Promise<readonly string[]>
}

/** One file of plain JavaScript: an engine without its compiler cannot read TypeScript. */
export async function openPrinter(): Promise<Printer> {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-proof-"))
  const file = join(folder, "fingerprint.mjs")
  const bundle = await rolldown({ input: join(import.meta.dirname, "fingerprint.ts"), platform: "node", logLevel: "silent" })
  await bundle.write({ file, format: "esm", codeSplitting: false })
  await bundle.close()
  return {
    async print(plans, flags = []) {
      const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...flags, file], { stdio: ["pipe", "pipe", "pipe"] })
      const ended = new Promise<number | null>((resolve) => child.once("close", resolve))
      child.stdin.end(JSON.stringify(plans))
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
      if (code !== 0) throw new Error(`exit code ${code}: ${err}`)
      return out.trim().split("\n")
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
