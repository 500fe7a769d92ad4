/** `npm run bench [letters]`: every claim about performance, as ratios measured side by side in one run. */

import { describeRow, isReached, type Row } from "./report.ts"
import { benchSync } from "./sync.ts"

const BENCHES: Readonly<Record<string, () => Promise<Row[]>>> = {
  c: benchSync,
}

const wanted = process.argv.slice(2)
const rows: Row[] = []
for (const [letter, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(letter)) continue
  for (const row of await bench()) {
    rows.push(row)
    console.log(describeRow(row))
  }
}
const missed = rows.filter((row) => isReached(row) === false)
console.log(`\n${rows.filter((row) => isReached(row) === true).length} reached, ${missed.length} missed`)
