/** `npm run bench [-- letters]`: every claim about performance, as ratios measured side by side in one run. */
import { benchDashboard } from "./dashboard.ts"
import { benchHeight } from "./height.ts"
import { benchHistories } from "./histories.ts"
import { benchJobs } from "./jobs.ts"
import { benchMemory } from "./memory.ts"
import { benchPropagation } from "./propagation.ts"
import { describeRow, isReached, type Row } from "./report.ts"
import { benchSauron, benchTheEye } from "./sauron.ts"
import { benchSimulator } from "./simulator.ts"
import { benchStart } from "./start.ts"
import { benchSwitchboard } from "./switchboard.ts"
import { benchSync } from "./sync.ts"

const BENCHES: Readonly<Record<string, () => Promise<Row[]>>> = {
  a: benchStart,
  b: benchMemory,
  c: benchSync,
  d: benchTheEye,
  e: benchSauron,
  f: benchPropagation,
  g: benchHeight,
  h: benchSimulator,
  i: benchJobs,
  j: benchSwitchboard,
  k: benchHistories,
  l: benchDashboard,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((letter) => !(letter in BENCHES))
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(" ")}`)
  process.exit(2)
}
const rows: Row[] = []
for (const [letter, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(letter)) continue
  for (const row of await bench()) {
    rows.push(row)
    console.log(describeRow(row))
  }
}
const missed = rows.filter((row) => isReached(row) === false)
console.log(`\n${rows.filter((row) => isReached(row) === true).length} goals reached, ${missed.length} missed`)
