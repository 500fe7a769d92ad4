/** How a fault is written in a scenario: the example that its schema gives. */
import { verbs } from "./faults.ts"

/** `fire: b1`; undefined for what no scenario can say. */
export function faultExample(name: string): string | undefined {
  const [example] = (verbs[name as keyof typeof verbs]?.meta()?.examples as readonly unknown[] | undefined) ?? []
  return example === undefined ? undefined : `${name}: ${String(example)}`
}
