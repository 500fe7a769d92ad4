/** Where this package lies, from its sources as well as from its bundles, and where the programs of the processes do. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, "package.json"))) {
    const above = dirname(folder)
    if (above === folder) throw new Error("no package.json above watercooler's own code")
    folder = above
  }
  return folder
}

/** The file that starts a process of this kind. Tests of the office put simpler people into `WATERCOOLER_PROCESSES`. */
export function processEntry(kind: "node" | "sauron" | "boss" | "switchboard"): string {
  const other = process.env.WATERCOOLER_PROCESSES
  const stand = other === undefined ? undefined : join(other, `${kind}.mjs`)
  return stand !== undefined && existsSync(stand) ? stand : join(programs(), `${kind}.js`)
}

let pinned: string | undefined

/**
 * The build that this command began with. A build has a folder of its own, named by its content, and the next build leaves it
 * there: whoever is hired after a rebuild runs the same program as everybody else in the office.
 */
function programs(): string {
  if (pinned !== undefined) return pinned
  const folder = join(packageRoot(), "dist", "processes")
  const current = join(folder, "current")
  if (!existsSync(current)) return folder // Not built; `doctor` says so.
  pinned = join(folder, readFileSync(current, "utf8").trim())
  return pinned
}
