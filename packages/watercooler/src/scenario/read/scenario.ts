/** Reads a scenario, from a file or from an object, and says all that is wrong with it at once. */
import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { BadInput } from "../../input/complaint.ts"
import { isScenarioName } from "../../input/fresh.ts"
import { badSeed, isPlainLine } from "../../input/plain.ts"
import { quotedFile } from "../../input/shell.ts"
import { compile, SEED } from "../plan/compile.ts"
import { Objections } from "../plan/objections.ts"
import type { ScenarioPlan } from "../plan/plan.ts"
import type { Scenario } from "../schema/scenario.ts"
import { complain, type ScenarioComplaint } from "./complain.ts"
import type { Objection } from "./objection.ts"
import type { Path } from "./path.ts"
import { shapeScenario } from "./shape.ts"
import type { Source } from "./source.ts"
import { FILE_BYTES_MAX, readYaml } from "./yaml.ts"

/** A scenario in which nothing is wrong, and where it came from. */
export interface CheckedScenario {
  readonly scenario: Scenario
  /** Undefined for one that was written in TypeScript. */
  readonly source: Source | undefined
}

export type ReadScenario =
  | { readonly ok: true; readonly checked: CheckedScenario }
  | { readonly ok: false; readonly complaints: readonly ScenarioComplaint[] }

/** `file` is what the complaints call it. */
export function readScenario(text: string, file: string): ReadScenario {
  const read = readYaml(text, file)
  return read.ok ? checkValue(read.value, read.source) : read
}

/** The same for an object, as a test may hold it. */
export function checkScenario(scenario: Scenario): ReadScenario {
  return checkValue(scenario, undefined)
}

/** Throws `BadInput` with all complaints: for commands. */
export function loadScenario(file: string): CheckedScenario {
  const read = readScenario(textOf(file), relative(process.cwd(), file) || file)
  if (!read.ok) throw new BadInput(...read.complaints)
  return read.checked
}

/** The plan of a checked scenario; another seed draws another storm. */
export function planScenario({ scenario }: CheckedScenario, seed: string = seedOf(scenario)): ScenarioPlan {
  if (seed === "" || !isPlainLine(seed)) throw new BadInput(badSeed(seed))
  return compile(scenario, seed, new Objections())
}

function checkValue(value: unknown, source: Source | undefined): ReadScenario {
  if (isAboutPrograms(value)) return { ok: false, complaints: complain([elsewhere], source) }
  const { scenario, objections, whole, faultNumbers } = shapeScenario(value)
  const meaning = new Objections()
  if (scenario !== undefined) compile(scenario, seedOf(scenario), meaning)
  const all = [...objections, ...meaning.list.map((objection) => renumbered(objection, faultNumbers))]
  if (scenario === undefined || !whole || all.length > 0) return { ok: false, complaints: complain(all, source) }
  return { ok: true, checked: { scenario, source } }
}

/** Then nothing else in it is as it would be here. */
function isAboutPrograms(value: unknown): boolean {
  return typeof value === "object" && value !== null && "programs" in value
}

const elsewhere: Objection = {
  path: ["programs"],
  at: "key",
  seen: "a scenario about programs of somebody else",
  expected: "one about our own nodes: programs of somebody else have processes only",
  instead: "watercooler run, with this file",
}

function seedOf({ seed = SEED }: Scenario): string {
  return String(seed)
}

/** Faults whose shape was wrong were left out before the others were looked at. */
function renumbered(objection: Objection, numbers: readonly number[]): Objection {
  const [section, at, ...rest] = objection.path
  if (section !== "faults" || typeof at !== "number") return objection
  const path: Path = [section, numbers[at] ?? at, ...rest]
  return { ...objection, path }
}

function textOf(file: string): string {
  const saw = `the scenario ${file}`
  try {
    const { size } = statSync(file)
    if (size > FILE_BYTES_MAX)
      throw new BadInput({ saw: `${saw}, of ${size} bytes`, expected: `at most ${FILE_BYTES_MAX} bytes`, instead: "a smaller file" })
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (error instanceof BadInput) throw error
    if (error instanceof TypeError) throw new BadInput({ saw, expected: "text in UTF-8", instead: "save it as UTF-8" })
    const { code = "unknown" } = error as NodeJS.ErrnoException
    throw new BadInput({ saw: `${saw} (${code})`, ...adviceFor(file, code) })
  }
}

function adviceFor(file: string, code: string): { readonly expected: string; readonly instead: string } {
  const isRun = (folder: string) => existsSync(join(folder, "manifest.json"))
  if (file === "-") return { expected: "a file; standard input is not read", instead: "save it as a file, such as mine.yaml" }
  if (code === "EISDIR" || (code === "unknown" && isRun(file)))
    return isRun(file)
      ? {
          expected: "a scenario file, and not the folder of a run",
          instead: `watercooler replay ${quotedFile(file)}, or ${quotedFile(join(file, "scenario.yaml"))}`,
        }
      : { expected: "a scenario file, and not a folder", instead: `a file in it: ${quotedFile(join(file, "…yaml"))}` }
  if (code === "ENOENT" && isRun(dirname(file)))
    return { expected: "a file that exists", instead: "another run: this one left no scenario, or has lost it" }
  if (code === "ENOENT") {
    const name = isScenarioName(file) ? file : `${file}.yaml`
    return existsSync(name)
      ? { expected: "a file that exists", instead: quotedFile(name) }
      : { expected: "a file that exists", instead: `watercooler init ${quotedFile(name)}, which writes one` }
  }
  if (code === "EACCES" || code === "EPERM") return { expected: "a file that you may read", instead: `chmod u+r ${quotedFile(file)}` }
  if (code === "ELOOP") return { expected: "a link that leads to a file", instead: "the file itself" }
  return { expected: "a file that can be read", instead: "another file" }
}
