/** Where the people of an office have written down what happened to them. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import type { RunFolder } from "./folder.ts"
import type { Office } from "./office.ts"

/** The journals of everybody who keeps one. */
export function journalsOf({ parts: { folder, employees } }: Office): readonly string[] {
  return [folder.record, folder.bossRecord, folder.node("clients").journal, ...employees.map((employee) => employee.folder.journal)]
}

/** The same, of an office that was ended before it could merge them: as its folder has them. */
export function journalsLeft(folder: RunFolder): readonly string[] {
  const names = readdirSync(join(folder.dir, "nodes"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [folder.record, folder.bossRecord, ...names.map(({ name }) => folder.node(name).journal)]
}
