// Builds dist/ from nothing: the bundles, and the files of Sauron's view.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, renameSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const [fresh, dist, old] = ["dist-new", "dist", "dist-old"].map((name) => join(root, name))
rmSync(fresh, { recursive: true, force: true })

const rolldown = join(dirname(createRequire(import.meta.url).resolve("rolldown/package.json")), "bin/cli.mjs")
const quiet = { cwd: root, stdio: ["ignore", "ignore", "inherit"] }
execFileSync(process.execPath, [rolldown, "--config", "rolldown.config.ts"], quiet)
const writeWeb = `import("@watercooler/sauron").then(({ writeWeb }) => writeWeb("dist-new/web"))`
execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "-e", writeWeb], quiet)

// Swapped when it is whole: an office that opens meanwhile finds either the old build or the new one.
rmSync(old, { recursive: true, force: true })
if (existsSync(dist)) renameSync(dist, old)
renameSync(fresh, dist)
rmSync(old, { recursive: true, force: true })

// The first start of every program fills its compile cache; so the first start of a user is as quick as every other.
for (const [entry, ...args] of [
  ["bin/run.js", "faults"],
  ["dist/processes/node.js"],
  ["dist/processes/sauron.js"],
  ["dist/processes/boss.js"],
]) {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, "dist/compile-cache") }
  spawnSync(process.execPath, [entry, ...args], { cwd: root, env, stdio: "ignore", timeout: 20_000 })
}
