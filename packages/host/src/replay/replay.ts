/** Steps a node's program again through its recorded inputs, and compares what it asks for, turn by turn. */
import { readFileSync } from "node:fs"
import type { NodeProgram } from "@watercooler/kernel"
import { type Crypto, type Happening, type HttpRequest, type HttpResponse, takeTurn } from "@watercooler/kernel"
import { digestEffects, type RecordedInput } from "../journal/inputs.ts"
import type { AnyBlueprint } from "../process/run.ts"
import { MemoryStore } from "../store/memory.ts"

export interface ReplayOptions {
  readonly file: string
  readonly blueprint: AnyBlueprint
  readonly settings: unknown
  readonly crypto: Crypto
  readonly wrap?: (program: NodeProgram<unknown, unknown>) => NodeProgram<unknown, unknown>
}

export type Replayed =
  | { readonly same: true; readonly turns: number; readonly boots: number }
  /** Where the two part: the turn, its input, and the digests of what was asked for. */
  | { readonly same: false; readonly turn: number; readonly input: unknown; readonly recorded: string; readonly replayed: string }

interface Boot {
  readonly kind: "boot"
  readonly recordsFrom: number
  readonly recordCount: number
  readonly damaged?: boolean
}

export function replayInputs(options: ReplayOptions): Replayed {
  const { blueprint, crypto } = options
  const asked = new Map<string, unknown>()
  let store = new MemoryStore()
  let program: NodeProgram<unknown, unknown> | undefined
  let boots = 0
  const lines = readFileSync(options.file, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
  for (const [turn, line] of lines.entries()) {
    const recorded = JSON.parse(line) as RecordedInput
    const input = recorded.input as unknown as { readonly kind: string }
    if (input.kind === "boot") {
      boots++
      asked.clear()
      store = diskOf(store, input as Boot)
      const fresh = blueprint.create(options.settings, crypto)
      program = options.wrap?.(fresh) ?? fresh
    }
    if (program === undefined) throw new Error(`${options.file}: the first input is ${input.kind}, expected a boot`)
    const { now, wall, salt } = recorded
    const effects = takeTurn(program, { ...decode(input, blueprint, asked, store), now, wall, salt }, store, salt)
    for (const effect of effects) if (effect.effect === "ask") asked.set(effect.id, effect.request)
    const digest = digestEffects(effects)
    if (digest !== recorded.effects) return { same: false, turn, input, recorded: recorded.effects, replayed: digest }
  }
  return { same: true, turns: lines.length, boots }
}

/** The disk that a boot found, from the one that the turns before it wrote. */
function diskOf(before: MemoryStore, { recordsFrom, recordCount }: Boot): MemoryStore {
  if (recordCount === 0 && recordsFrom === 0) return new MemoryStore()
  if (before.first !== recordsFrom || before.count < recordCount) {
    throw new Error(
      `a boot found ${recordCount} records from ${recordsFrom}, but the turns before it had written ${before.count} from ${before.first}`,
    )
  }
  before.truncate(recordCount)
  return before
}

function decode(
  input: { readonly kind: string },
  blueprint: AnyBlueprint,
  asked: ReadonlyMap<string, unknown>,
  store: MemoryStore,
): Happening<unknown, unknown> {
  if (input.kind === "boot") {
    const { damaged = false } = input as unknown as Boot
    return { kind: "boot", snapshot: store.snapshot, records: store.records(), recordsFrom: store.first, recordCount: store.count, damaged }
  }
  if (input.kind === "request") {
    const { id, link, proof, wire } = input as unknown as { id: number; link: string; proof?: string; wire: HttpRequest }
    const decoded = blueprint.http.decodeRequest(wire)
    if (!decoded.ok) throw new Error(`a recorded request no longer decodes: ${decoded.because}`)
    return { kind: "request", id, link, proof, request: decoded.value }
  }
  if (input.kind === "answer") {
    const { ask, peer, wire, more } = input as unknown as { ask: string; peer: string; wire: HttpResponse; more: boolean }
    const decoded = blueprint.http.decodeAnswer(wire, asked.get(ask))
    if (!decoded.ok) throw new Error(`a recorded answer no longer decodes: ${decoded.because}`)
    return { kind: "answer", ask, peer, answer: decoded.value, more }
  }
  return input as unknown as Happening<unknown, unknown>
}
