// `npm run bench [-- letters]`: sets up, builds, and measures.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { build, environment, install, node, root } from "./setup.mjs"

install()
build()
const { status } = spawnSync(node(), [join(root, "packages", "watercooler", "bench", "run.ts"), ...process.argv.slice(2)], {
  cwd: root,
  env: environment,
  stdio: "inherit",
})
process.exit(status ?? 1)
