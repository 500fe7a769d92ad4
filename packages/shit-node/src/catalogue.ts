/** All misdeeds there are. */
import { blockWithoutWork } from "./malicious/block-without-work.ts"
import { doubleSpend } from "./malicious/double-spend.ts"
import { eclipse } from "./malicious/eclipse.ts"
import { equivocate } from "./malicious/equivocate.ts"
import { floodDuplicates } from "./malicious/flood-duplicates.ts"
import { forgedSignature } from "./malicious/forged-signature.ts"
import { impersonate } from "./malicious/impersonate.ts"
import { lieToTracker } from "./malicious/lie-to-tracker.ts"
import { longerInvalidChain } from "./malicious/longer-invalid-chain.ts"
import { overspend } from "./malicious/overspend.ts"
import { replayTransaction } from "./malicious/replay-transaction.ts"
import { sybils } from "./malicious/sybils.ts"
import { withhold } from "./malicious/withhold.ts"
import type { Misdeed } from "./misdeed.ts"
import { delays } from "./random/delays.ts"
import { garbage } from "./random/garbage.ts"
import { halfBodies } from "./random/half-bodies.ts"
import { randomStatus } from "./random/random-status.ts"
import { boomerang } from "./stupid/boomerang.ts"
import { endlessBody } from "./stupid/endless-body.ts"
import { futureClock } from "./stupid/future-clock.ts"
import { gullible } from "./stupid/gullible.ts"
import { hoarder } from "./stupid/hoarder.ts"
import { htmlAnswers } from "./stupid/html-answers.ts"
import { silence } from "./stupid/silence.ts"
import { staleMiner } from "./stupid/stale-miner.ts"

export const catalogue: readonly Misdeed[] = [
  blockWithoutWork,
  forgedSignature,
  overspend,
  doubleSpend,
  replayTransaction,
  longerInvalidChain,
  equivocate,
  withhold,
  eclipse,
  lieToTracker,
  impersonate,
  sybils,
  floodDuplicates,
  staleMiner,
  futureClock,
  gullible,
  boomerang,
  hoarder,
  htmlAnswers,
  endlessBody,
  silence,
  garbage,
  randomStatus,
  halfBodies,
  delays,
]

export function findMisdeed(name: string): Misdeed | undefined {
  return catalogue.find((misdeed) => misdeed.name === name)
}
