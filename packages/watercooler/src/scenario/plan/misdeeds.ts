/** Misdeeds by the names of their catalogue. */
import { catalogue } from "@watercooler/shit-node"
import { didYouMean } from "../../input/suggest.ts"
import type { Path } from "../read/path.ts"
import type { Objections } from "./objections.ts"

export function checkMisdeeds(misdeeds: readonly string[], path: Path, objections: Objections): void {
  const known = catalogue.map(({ name }) => name)
  for (const [at, misdeed] of misdeeds.entries()) {
    if (known.includes(misdeed)) continue
    const expected = `a misdeed of the catalogue.${didYouMean(misdeed, known)}`
    objections.add([...path, at], `there is no misdeed ${misdeed}`, expected, "watercooler misdeeds, which lists them all")
  }
}
