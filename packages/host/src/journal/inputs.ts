/**
 * The record of a node's inputs: enough to step the same program again offline and get the same effects. Requests and answers are kept as
 * they came from the wire; beside each input stands a digest of the effects it led to.
 */
import { hash } from "node:crypto"
import type { Effect, Json, Salt } from "@watercooler/kernel"
import { LineFile } from "./file.ts"

export interface RecordedInput {
  readonly now: number
  readonly wall: number
  readonly salt: Salt
  /** The input itself; a request or answer as its wire form. */
  readonly input: Json
  /** First 16 hex digits of the SHA-256 of the effects as JSON. */
  readonly effects: string
}

export class InputRecorder {
  readonly #file: LineFile

  constructor(file: string, bytesMax: number) {
    this.#file = new LineFile(file, bytesMax)
  }

  record(
    moment: { readonly now: number; readonly wall: number; readonly salt: Salt },
    input: Json,
    effects: readonly Effect<unknown, unknown>[],
  ): void {
    const { now, wall, salt } = moment
    const recorded: RecordedInput = { now, wall, salt, input, effects: digestEffects(effects) }
    this.#file.add(JSON.stringify(recorded))
  }

  flush(): void {
    this.#file.flush()
  }

  close(): void {
    this.#file.close()
  }
}

export function digestEffects(effects: readonly Effect<unknown, unknown>[]): string {
  return hash("sha256", JSON.stringify(effects)).slice(0, 16)
}
