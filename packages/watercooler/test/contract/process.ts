/** A puppet as a process of its own, so that it can be killed. Its notes go to its parent. */
import { type AnyBlueprint, runNode, type ToNode } from "@watercooler/host"
import { puppet } from "./puppet.ts"

const node = await runNode({
  config: JSON.parse(process.argv[2] as string),
  blueprint: puppet as unknown as AnyBlueprint,
  workerEntry: new URL("./worker.ts", import.meta.url),
  noted: ({ fact }) => process.send?.({ fact }),
  broken: () => process.exit(1),
})
process.on("disconnect", () => process.exit(1))
process.on("message", (order: "leave" | ToNode) => {
  if (order === "leave") return void node.leave().then(() => process.exit(0))
  if (order.do === "switch") void node.switchTo(order.board)
  if (order.do === "suffer") node.suffer(order.id, order.what)
  if (order.do === "relieve") process.send?.({ receipt: node.relieve(order.id) ?? null })
})
process.send?.({ url: node.url })
