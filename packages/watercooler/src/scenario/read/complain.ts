/** Objections as complaints for a person: in the order of the file, each with its line and a caret. */
import type { Complaint } from "../../input/complaint.ts"
import { frame, shown } from "./frame.ts"
import type { Objection } from "./objection.ts"
import { type Path, pathWords } from "./path.ts"
import type { Source } from "./source.ts"

export interface ScenarioComplaint extends Complaint {
  readonly file: string
  readonly path: Path
  /** From 1; undefined for a scenario that was written in TypeScript. */
  readonly line: number | undefined
  readonly column: number | undefined
}

/** Nobody reads more. */
const COMPLAINTS_MAX = 50

export function complain(objections: readonly Objection[], source: Source | undefined): readonly ScenarioComplaint[] {
  const complaints = unlike(objections).map((objection) => (source === undefined ? inTypeScript(objection) : inFile(objection, source)))
  const ordered = complaints.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  return ordered.length <= COMPLAINTS_MAX ? ordered : [...ordered.slice(0, COMPLAINTS_MAX), andMore(ordered)]
}

function inFile(objection: Objection, source: Source): ScenarioComplaint {
  const spot = source.spot(objection)
  return complaintAt(source.file, spot, source.lines, objection)
}

export function complaintAt(
  file: string,
  spot: { readonly line: number; readonly column: number; readonly length: number },
  lines: readonly string[],
  { seen, expected, instead, path }: Objection,
): ScenarioComplaint {
  const saw = `${file}:${spot.line}:${spot.column}  ${shown(seen)}\n${frame(lines, spot)}`
  return { saw, expected: shown(expected), instead: shown(instead), file, path, line: spot.line, column: spot.column }
}

function inTypeScript({ seen, expected, instead, path }: Objection): ScenarioComplaint {
  const file = "scenario"
  return { saw: `${pathWords([file, ...path])}  ${seen}`, expected, instead, file, path, line: undefined, column: undefined }
}

/** One entry of a timeline can be wrong at each of its hundred times; saying it once is enough. */
function unlike(objections: readonly Objection[]): readonly Objection[] {
  return [...new Map(objections.map((objection) => [JSON.stringify([objection.path, objection.expected]), objection])).values()]
}

function andMore(all: readonly ScenarioComplaint[]): ScenarioComplaint {
  const last = all[COMPLAINTS_MAX] as ScenarioComplaint
  const saw = `${last.file}  and ${all.length - COMPLAINTS_MAX} more`
  return { ...last, saw, expected: "fewer mistakes at once", instead: "mend these first" }
}
