// `npm test`: sets up what is missing, builds, and runs every check there is. Arguments go to vitest: `npm test -- packages/kernel`.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { build, environment, install, node, root, run } from "./setup.mjs"

install()
run("npx", ["--no-install", "biome", "check", "--error-on-warnings", "."], { what: "the lint" })
run("npx", ["--no-install", "tsc", "--noEmit"], { what: "the type check" })
build()
const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
const { status } = spawnSync(node(), [vitest, "run", ...process.argv.slice(2)], { cwd: root, env: environment, stdio: "inherit" })
process.exit(status ?? 1)
