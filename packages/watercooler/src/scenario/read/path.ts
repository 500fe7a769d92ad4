/** Where something is in a scenario: `faults`, 2, `cut`. */
export type Path = readonly (string | number)[]

/** `faults[2].cut`, as one would write it in TypeScript. */
export function pathWords(path: Path): string {
  return path.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`)).join("")
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined | null)?.[step], value)
}

export function startsWith(path: Path, start: Path): boolean {
  return start.every((step, at) => path[at] === step)
}
