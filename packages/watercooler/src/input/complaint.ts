/** What is said to somebody whose input cannot be used: what was seen, what was expected, what to do. Always exit code 2. */

import { called } from "./called.ts"
import { plainText } from "./plain.ts"

export interface Complaint {
  /** The very words we saw: `-x many`. */
  readonly saw: string
  readonly expected: string
  /** What to type instead. */
  readonly instead: string
}

export const badInputExit = 2

/** Thrown at the edge, by commands and by what prepares a run; nothing has been started when it is. */
export class BadInput extends Error {
  readonly complaints: readonly Complaint[]

  constructor(...complaints: readonly Complaint[]) {
    super(complaints.map(describeComplaint).join("\n"))
    this.name = "BadInput"
    this.complaints = complaints
  }
}

export function describeComplaint(complaint: Complaint): string {
  return plainText([`✗ ${complaint.saw}`, `  expected  ${complaint.expected}`, `  instead   ${called(complaint.instead)}`].join("\n"))
}
