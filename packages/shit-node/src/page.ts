/** The catalogue as a page for people: `docs/misdeeds.md` is printed from it. */
import type { MisdeedEntry } from "./misdeed.ts"

const KINDS: readonly (readonly [MisdeedEntry["kind"], string])[] = [
  ["malicious", "It wants something: money, or others' trust."],
  ["stupid", "It means no harm. Its author did not read the protocol."],
  ["random", "Nobody knows what it wants."],
]

export function misdeedsPage(entries: readonly MisdeedEntry[]): string {
  const chapters = KINDS.map(([kind, words]) => {
    const ofKind = entries.filter((entry) => entry.kind === kind)
    return [`## ${capital(kind)}`, words, ...ofKind.map(chapter)].join("\n\n")
  })
  return `${[...HEAD, ...chapters].join("\n\n")}\n`
}

const HEAD: readonly string[] = [
  "# Misdeeds",
  [
    "What a *BigLoadOfShit* can do, and what honest nodes must do about it. This page is printed from the catalogue in",
    "`packages/shit-node`; a test keeps it so. Misdeeds compose: a node may have several.",
  ].join("\n"),
  [
    "With `--auto` each misdeed acts within six seconds of its node's start, then every four to twelve seconds, until the calm.",
    "Without, it acts when an operator tells it to. *For a while* means four seconds from each act.",
  ].join("\n"),
]

function chapter({ name, does, honestNodesMust, refusedAs, banned }: MisdeedEntry): string {
  const codes = refusedAs.map((code) => `\`${code}\``).join(" or ")
  const refused = refusedAs.length === 0 ? "nothing is refused, no rule is broken" : `refused as ${codes}`
  return [
    `### ${name}`,
    does,
    `**Honest nodes must** ${honestNodesMust}.`,
    `Judged by: ${refused}; ${banned ? "banned" : "not banned for it"}.`,
  ].join("\n\n")
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
