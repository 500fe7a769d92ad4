/** The Boss's process. It is hired with everybody else and waits; its work begins with the storm and ends with SIGTERM. */
import "./leash.ts"
import type { BossConfig } from "@watercooler/boss"
import { fail, readConfig, say } from "./config-file.ts"

const calm = new AbortController()
let working: Promise<void> = Promise.resolve()

process.on("SIGTERM", () => {
  calm.abort()
  void working.then(() => process.exit(0))
})
process.on("SIGINT", () => undefined) // Ctrl-C is for the supervisor, which says when it is calm.
process.on("message", (message: { readonly do?: string }) => {
  if (message.do !== "storm" || calm.signal.aborted) return
  working = import("@watercooler/boss").then(({ runBoss }) => runBoss(readConfig<BossConfig>(), calm.signal)).catch(fail)
})
say({ say: "ready" })
