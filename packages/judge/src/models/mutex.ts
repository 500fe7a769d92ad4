/** A lock that one holds at a time. Who holds it is not looked at: whoever releases, it is free. */
import { effect, type Model } from "./model.ts"

export const mutex: Model<boolean> = {
  name: "mutex",
  claim: "Nobody acquires the lock while it is held, and nobody releases it while it is free.",
  initial: false,
  key: String,
  isIdle: () => false,
  read(operation) {
    const { f } = operation
    if (f === "acquire" || f === "lock") return effect(operation, { f: "acquire", input: null })
    if (f === "release" || f === "unlock") return effect(operation, { f: "release", input: null })
    return { kind: "unknown", expected: "acquire or release" }
  },
  step(isHeld, { f }) {
    if (f === "acquire") return isHeld ? undefined : true
    return isHeld ? false : undefined
  },
  describe: ({ f }) => f,
  describeState: (isHeld) => `the lock is ${isHeld ? "held" : "free"}`,
}
