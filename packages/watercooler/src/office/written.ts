/** Where the people of an office have written down what happened to them. */
import type { Office } from "./office.ts"

/** The journals of everybody who keeps one. */
export function journalsOf({ parts: { folder, employees } }: Office): readonly string[] {
  return [folder.record, folder.bossRecord, folder.node("clients").journal, ...employees.map((employee) => employee.folder.journal)]
}
