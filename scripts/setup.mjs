// Sets up what is missing, on any Node from 20: installs the locked dependencies, which bring a newer Node along, and builds.

import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, "node_modules", ".bin")
const stamp = join(root, "node_modules", ".watercooler-lock")

/** The environment of everything that is started: the Node that came with the dependencies is found first. */
export const environment = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
}

/** The Node that came with the dependencies; the one that runs this where there is none for the platform. */
export function node() {
  const bundled = join(bin, process.platform === "win32" ? "node.exe" : "node")
  return existsSync(bundled) ? bundled : process.execPath
}

/** Runs a command; its output goes to standard error, so that standard output stays the main job's. Ends this process if it fails. */
export function run(command, args, { what, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", 2, 2],
    shell: process.platform === "win32",
  })
  if (result.status === 0) return
  if (quiet) process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`)
  process.stderr.write(
    `${what ?? command} failed${result.error ? `: ${result.error.message}` : ` with exit code ${result.status ?? result.signal}`}.\n`,
  )
  // Of Ctrl-C nobody needs an explanation; everything else is our own failure, whatever code it ended with.
  process.exit(result.signal === "SIGINT" ? 130 : 4)
}

function succeeds(command, args) {
  return spawnSync(command, args, { cwd: root, env: environment, stdio: "ignore", shell: process.platform === "win32" }).status === 0
}

export function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
  if ((existsSync(stamp) && readFileSync(stamp, "utf8") === lock) || isInstalled()) return
  process.stderr.write("Installing the locked dependencies (once)…\n")
  const ci = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
  // What an interrupted installation has left stands in the way of the next one.
  const hasLeftovers = existsSync(join(root, "node_modules"))
  if (!hasLeftovers || !succeeds("npm", ci)) {
    rmSync(join(root, "node_modules"), { recursive: true, force: true, maxRetries: 5 })
    run("npm", ci, { what: "npm ci" })
  }
  writeFileSync(stamp, lock)
}

/** Whether npm has installed here by hand since the lock was last changed. */
function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json")
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
}

export function build() {
  run("npx", ["--no-install", "turbo", "run", "build", "--output-logs=errors-only", "--log-prefix=none"], {
    what: "the build",
    quiet: true,
  })
}
