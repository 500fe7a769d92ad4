/** A run that did not come to its verdict: the sandbox itself has failed, not the network, not the user. Exit code 4. Or a program has that is not ours: 1. */

export const sandboxFailureExit = 4
const programFailureExit = 1

export class SandboxFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = "SandboxFailure"
  }
}

/** A program that is not ours did not come up, or could not be set up. */
export class ProgramFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = "ProgramFailure"
  }
}

export function failureExit(error: unknown): number {
  return error instanceof ProgramFailure ? programFailureExit : sandboxFailureExit
}

/** What the system said, for what nobody need read a stack trace. */
const known: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EMFILE: "too many files are open; `ulimit -n` says how many may be",
  EROFS: "the disk may not be written to",
  EACCES: "it may not be written to",
  ENOENT: "something is not there any more that the run needs; was its folder removed?",
}

/** Why there is no verdict: a sentence where we have one, else everything that there is to say. */
export function sayFailure(error: unknown): string {
  return error instanceof ProgramFailure ? `✗ ${error.message}` : `✗ the sandbox itself failed: ${reasonOf(error)}`
}

function reasonOf(error: unknown): string {
  if (error instanceof SandboxFailure) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code = "", path } = error as NodeJS.ErrnoException
  const words = known[code]
  if (words === undefined) return error.stack ?? error.message
  return `${words} (${code}${path === undefined ? "" : `, ${path}`})`
}
