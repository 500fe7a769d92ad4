// Builds dist/ from nothing: bundles, and the web assets that Sauron serves.
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const dist = join(root, "dist")
rmSync(dist, { recursive: true, force: true })

const rolldown = join(dirname(createRequire(import.meta.url).resolve("rolldown/package.json")), "bin/cli.mjs")
execFileSync(process.execPath, [rolldown, "--config", "rolldown.config.ts"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] })

const web = join(root, "../sauron/web")
if (existsSync(web)) cpSync(web, join(dist, "web"), { recursive: true })
