/** All checks, in the order in which a report lists them. */
import { agreement } from "./agreement.ts"
import { chainValid } from "./chain-valid.ts"
import type { Check } from "./check.ts"
import { confirmedSurvive } from "./confirmed-survive.ts"
import { faultsTouched } from "./faults-touched.ts"
import { forkHappened } from "./fork-happened.ts"
import { honestNotBanned } from "./honest-not-banned.ts"
import { journalWhole } from "./journal-whole.ts"
import { liarsBanned } from "./liars-banned.ts"
import { liarsRefused } from "./liars-refused.ts"
import { noDeepReorg } from "./no-deep-reorg.ts"
import { noncesUnique } from "./nonces-unique.ts"
import { propagation } from "./propagation.ts"
import { supplyConserved } from "./supply-conserved.ts"

export const checks: readonly Check[] = [
  chainValid,
  supplyConserved,
  noncesUnique,
  agreement,
  propagation,
  noDeepReorg,
  confirmedSurvive,
  liarsRefused,
  liarsBanned,
  honestNotBanned,
  faultsTouched,
  forkHappened,
  journalWhole,
]
