/**
 * Which anomaly rules out which consistency model. Adya (1999) for G0 to G2 and the levels they define; Berenson et al. (1995) for lost updates; Cerone, Bernardi and
 * Gotsman (2015) for internal consistency and atomic visibility; the names with -process and -realtime are Elle's.
 */

export const consistencyModels = [
  "read-uncommitted",
  "read-committed",
  "monotonic-atomic-view",
  "read-atomic",
  "cursor-stability",
  "repeatable-read",
  "parallel-snapshot-isolation",
  "snapshot-isolation",
  "serializable",
  "strong-session-snapshot-isolation",
  "strong-session-serializable",
  "strong-snapshot-isolation",
  "strict-serializable",
] as const
export type ConsistencyModel = (typeof consistencyModels)[number]

/** What holds wherever the model does. */
const IMPLIES: Readonly<Record<ConsistencyModel, readonly ConsistencyModel[]>> = {
  "read-uncommitted": [],
  "read-committed": ["read-uncommitted"],
  "monotonic-atomic-view": ["read-committed"],
  "read-atomic": ["monotonic-atomic-view"],
  "cursor-stability": ["read-committed"],
  "repeatable-read": ["cursor-stability", "monotonic-atomic-view"],
  "parallel-snapshot-isolation": ["read-atomic"],
  "snapshot-isolation": ["parallel-snapshot-isolation", "cursor-stability"],
  serializable: ["repeatable-read", "snapshot-isolation"],
  "strong-session-snapshot-isolation": ["snapshot-isolation"],
  "strong-session-serializable": ["serializable", "strong-session-snapshot-isolation"],
  "strong-snapshot-isolation": ["strong-session-snapshot-isolation"],
  "strict-serializable": ["strong-session-serializable", "strong-snapshot-isolation"],
}

/** The weakest models that do not allow the anomaly. */
const FORBIDDEN_BY: Readonly<Record<string, readonly ConsistencyModel[]>> = {
  "duplicate-elements": ["read-uncommitted"],
  "cyclic-versions": ["read-uncommitted"],
  "garbage-read": ["read-uncommitted"],
  G0: ["read-uncommitted"],
  "incompatible-order": ["read-committed"],
  "dirty-update": ["read-committed"],
  G1a: ["read-committed"],
  G1b: ["read-committed"],
  G1c: ["read-committed"],
  "future-read": ["read-committed"],
  internal: ["read-atomic", "repeatable-read"],
  "lost-update": ["cursor-stability", "parallel-snapshot-isolation"],
  "G-single": ["repeatable-read", "snapshot-isolation"],
  "G-nonadjacent": ["repeatable-read", "snapshot-isolation"],
  "G2-item": ["repeatable-read"],
  "G0-process": ["strong-session-snapshot-isolation"],
  "G1c-process": ["strong-session-snapshot-isolation"],
  "G-single-process": ["strong-session-snapshot-isolation"],
  "G2-item-process": ["strong-session-serializable"],
  "G0-realtime": ["strong-snapshot-isolation"],
  "G1c-realtime": ["strong-snapshot-isolation"],
  "G-single-realtime": ["strong-snapshot-isolation"],
  "G2-item-realtime": ["strict-serializable"],
}

/** `serialisable`, `PL-3`, `si` and their like, as people write them. */
const OTHER_NAMES: Readonly<Record<string, ConsistencyModel>> = {
  "pl-1": "read-uncommitted",
  "pl-2": "read-committed",
  "pl-2.99": "repeatable-read",
  "pl-3": "serializable",
  "pl-si": "snapshot-isolation",
  "pl-ss": "strict-serializable",
  "strong-serializable": "strict-serializable",
  "conflict-serializable": "serializable",
}

export function consistencyModelOf(words: string): ConsistencyModel | undefined {
  const name = words.toLowerCase().replace(/^:/, "")
  return consistencyModels.find((model) => model === name) ?? OTHER_NAMES[name]
}

/** The models that cannot hold where these anomalies are. */
export function ruledOut(anomalies: Iterable<string>): ReadonlySet<ConsistencyModel> {
  const weakest = new Set([...anomalies].flatMap((name) => FORBIDDEN_BY[name] ?? []))
  return new Set(consistencyModels.filter((model) => [...impliedBy(model)].some((implied) => weakest.has(implied))))
}

/** The strongest that may still hold: those that no other of them implies. */
export function strongestLeft(out: ReadonlySet<ConsistencyModel>): readonly ConsistencyModel[] {
  const left = consistencyModels.filter((model) => !out.has(model))
  return left.filter((model) => !left.some((other) => other !== model && impliedBy(other).has(model)))
}

/** Whether the model forbids it. */
export const forbids = (model: ConsistencyModel, anomaly: string): boolean => {
  const implied = impliedBy(model)
  return (FORBIDDEN_BY[anomaly] ?? []).some((each) => implied.has(each))
}

function impliedBy(model: ConsistencyModel, seen: Set<ConsistencyModel> = new Set()): ReadonlySet<ConsistencyModel> {
  seen.add(model)
  for (const implied of IMPLIES[model]) if (!seen.has(implied)) impliedBy(implied, seen)
  return seen
}

/** What each anomaly is, for people. */
export const anomalyMeanings: Readonly<Record<string, string>> = {
  G0: "transactions have overwritten each other in a circle",
  G1a: "what was aborted was read",
  G1b: "what a transaction had written and then replaced itself was read",
  G1c: "transactions have read from each other in a circle",
  "G-single": "a circle in which one transaction did not see what another had written: read skew",
  "G-nonadjacent": "a circle in which several did not see, none right after another: a long fork",
  "G2-item": "a circle in which several did not see: write skew",
  "lost-update": "two have read the same and then written",
  internal: "a transaction disagrees with itself",
  "future-read": "a transaction has read what it wrote later",
  "dirty-update": "what was aborted lives on below what was committed",
  "incompatible-order": "two reads of a list did not grow into each other",
  "duplicate-elements": "something stands twice in a list",
  "garbage-read": "what nobody wrote was read",
  "cyclic-versions": "a register would have to take its values in a circle",
}
