/** How messages travel when nothing is wrong. */
import type { LinkWords, Scenario } from "../schema/scenario.ts"
import { bytesOf, microsOf, percentOf } from "../words.ts"
import { endsOf } from "./faults.ts"
import type { Objections } from "./objections.ts"
import type { LinkRule, LinkShape, PlannedLinks } from "./plan.ts"
import type { Roster } from "./roster.ts"

/** As on one machine, with something to spare. */
export const LATENCY_US = 5_000

export function planLinks({ links = {} }: Scenario, roster: Roster, objections: Objections): PlannedLinks {
  const rules = (links.between ?? []).flatMap(({ latency, jitter, loss, bandwidth, ...ends }, at): LinkRule[] => {
    const path = ["links", "between", at]
    const shape = shapeOf({ latency, jitter, loss, bandwidth })
    if (Object.keys(shape).length === 0)
      objections.add(path, "a rule that changes nothing", "latency, jitter, loss or bandwidth", "latency: 120ms")
    return endsOf(ends, path, roster, objections).flatMap(({ from, to, both }) => {
      const there = { from, to, ...shape }
      return both === true ? [there, { from: to, to: from, ...shape }] : [there]
    })
  })
  return {
    asTheyAre: Object.keys(links).length === 0,
    latencyUs: LATENCY_US,
    jitterUs: 0,
    lossPercent: 0,
    bytesPerSecond: undefined,
    ...shapeOf(links),
    rules,
  }
}

type ShapeWords = { readonly [Key in "latency" | "jitter" | "loss" | "bandwidth"]?: LinkWords[Key] }

function shapeOf({ latency, jitter, loss, bandwidth }: ShapeWords): Partial<LinkShape> {
  return {
    ...(latency === undefined ? {} : { latencyUs: microsOf(latency) }),
    ...(jitter === undefined ? {} : { jitterUs: microsOf(jitter) }),
    ...(loss === undefined ? {} : { lossPercent: percentOf(loss) }),
    ...(bandwidth === undefined ? {} : { bytesPerSecond: bytesOf(bandwidth) }),
  }
}
