/** Prints the fingerprints of the plans that it is given as JSON on its input, one a line. Bundled, and run in processes of its own. */
import { readFileSync } from "node:fs"
import type { ScenarioPlan } from "../../src/scenario/index.ts"
import { simulate } from "../../src/simulation/simulate.ts"

for (const plan of JSON.parse(readFileSync(0, "utf8")) as readonly ScenarioPlan[]) {
  const { finding, fingerprint } = simulate(plan, { run: "proof" })
  if (finding !== undefined) throw new Error(finding.because)
  console.log(fingerprint)
}
