/** (d) What the Eye costs a route, and (e) what Sauron takes in. */
import { benchEye } from "../../sauron/bench/eye.ts"
import { benchIntake } from "../../sauron/bench/intake.ts"
import type { Row } from "./report.ts"

export async function benchTheEye(): Promise<Row[]> {
  const { cost, plainPerSecond } = await benchEye()
  return [
    { bench: "d", what: "a route without the Eye", value: plainPerSecond, unit: "req/s" },
    { bench: "d", what: "part of a route's requests a second that the Eye costs", value: cost * 100, unit: "%", goal: { atMost: 10 } },
  ]
}

export async function benchSauron(): Promise<Row[]> {
  const { perSecond, lost, reports } = await benchIntake()
  return [
    { bench: "e", what: `reports that Sauron takes in and keeps, of ${reports}`, value: perSecond, unit: "/s", goal: { atLeast: 50_000 } },
    { bench: "e", what: "reports lost", value: lost, unit: "", goal: { atMost: 0 } },
  ]
}
