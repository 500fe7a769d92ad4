/** What the people of a real run are called in a scenario, where a name tells the kind: an office calls everybody honest `bigload-…`. */
import type { Party } from "@watercooler/kernel"

export function scenarioNames(parties: readonly Pick<Party, "name" | "kind">[]): ReadonlyMap<string, string> {
  const kept = parties.filter(({ name, kind }) => isOf(kind, name)).map(({ name }) => name)
  const taken = new Set(kept)
  return new Map(parties.map(({ name, kind }) => [name, isOf(kind, name) ? name : take(kind, taken)]))
}

function isOf(kind: string, name: string): boolean {
  return name.startsWith(`${kind}-`)
}

function take(kind: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = `${kind}-${number}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}
