/** The sandbox itself has failed: not the network, not the user. Exit code 4. */

export const sandboxFailureExit = 4

export class SandboxFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = "SandboxFailure"
  }
}
