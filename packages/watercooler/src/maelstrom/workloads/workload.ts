/** A workload: what clients ask of nodes, in which words, and what is expected of all the answers together. */
import type { CheckOptions, History, Opinion, Value } from "@watercooler/judge/histories"
import type { Asked, Completion, Generator } from "../../histories/client.ts"
import type { GeneratorOptions } from "../../histories/generators.ts"
import type { Body } from "../protocol.ts"

/** What stands in a reply that should not, or does not stand there. */
export class Malformed extends Error {}

/** One client's side of the talk; it may remember things from one request to the next. */
export interface Dialogue {
  request(asked: Asked): Body
  /** Throws `Malformed` for a reply of the right type that lacks something. */
  completion(asked: Asked, reply: Body): Completion
}

export interface Workload {
  readonly name: string
  readonly claim: string
  generator(options: GeneratorOptions): Generator
  dialogue(): Dialogue
  /** Functions that change nothing: one without an answer did not happen. */
  readonly harmless: ReadonlySet<string>
  /** Who is asked for the last things: every node by a worker of its own, or every worker. */
  readonly finals: "nodes" | "workers"
  check(history: History, options: CheckOptions, waitMs: number): Opinion
  /** Tells each node its neighbours before anything else. */
  readonly hasTopology?: true
}

/** The reply must be of this type. */
export function demand(reply: Body, type: string): Body {
  if (reply.type === type) return reply
  throw new Malformed(`a reply of type ${JSON.stringify(reply.type)} where "${type}" was expected`)
}

export function field(reply: Body, name: string): Value {
  const value = reply[name]
  if (value === undefined) throw new Malformed(`a ${reply.type} without "${name}"`)
  return valueFrom(value)
}

export function listField(reply: Body, name: string): readonly Value[] {
  const value = field(reply, name)
  if (Array.isArray(value)) return value
  throw new Malformed(`a ${reply.type} whose "${name}" is no list`)
}

/** JSON as the judge knows it: objects become maps. */
export function valueFrom(json: unknown): Value {
  if (Array.isArray(json)) return json.map(valueFrom)
  if (typeof json === "object" && json !== null) return new Map(Object.entries(json).map(([key, held]) => [key, valueFrom(held)]))
  return json as Value
}

/** Plain JSON again, for a request. */
export function jsonFrom(value: Value): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, held]) => [String(key), jsonFrom(held as Value)]))
  if (Array.isArray(value)) return value.map(jsonFrom)
  return value
}
