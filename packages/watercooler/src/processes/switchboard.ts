/** The switchboard's process: hired when somebody wants to touch the wires, and there until the run ends. */
import "./leash.ts"
import { runSwitchboard, type SwitchboardConfig, type ToSwitchboard } from "@watercooler/boss/switchboard"
import { fail, readConfig, say } from "./config-file.ts"

process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor.
try {
  const board = await runSwitchboard(readConfig<SwitchboardConfig>(), say)
  process.on("message", (order: ToSwitchboard) => board.hear(order))
  process.once("SIGTERM", () => void board.close().then(() => process.exit(0)))
} catch (error) {
  fail(error)
}
