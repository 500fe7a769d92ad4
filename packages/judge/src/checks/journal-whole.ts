/** Is the journal fit to be judged by? */
import { inconclusive, passed } from "../verdict.ts"
import { plural } from "../words.ts"
import type { Check } from "./check.ts"

export const journalWhole: Check = {
  name: "journal-whole",
  phase: "always",
  claim: "No line of the journal is missing.",
  applies: () => true,
  examine({ hasHeader, journalGaps }) {
    if (!hasHeader) return inconclusive("The journal has no header, so nobody knows who took part.")
    if (journalGaps > 0) return inconclusive(`${plural(journalGaps, "line")} of the journal are missing.`)
    return passed("No line is missing.")
  },
}
