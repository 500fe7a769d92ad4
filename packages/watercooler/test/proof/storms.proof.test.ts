/**
 * Storms in virtual time, each from its seed: a Boss who fires, lays off, pauses and hires back with disks of all kinds, bad actors with misdeeds drawn
 * from the whole catalogue, clients who pay. Whatever comes, honest nodes keep their promises.
 */
import { below, expand, saltOf } from "@watercooler/kernel"
import { catalogue, type Misdeed } from "@watercooler/shit-node"
import { describe, expect, test } from "vitest"
import { runOffice } from "../misdeeds/office.ts"
import { seeds } from "./samples.ts"

function storm(seed: number) {
  const draw = expand(saltOf("storm", seed))
  const honest = 3 + below(draw, 5)
  const shits = Array.from({ length: below(draw, 3) }, () =>
    Array.from({ length: 1 + below(draw, 3) }, () => catalogue[below(draw, catalogue.length)] as Misdeed),
  )
  return { seed: `storm ${seed}`, honest, shits, boss: true }
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
