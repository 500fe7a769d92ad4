/** A node's process: runs the program it is told to, honest or not, until it is laid off, fired, or its supervisor dies. */
import "./leash.ts"
import { ConfigError, type FromNode, loadConfig, type RunningNode, runNode, type ToNode } from "@watercooler/host"
import { fail } from "./config-file.ts"
import { PROGRAMS } from "./programs.ts"
import { withSurroundings } from "./surroundings.ts"

const say = (message: FromNode): void => {
  process.send?.(message)
}

try {
  const config = loadConfig(process.argv.slice(2), process.env)
  const blueprint = PROGRAMS[config.program]
  if (blueprint === undefined) throw new ConfigError(`program is "${config.program}", expected one of ${Object.keys(PROGRAMS).join(", ")}`)
  const wrap = config.misdeeds.length === 0 ? {} : { wrap: (await import("./wrap.ts")).wrapIn(config) }
  const node = await runNode({
    config: { ...config, settings: withSurroundings(config) },
    blueprint,
    ...wrap,
    workerEntry: new URL(import.meta.url.endsWith(".ts") ? "./work.ts" : "./work.js", import.meta.url),
    noted: (event) => say({ say: "note", event }),
    broken: fail,
  })
  process.on("message", (order: ToNode) => heed(node, order))
  process.once("SIGTERM", () => leave(() => node.leave()))
  process.once("SIGINT", () => leave(() => node.leave()))
  say({ say: "ready", url: node.url, pid: process.pid })
  if (process.send === undefined) console.log(`${config.name} is listening on ${node.url}`)
} catch (error) {
  if (error instanceof ConfigError && process.send === undefined) {
    console.error(error.message)
    process.exit(2)
  }
  fail(error)
}

function heed(node: RunningNode, order: ToNode): void {
  switch (order.do) {
    case "timer":
      return node.fireTimer(order.name)
    case "switch":
      return void node.switchTo(order.board).then(() => say({ say: "switched" }), fail)
    case "expect-switchboard":
      return node.expectSwitchboard()
    case "suffer":
      return node.suffer(order.id, order.what)
    case "relieve": {
      const receipt = node.relieve(order.id)
      if (receipt !== undefined) say({ say: "relieved", id: order.id, receipt })
    }
  }
}

function leave(goodbye: () => Promise<void>): void {
  goodbye().then(() => process.exit(0), fail)
}
