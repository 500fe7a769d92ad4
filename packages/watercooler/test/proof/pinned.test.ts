/**
 * Ten runs that are the same on every machine and in every version, until somebody means them to change. `UPDATE_FINGERPRINTS=1` writes them anew.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { planShipped, run } from "./shipped.ts"

interface Pinned {
  readonly scenario: string
  readonly seed: string
  readonly fingerprint: string
}

const file = join(import.meta.dirname, "fingerprints.json")
const pinned = JSON.parse(readFileSync(file, "utf8")) as readonly Pinned[]
const now = pinned.map(({ scenario, seed }) => ({ scenario, seed, fingerprint: run(planShipped(scenario, seed)).fingerprint }))

if (process.env.UPDATE_FINGERPRINTS === "1") writeFileSync(file, `${JSON.stringify(now, undefined, 2)}\n`)

test("ten runs are pinned, no two of them alike", () => {
  expect(pinned).toHaveLength(10)
  expect(new Set(pinned.map(({ fingerprint }) => fingerprint)).size).toBe(10)
})

const MEANING = `Runs that were recorded before cannot be replayed any more. If that is meant, say so in a line of CHANGELOG.md, then run
UPDATE_FINGERPRINTS=1 npx vitest run packages/watercooler/test/proof/pinned.test.ts`

test.each(pinned)("$scenario, seed $seed, is what it was", ({ scenario, seed, fingerprint }) => {
  const found = now.find((each) => each.scenario === scenario && each.seed === seed)?.fingerprint
  expect(found, `watercooler simulate scenarios/${scenario}.yaml --seed ${seed} is another run now. ${MEANING}`).toBe(fingerprint)
})
