/** Command lines with gaps, and what fills them. */

const GAP = /\{([a-z][a-z0-9.-]*)\}/g

/** Names of all gaps in a text. */
export function gapsIn(text: string): readonly string[] {
  return [...text.matchAll(GAP)].map(([, name]) => name as string)
}

/** What nothing fills stays as it is. */
export function fill(text: string, gaps: ReadonlyMap<string, string>): string {
  return text.replace(GAP, (gap, name: string) => gaps.get(name) ?? gap)
}

/** The words of a command line: parted by spaces, unless quotes hold them together. Undefined for a quote without an end. No shell reads it. */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote = ""
  for (const letter of line) {
    if (quote !== "" && letter === quote) quote = ""
    else if (quote === "" && (letter === '"' || letter === "'")) {
      quote = letter
      word ??= ""
    } else if (quote === "" && /\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? "") + letter
  }
  if (quote !== "") return undefined
  return word === undefined ? words : [...words, word]
}
