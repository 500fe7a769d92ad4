/** Sauron's process: opens it as it is told, says so, and closes it on SIGTERM. */
import "./leash.ts"
import { readFileSync } from "node:fs"
import { openSauron } from "@watercooler/sauron"
import { officeOf } from "../office/registry.ts"
import { fail, readConfig, say } from "./config-file.ts"
import type { SauronConfig } from "./sauron-config.ts"

process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor.

try {
  const { tokenFile, ...options } = readConfig<SauronConfig>()
  const run = options.run?.id ?? ""
  const desk = { controlUrl: () => officeOf(run)?.controlUrl || undefined }
  const sauron = await openSauron({ ...options, token: readFileSync(tokenFile, "utf8").trim(), desk })
  process.on("SIGTERM", () => {
    sauron.close().then(() => process.exit(0), fail)
  })
  say({ say: "ready", url: sauron.url })
} catch (error) {
  fail(error)
}
