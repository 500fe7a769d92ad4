/**
 * Shipped scenarios on real processes: all but the one that is too large for a machine. They take as long as their storms do, so `npm test` runs three of them at
 * once, and the rest is for `npm run prove`.
 */
import { afterEach, beforeEach, expect, test } from "vitest"
import { allGone, type Desk, openDesk } from "../fixtures/cli.ts"
import { isWhole } from "./samples.ts"
import { fileOf, shipped } from "./shipped.ts"

const VIRTUAL = "one-thousand-nodes"
const SAMPLE = ["messages-twice", "wiped-disk", "liars"]
/** The longest storm is of 340 s; its calm may take a minute. */
const TIMEOUT_MS = 900_000

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

async function asExpected(scenarios: readonly string[]): Promise<void> {
  const ended = await Promise.all(scenarios.map((name) => desk.run("run", fileOf(name), "--json").then((run) => ({ name, ...run }))))
  for (const { code, err, name, out } of ended) {
    const { detail = "no document" } = out === "" ? {} : (JSON.parse(out) as { readonly detail?: string })
    expect({ name, code, detail }, err).toMatchObject({ code: 0 })
  }
  await allGone(desk.cwd)
}

test(`${SAMPLE.join(", ")}: at once, on one machine`, () => asExpected(SAMPLE), TIMEOUT_MS)

test.runIf(isWhole).each(shipped.filter((name) => name !== VIRTUAL && !SAMPLE.includes(name)))(
  "%s",
  (name) => asExpected([name]),
  TIMEOUT_MS,
)
