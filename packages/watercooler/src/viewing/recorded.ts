/** A recorded run, as it was named on the command line: its folder, or its name where this machine remembers it. */
import { existsSync, readFileSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import type { CheckEvent } from "@watercooler/kernel"
import type { ClosingEvent } from "@watercooler/sauron"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { runFolder } from "../office/folder.ts"
import { mergeJournals } from "../office/journal.ts"
import { offices, openOffices } from "../office/registry.ts"
import { journalsLeft } from "../office/written.ts"

/** Whose nodes took part. Walls are ours too, and have nothing that could be simulated. */
export type Whose = "ours" | "walls" | "programs" | "maelstrom"

export interface RecordedRun {
  readonly run: string
  /** As it was typed, where that was a folder. */
  readonly shown: string
  readonly dir: string
  readonly world: "real" | "simulated"
  readonly whose: Whose
  readonly journal: string
  /** What Sauron kept of its reports, the older first; may not exist. */
  readonly reports: readonly string[]
  readonly nodes: string
  readonly vitals: string
}

/** Throws `BadInput` where there is no run, or none that is over. */
export function findRecorded(word: string, command: "watch" | "report" | "trace"): RecordedRun {
  const known = offices()
  const record = known.find(({ run }) => run === word)
  const dir = record !== undefined && !existsSync(word) ? record.dir : resolve(word)
  const example = `watercooler ${command} .watercooler/runs/…`
  if (!existsSync(dir) || !statSync(dir).isDirectory()) {
    const names = known.map(({ run }) => run)
    throw new BadInput({
      saw: `${word}: there is no such folder, and no run of that name`,
      expected: `the folder of a run, or its name.${didYouMean(word, names)}`,
      instead: example,
    })
  }
  const manifest = manifestOf(dir, word, example)
  const { run = "", world } = manifest
  const folder = runFolder(run, dir)
  if (!existsSync(folder.journal)) {
    if (openOffices().some((one) => one.dir === dir))
      throw new BadInput({
        saw: `${word}: its office is open`,
        expected: "a run that is over: then its journals are merged",
        instead: "watercooler open, which shows it as it happens",
      })
    if (!existsSync(folder.record))
      throw new BadInput({
        saw: `${word}: it holds neither journal.ndjson nor watercooler.ndjson`,
        expected: "the folder of a run that had begun",
        instead: example,
      })
    mergeJournals(journalsLeft(folder), folder.journal) // Whoever would have done it was killed.
  }
  const kept = join(folder.processes, "sauron")
  return {
    run,
    shown: record !== undefined && !existsSync(word) ? dir : word,
    dir,
    world: world === "simulated" ? "simulated" : "real",
    whose: whoseNodes(manifest),
    journal: folder.journal,
    reports: [join(kept, "requests.old.ndjson"), join(kept, "requests.ndjson")],
    nodes: folder.nodes,
    vitals: join(kept, "vitals.ndjson"),
  }
}

interface AnyManifest {
  readonly run?: string
  readonly world?: string
  readonly kind?: string
  readonly options?: { readonly programs?: object; readonly kind?: string }
}

function whoseNodes({ kind, options }: AnyManifest): Whose {
  if (kind === "maelstrom") return kind
  return options === undefined ? "ours" : whoseOf(options)
}

/** Of an office, by what it was opened with. */
export function whoseOf({ kind, programs }: NonNullable<AnyManifest["options"]>): Whose {
  return programs !== undefined ? "programs" : kind === "wall" ? "walls" : "ours"
}

function manifestOf(dir: string, word: string, example: string): AnyManifest {
  try {
    return { ...JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")) }
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "it holds no manifest.json" : String(error)
    throw new BadInput({ saw: `${word}: ${why}`, expected: "the folder of a run", instead: example })
  }
}

/** What can be typed to see the same again. */
export function againOf(
  { shown, whose, world }: Pick<RecordedRun, "shown" | "whose" | "world">,
  verdict: string | undefined,
): readonly string[] {
  const word = /^[\w./:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`
  const isBroken = verdict === "violated"
  const again =
    whose === "maelstrom"
      ? [`watercooler maelstrom replay ${word}`, ...(isBroken ? [`watercooler maelstrom shrink ${word}`] : [])]
      : whose === "programs"
        ? [] // Nobody knows what a program of somebody else was told, nor what chance said to it.
        : [
            `watercooler replay ${word}`,
            ...(world === "simulated" && isBroken ? [`watercooler shrink ${word}`] : []),
            ...(world === "real" && whose !== "walls" ? [`watercooler import ${word}`] : []),
          ]
  return [...again, `watercooler watch ${word}`]
}

interface Judgement {
  readonly verdict?: string
  readonly detail?: string
  readonly checks?: readonly { readonly name: string; readonly result: CheckEvent["result"]; readonly detail: string }[]
}

/** As `verdict.json` has it; empty for a run that came to no end. */
function judgementOf({ dir }: RecordedRun): Judgement {
  const file = join(dir, "verdict.json")
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Judgement) : {}
}

/** Undefined for a run that was not judged. */
export const verdictOf = (run: RecordedRun): string | undefined => judgementOf(run).verdict

/** Checks and verdict as lines of a journal: that of a simulated run ends before its judge speaks. */
export function closingOf(run: RecordedRun): readonly ClosingEvent[] {
  const { verdict, detail = "", checks = [] } = judgementOf(run)
  const spoken = (["passed", "violated", "inconclusive"] as const).find((word) => word === verdict)
  if (spoken === undefined) return []
  return [
    ...checks.map(({ name, result, detail: why }) => ({ type: "check" as const, name, result, detail: why })),
    { type: "verdict" as const, verdict: spoken, detail },
  ]
}
