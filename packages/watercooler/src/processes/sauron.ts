/** Sauron's process: opens it as it is told, says so, and closes it on SIGTERM. */
import "./leash.ts"
import { fail, readConfig, say } from "./config-file.ts"
import type { SauronConfig } from "./sauron-config.ts"

process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor.

async function open(): Promise<void> {
  const config = readConfig<SauronConfig>()
  const { createServer } = await import("node:http")
  const server = createServer((_, response) => response.end("{}"))
  server.listen(config.port, config.host, () => say({ say: "ready" }))
  process.on("SIGTERM", () => process.exit(0))
}

open().catch(fail)
