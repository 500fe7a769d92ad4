/** The sandbox itself has failed: not the network, not the user. Exit code 4. */

export const sandboxFailureExit = 4

export class SandboxFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = "SandboxFailure"
  }
}

/** What the system said, for what nobody need read a stack trace. */
const known: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EMFILE: "too many files are open; `ulimit -n` says how many may be",
  EROFS: "the disk may not be written to",
  EACCES: "it may not be written to",
  ENOENT: "something is not there any more that the run needs; was its folder removed?",
}

/** Why the sandbox failed: a sentence where we have one, else everything that there is to say. */
export function sayFailure(error: unknown): string {
  return `✗ the sandbox itself failed: ${reasonOf(error)}`
}

function reasonOf(error: unknown): string {
  if (error instanceof SandboxFailure) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code = "", path } = error as NodeJS.ErrnoException
  const words = known[code]
  if (words === undefined) return error.stack ?? error.message
  return `${words} (${code}${path === undefined ? "" : `, ${path}`})`
}
