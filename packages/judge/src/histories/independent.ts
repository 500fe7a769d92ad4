/** Objects that have nothing to do with each other are judged apart: a history of many keys is many histories (P-compositionality, Horn and Kroening 2015). */
import type { History, Operation } from "./history.ts"
import { canonical, isList, type Value } from "./value.ts"

export interface Partition {
  /** Undefined when there is only one object, which has no name. */
  readonly key: Value | undefined
  readonly operations: readonly Operation[]
}

/** By the field `key`, or by the first of each tuple where the history has these. The tuples are opened. */
export function byKey(history: History): readonly Partition[] {
  const partitions = new Map<string, { key: Value | undefined; operations: Operation[] }>()
  for (const operation of history.operations) {
    const opened = operation.key === undefined && history.hasTuples ? openTuple(operation) : operation
    const name = opened.key === undefined ? "" : canonical(opened.key)
    const partition = partitions.get(name)
    if (partition === undefined) partitions.set(name, { key: opened.key, operations: [opened] })
    else partition.operations.push(opened)
  }
  return [...partitions.values()]
}

function openTuple(operation: Operation): Operation {
  const { input, output } = operation
  if (!isList(input) || input.length !== 2) return operation
  const [key = null, value = null] = input
  const inner = isList(output) && output.length === 2 && canonical(output[0] as Value) === canonical(key) ? (output[1] as Value) : output
  return { ...operation, key, input: value, output: inner }
}
