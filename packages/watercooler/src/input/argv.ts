/** What somebody typed, as a command that oclif knows: flags at the root are the flags of `up`, and `-5 bigloads` is `-x 5`. */

const atTheRoot = new Set(["-h", "--help", "-v", "--version"])

export function asCommand(argv: readonly string[]): string[] {
  const words = inNumbers(argv)
  const first = words[0]
  if (first === "-v") return ["--version"]
  if (first === "-h") return ["--help"]
  return first?.startsWith("-") && !atTheRoot.has(first) ? ["up", ...words] : words
}

/** The spelling of the first sketch: a number of somebody, `-5 bigloads -2 shits`. */
function inNumbers(argv: readonly string[]): string[] {
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const count = /^-(\d+)$/.exec(argv[at] ?? "")?.[1]
    const flags = count === undefined ? undefined : flagsFor(argv[at + 1], count)
    if (flags === undefined || /^-[xy]$/.test(argv[at - 1] ?? "")) {
      words.push(argv[at] ?? "")
    } else {
      words.push(...flags)
      at++
    }
  }
  return words
}

function flagsFor(who: string | undefined, count: string): readonly string[] | undefined {
  switch (who?.replace(/s$/, "")) {
    case "bigload":
      return ["-x", count]
    case "bigcrap":
    case "wall":
      return ["-x", count, "--kind", who?.replace(/s$/, "") ?? ""]
    case "shit":
      return ["-y", count]
    default:
      return undefined
  }
}
