// The main job, or whatever was asked for, as a child that ends when this process does, however it does.
import { spawn } from "node:child_process"
import { constants } from "node:os"
import { join } from "node:path"
import { environment, node, root } from "./setup.mjs"

const given = process.argv.slice(2)
const args = given.length > 0 ? given : ["-x", "5", "-y", "2", "--sauron", "--boss", "--auto"]
const child = spawn(node(), [join(root, "packages", "watercooler", "bin", "run.js"), ...args], {
  cwd: process.env.INIT_CWD ?? root,
  env: { ...environment, WATERCOOLER_RESTARTED: "1" },
  // The terminal is the child's. The channel is for the one thing that we could not tell it any more: that we were killed.
  stdio: ["inherit", "inherit", "inherit", "ipc"],
})
// Ctrl-C reaches the child by itself, as it is in our group; here we only wait for what it makes of it.
process.on("SIGINT", () => {})
process.on("SIGTERM", () => child.kill("SIGTERM"))
child.on("error", (error) => {
  process.stderr.write(`watercooler could not be started: ${error.message}\n`)
  process.exit(4)
})
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
