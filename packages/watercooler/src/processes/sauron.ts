/** Sauron's process: opens it as it is told, says so, and closes it on SIGTERM. */
import "./leash.ts"
import { readFileSync } from "node:fs"
import { openSauron } from "@watercooler/sauron"
import { fail, readConfig, say } from "./config-file.ts"
import type { SauronConfig } from "./sauron-config.ts"

process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor.

try {
  const { tokenFile, ...options } = readConfig<SauronConfig>()
  const sauron = await openSauron({ ...options, token: readFileSync(tokenFile, "utf8").trim() })
  process.on("SIGTERM", () => {
    sauron.close().then(() => process.exit(0), fail)
  })
  say({ say: "ready", url: sauron.url })
} catch (error) {
  fail(error)
}
