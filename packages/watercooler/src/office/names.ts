/** What the people in the office are called: `bigload-1`, `shit-2`, and `b1`, `s2` for short. */

export function honestNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `bigload-${at + 1}`)
}

export function shitNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `shit-${at + 1}`)
}

/** Whoever is hired while the office is open: `bigload-6` where five were planned. Nobody gets the name of somebody else. */
export function nextName(honest: boolean, names: readonly string[]): string {
  const prefix = honest ? "bigload-" : "shit-"
  const numbers = names.filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)))
  return `${prefix}${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`
}

/** `bigload-1` is `b1`. */
export function short(name: string): string {
  return name.replace(/^([a-z])[a-z]*-(\d+)$/, "$1$2")
}

/** Whom somebody means by a name or its short form. */
export function named(word: string, names: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  return names.find((name) => name === lower || short(name) === lower)
}
