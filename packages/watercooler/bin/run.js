#!/usr/bin/env node
// Plain JavaScript that any Node understands: looks whether this Node is new enough, and starts again on the one that npm has
// installed beside us where it is not. Signals and the exit code are passed on.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const [major, minor] = process.versions.node.split(".").map(Number)

if (major > 22 || (major === 22 && minor >= 18)) await start()
else startAgain()

async function start() {
  endWithWhoStartedUs()
  const entry = join(here, "../dist/cli.js")
  if (!existsSync(entry)) {
    console.error("✗ watercooler is not built yet\n  instead   npm run build")
    process.exit(4)
  }
  const { enableCompileCache } = await import("node:module")
  enableCompileCache(join(here, "../dist/compile-cache"))
  await import(entry)
}

/** `npm start`, or this very file on an older Node, holds a channel to us. When it was killed so are we, without a word, and the warden does the rest. */
function endWithWhoStartedUs() {
  if (!process.env.WATERCOOLER_RESTARTED || !process.channel) return
  delete process.env.WATERCOOLER_RESTARTED
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"))
  process.channel.unref()
}

function startAgain() {
  endWithWhoStartedUs()
  const newer = newerNode()
  if (newer === undefined) {
    console.error(
      `✗ Node ${process.version}\n  expected  Node 22.18 or newer\n  instead   npm install, which brings one along, or a newer Node`,
    )
    process.exit(2)
  }
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, WATERCOOLER_RESTARTED: "1" },
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function newerNode() {
  for (let folder = here; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules/.bin", process.platform === "win32" ? "node.cmd" : "node")
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) return undefined
  }
}
