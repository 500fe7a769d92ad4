/** Canonical JSON: keys in the order of their characters. For messages that are to share nothing with their sender. */

export function canonicalCopy<T>(value: T): T {
  return JSON.parse(canonicalJson(value)) as T
}

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part
    const entries = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return Object.fromEntries(entries)
  })
}
