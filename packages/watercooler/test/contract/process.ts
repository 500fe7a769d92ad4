/** A puppet as a process of its own, so that it can be killed. Its notes go to its parent. */
import { type AnyBlueprint, runNode } from "@watercooler/host"
import { puppet } from "./puppet.ts"

const node = await runNode({
  config: JSON.parse(process.argv[2] as string),
  blueprint: puppet as unknown as AnyBlueprint,
  workerEntry: new URL("./worker.ts", import.meta.url),
  noted: ({ fact }) => process.send?.({ fact }),
  broken: (error) => {
    throw error
  },
})
process.on("disconnect", () => process.exit(1))
process.on("message", () => void node.leave().then(() => process.exit(0)))
process.send?.({ url: node.url })
