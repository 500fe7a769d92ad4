/** What a check is. */
import type { Evidence } from "../evidence.ts"
import type { FinalState } from "../input.ts"
import type { Finding, Phase } from "../verdict.ts"

export interface Check {
  readonly name: string
  readonly phase: Phase
  /** What is claimed, as a sentence. */
  readonly claim: string
  /** Whether a run can say anything about it at all. Asked for by name, a check is examined all the same, and is then inconclusive. */
  applies(evidence: Evidence): boolean
  examine(evidence: Evidence): Finding
}

/** Walls have no chain. */
export const hasChains = ({ network, parties, honest }: Evidence): boolean =>
  network === "crapcoin" && (parties.length === 0 ? honest.length > 0 : parties.some((party) => party.honest && party.kind !== "wall"))

export const hasSeveralChains = (evidence: Evidence): boolean =>
  hasChains(evidence) && (evidence.parties.length === 0 ? evidence.honest.length > 1 : honestParties(evidence) > 1)

const honestParties = ({ parties }: Evidence): number => parties.filter(({ honest, kind }) => honest && kind !== "wall").length

export const hasLiars = ({ network, parties, finals }: Evidence): boolean =>
  network === "crapcoin" && (parties.some(({ honest }) => !honest) || finals.some(({ honest }) => !honest))

/** Honest nodes that were running and answered at the end. */
export const living = ({ honest }: Evidence): readonly FinalState[] => honest.filter(({ alive, reachable }) => alive && reachable)

/** Honest nodes that were running and did not answer: nobody knows what they hold. */
export const speechless = ({ finals }: Evidence): readonly FinalState[] =>
  finals.filter(({ honest, alive, reachable }) => honest && alive && !reachable)
