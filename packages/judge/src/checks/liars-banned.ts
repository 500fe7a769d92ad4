/** Did honest nodes ban whom they should have banned? */
import { banOf, deedsDone, wasRecognised } from "../misdeeds.ts"
import { type Check, hasLiars } from "./check.ts"
import { mayHappen, weigh } from "./liars-refused.ts"

export const liarsBanned: Check = {
  name: "liars-banned",
  phase: "always",
  claim: "Whoever did a misdeed that is worth a ban was banned by an honest node.",
  applies: (evidence) => hasLiars(evidence) && mayHappen(evidence, ({ banned }) => banned),
  examine(evidence) {
    const deeds = deedsDone(evidence).filter((deed) => deed.misdeed.banned && wasRecognised(evidence, deed))
    return weigh(evidence, deeds, banOf, "banned", () => "banned")
  },
}
