/** Collects what is wrong while a scenario is planned; planning goes on, so that all of it is found. */
import type { Objection } from "../read/objection.ts"
import type { Path } from "../read/path.ts"

export class Objections {
  readonly list: Objection[] = []

  add(path: Path, seen: string, expected: string, instead: string, at?: NonNullable<Objection["at"]>): void {
    this.list.push({ path, seen, expected, instead, ...(at === undefined ? {} : { at }) })
  }
}
