/**
 * Storms in virtual time, each from its seed: a Boss who fires and hires back with kept and wiped disks, bad actors with misdeeds drawn
 * from the whole catalogue, clients who pay. Whatever comes, honest nodes keep their promises.
 */
import { budgetFor, type ProcessFault, rehearse } from "@watercooler/boss/faults"
import { below, expand, saltOf } from "@watercooler/kernel"
import { catalogue, type Misdeed } from "@watercooler/shit-node"
import { describe, expect, test } from "vitest"
import { runOffice, STORM_MS } from "../misdeeds/office.ts"
import { seeds } from "./samples.ts"

const nodesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    name: `bigload-${at + 1}`,
    honest: true,
    state: "up" as const,
    disk: "kept" as const,
    settled: true,
  }))

function storm(seed: number) {
  const draw = expand(saltOf("storm", seed))
  const honest = 3 + below(draw, 5)
  const shits = Array.from({ length: below(draw, 3) }, () =>
    Array.from({ length: 1 + below(draw, 3) }, () => catalogue[below(draw, catalogue.length)] as Misdeed),
  )
  const plan = rehearse(String(seed), nodesOf(honest), budgetFor(honest, STORM_MS), STORM_MS)
  const faults = plan as readonly { readonly atMs: number; readonly fault: ProcessFault }[]
  return { seed: `storm ${seed}`, honest, shits, faults }
}

describe("storms", () => {
  const tries = seeds(25, 2_000)

  test(`${tries.length} seeds, and not one promise broken`, { timeout: 900_000 }, () => {
    const broken = tries.flatMap((seed) => {
      const order = storm(seed)
      const { verdict } = runOffice(order)
      const misdeeds = order.shits.map((each) => each.map(({ name }) => name).join("+"))
      return verdict.checks
        .filter(({ result }) => result === "violated")
        .map(({ name, detail }) => `seed ${seed}, ${order.honest} honest and ${misdeeds.join(", ") || "nobody"}: ${name}: ${detail}`)
    })
    expect(broken).toEqual([])
  })
})
