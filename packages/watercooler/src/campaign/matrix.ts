/** One scenario, many times, with other values in some places: `--matrix nodes.bigloads=3,5 --matrix network.blockInterval=200ms,1s` makes four. */
import { parse } from "yaml"
import { BadInput, type Complaint } from "../input/complaint.ts"
import { type CheckedScenario, checkScenario } from "../scenario/index.ts"

export interface Axis {
  /** Where in the scenario, key by key. */
  readonly path: readonly string[]
  readonly values: readonly string[]
}

/** One cell of the matrix: what is other in it, and the scenario with it. */
export interface Variant {
  /** `nodes.bigloads=3, network.blockInterval=1s`; empty for the scenario as it is. */
  readonly name: string
  readonly checked: CheckedScenario
}

const VARIANTS_MAX = 1_000

/** @throws BadInput for words that name no place, or no value. */
export function axesOf(words: readonly string[]): readonly Axis[] {
  return words.map((word) => {
    const at = word.indexOf("=")
    const [path, values] = [word.slice(0, Math.max(0, at)).split("."), apart(word.slice(at + 1))]
    if (at > 0 && path.every((key) => /^[a-zA-Z0-9.-]+$/.test(key)) && values.every((value) => value.trim() !== "")) return { path, values }
    throw new BadInput({
      saw: `--matrix ${word}`,
      expected: "a place in the scenario and the values it is to have",
      instead: "--matrix nodes.bigloads=3,5",
    })
  })
}

/** Every combination. @throws BadInput with all that is wrong in the first that makes no sense. */
export function variantsOf(checked: CheckedScenario, axes: readonly Axis[]): readonly Variant[] {
  if (axes.length === 0) return [{ name: "", checked }]
  return combined(checked.scenario, axes).map(({ name, scenario }) => {
    const read = checkScenario(scenario)
    if (!read.ok) throw madeNoSense(name, read.complaints)
    return { name, checked: read.checked }
  })
}

/** Every combination of a scenario of whatever kind, not yet looked at; without axes the scenario itself. */
export function combined<Words extends object>(
  words: Words,
  axes: readonly Axis[],
): readonly { readonly name: string; readonly scenario: Words }[] {
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count > VARIANTS_MAX)
    throw new BadInput({ saw: `a matrix of ${count} scenarios`, expected: `at most ${VARIANTS_MAX}`, instead: "fewer values" })
  return combinations(axes).map((settings) => {
    const scenario = structuredClone(words)
    for (const { path, value } of settings) put(scenario as Record<string, unknown>, path, value)
    return { name: settings.map(({ path, value }) => `${path.join(".")}=${value}`).join(", "), scenario }
  })
}

export function madeNoSense(name: string, complaints: readonly Complaint[]): BadInput {
  return new BadInput(
    ...complaints.map((complaint) => ({ ...complaint, saw: name === "" ? complaint.saw : `--matrix ${name}: ${complaint.saw}` })),
  )
}

/** Parted by commas, but for those between brackets or braces. */
function apart(words: string): readonly string[] {
  const values = [""]
  let depth = 0
  for (const letter of words) {
    if ("[{".includes(letter)) depth++
    if ("]}".includes(letter)) depth--
    if (letter === "," && depth === 0) values.push("")
    else values.push(`${values.pop()}${letter}`)
  }
  return values
}

interface Setting {
  readonly path: readonly string[]
  readonly value: string
}

function combinations([axis, ...rest]: readonly Axis[]): readonly (readonly Setting[])[] {
  if (axis === undefined) return [[]]
  const others = combinations(rest)
  return axis.values.flatMap((value) => others.map((settings) => [{ path: axis.path, value: value.trim() }, ...settings]))
}

/** Values are read as in a scenario file: `3` is a number, `1s` a word. What is missing on the way is made. */
function put(scenario: Record<string, unknown>, path: readonly string[], value: string): void {
  let place = scenario
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(place, key) ? place[key] : undefined
    const next = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {}
    if (inner !== next) define(place, key, next)
    place = next
  }
  define(place, path.at(-1) ?? "", read(value, path))
}

function read(value: string, path: readonly string[]): unknown {
  try {
    return parse(value)
  } catch {
    const saw = `--matrix ${path.join(".")}=${value}`
    throw new BadInput({ saw, expected: "a value as a scenario has it", instead: "--matrix 'faults.0.fire=n1,{any: 1, of: n1..n3}'" })
  }
}

/** Also for a key that is called `__proto__`. */
function define(place: object, key: string, value: unknown): void {
  Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true })
}
