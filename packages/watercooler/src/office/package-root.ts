/** Where this package lies, from its sources as well as from its bundles. */
import { existsSync } from "node:fs"
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
export function processEntry(kind: "node" | "sauron" | "boss"): string {
  const other = process.env.WATERCOOLER_PROCESSES
  const stand = other === undefined ? undefined : join(other, `${kind}.mjs`)
  return stand !== undefined && existsSync(stand) ? stand : join(packageRoot(), "dist", "processes", `${kind}.js`)
}
