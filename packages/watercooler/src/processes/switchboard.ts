/** The switchboard's process: hired when somebody wants to touch the wires, and there until the run ends. */
import "./leash.ts"
import { runSwitchboard, type ToSwitchboard } from "@watercooler/boss/switchboard"
import { fail, readConfig, say } from "./config-file.ts"
import { keepSightings } from "./sightings.ts"
import type { SwitchboardProcessConfig } from "./switchboard-config.ts"

process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor.
try {
  const { sightings, ...config } = readConfig<SwitchboardProcessConfig>()
  const kept = sightings === undefined ? undefined : keepSightings(sightings.file, sightings.sauronUrl)
  const board = await runSwitchboard(config, say, kept === undefined ? undefined : (request) => kept.see(request))
  process.on("message", (order: ToSwitchboard) => board.hear(order))
  process.once("SIGTERM", () => {
    void board.close().then(() => {
      kept?.close()
      process.exit(0)
    })
  })
} catch (error) {
  fail(error)
}
