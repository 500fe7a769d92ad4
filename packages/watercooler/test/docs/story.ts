/**
 * Documentation as stories that can be run.
 *
 * The conventions of our pages. A fence ```sh holds commands, a line each: `watercooler …`, `npm start -- …`, `curl …`. The blocks of one page are one
 * story and run in order. A command that opens an office without `--duration` goes on until the line `# Ctrl-C`, or until the page ends.
 * Everything is expected to end with 0, or with what a comment behind it says: `# exits 2`, or `# exits 1, within 3 runs` where it takes some luck. A fence ```text right behind holds what is then
 * printed: each of its lines must be, where `…` stands for anything, and numbers, hashes and times may differ. A fence ```yaml, ```edn or ```js whose
 * first line is a comment with the name of a file, `# mine.yaml`, is that file: it is saved before what follows. In a command, `.watercooler/runs/…` is the folder of the
 * run that came last. Other fences are examples.
 */

export interface Step {
  readonly line: string
  readonly words: readonly string[]
  readonly exits: number
  /** How often it may be run until it ends so. */
  readonly runs: number
  /** Lines that must be printed. */
  readonly shown: readonly string[]
  /** Of a file that is saved: what is in it. */
  readonly text?: string
}

/** Languages of fences that may be files. */
const FILES: ReadonlySet<string> = new Set(["yaml", "edn", "js"])

export const CTRL_C = "# Ctrl-C"
export const SAVE = "save"
export const LAST_RUN = ".watercooler/runs/…"

export function storyOf(markdown: string): readonly Step[] {
  const steps: Step[] = []
  for (const [, language, body = ""] of markdown.matchAll(/^```(sh|text|[^\n]*)\n([\s\S]*?)^```$/gm)) {
    if (language === "sh") steps.push(...commandsIn(body))
    else if (FILES.has(language ?? "")) steps.push(...fileIn(body))
    else if (language === "text" && steps.length > 0) {
      const last = steps.pop() as Step
      steps.push({ ...last, shown: [...last.shown, ...body.split("\n").filter((line) => line.trim() !== "" && line.trim() !== "…")] })
    }
  }
  return steps
}

function commandsIn(body: string): readonly Step[] {
  return body
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, exits = 0, runs = 1] = /# exits (\d+)(?:, within (\d+) runs)?/.exec(line) ?? []
      return { line, words: line.startsWith(CTRL_C) ? [CTRL_C] : wordsOf(line), exits: Number(exits), runs: Number(runs), shown: [] }
    })
}

function fileIn(text: string): readonly Step[] {
  const [, name] = /^(?:#|;|\/\/) (\S+\.(?:yaml|edn|mjs))$/m.exec(text.split("\n")[0] ?? "") ?? []
  return name === undefined ? [] : [{ line: `saving ${name}`, words: [SAVE, name], exits: 0, runs: 1, shown: [], text }]
}

/** As a shell splits them; a comment ends the line. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  for (const [part] of line.matchAll(/'[^']*'|"[^"]*"|\S+/g)) {
    if (part.startsWith("#")) break
    words.push(/^['"]/.test(part) ? part.slice(1, -1) : part)
  }
  return words
}

/** A line of a page as a pattern: what differs from run to run may differ. */
export function patternOf(line: string): RegExp {
  const parts = line.trim().matchAll(/…|\d+(?:\.\d+)? s\b|\d+ connections?|[0-9a-f]{8,}|\d+|\s+|[^\d\s…]/g)
  return new RegExp([...parts].map(([part]) => loose(part)).join(""))
}

function loose(part: string): string {
  if (part === "…") return ".*"
  if (/^[\d.]+ s$/.test(part)) return "[\\d.]+ s"
  if (/connection/.test(part)) return "\\d+ connections?"
  if (/^[0-9a-f]{8,}$/.test(part) && !/^\d+$/.test(part)) return "[0-9a-f]+"
  if (/^\d{2,}$/.test(part)) return "[0-9a-f]*\\d[0-9a-f]*"
  if (/^\s+$/.test(part)) return "\\s+"
  return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
