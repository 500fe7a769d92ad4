// The main job, or whatever was asked for, as a child that ends when this process does, however it does.
import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
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

/** Nobody tells us that npm was killed, so we look. Ten times a second leaves the rest of the two seconds to everybody else. */
const lookAgainMs = 100
const npm = process.env.npm_lifecycle_event === "start" ? npmAbove() : undefined
if (npm !== undefined) {
  setInterval(() => {
    if (isGone(npm)) process.kill(process.pid, "SIGKILL")
  }, lookAgainMs).unref()
}

/** npm starts us by a shell, which stays between us, or gives its place to us. Undefined where nobody can tell. */
function npmAbove() {
  const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(process.ppid)], { encoding: "utf8" })
  const [, above, name] = /^\s*(\d+)\s+(\S+)/.exec(stdout ?? "") ?? []
  if (name === undefined) return undefined
  return /(^|\/)-?\w*sh$/.test(name) ? Number(above) : process.ppid
}

/** Whoever was killed and is not yet buried is gone all the same. */
function isGone(pid) {
  try {
    process.kill(pid, 0)
    return process.platform === "linux" && readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")
  } catch {
    return true // No such process: npm is ours, so there is no other reason.
  }
}
