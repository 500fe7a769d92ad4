/** Puts several misdeeds over one honest program. */
import type { NodeProgram } from "@watercooler/kernel"
import type { Misdeed, MisdeedContext } from "./misdeed.ts"

/** The first misdeed is the innermost. What is said to misdeeds that the node does not have reaches nobody. */
export function corrupt<Request, Answer>(
  honest: NodeProgram<Request, Answer>,
  misdeeds: readonly Misdeed[],
  context: MisdeedContext<Request, Answer>,
): NodeProgram<Request, Answer> {
  const shielded: NodeProgram<Request, Answer> = {
    step(input, out) {
      const isForMisdeeds = input.kind === "timer" && /^misdeeds?\//.test(input.name)
      if (!isForMisdeeds) honest.step(input, out)
    },
  }
  return misdeeds.reduce((inner, misdeed) => misdeed.apply(context)(inner), shielded)
}
