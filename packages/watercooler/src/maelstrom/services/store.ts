/** What key-value services have in common: read, write and cas of one key, and the errors they may end with. */
import type { Body } from "../protocol.ts"

/** Keys are told apart by their JSON. */
export type Keys = ReadonlyMap<string, unknown>

/** What a request wants: the answer, and what the key holds afterwards if it changes. */
export interface Outcome {
  readonly reply: Body
  readonly written?: unknown
}

export const keyOf = (body: Body): string => JSON.stringify(body.key)

/** `held` is undefined for a key that there is not. */
export function answer(body: Body, held: unknown): Outcome {
  switch (body.type) {
    case "read":
      return { reply: held === undefined ? missing(body) : { type: "read_ok", value: held } }
    case "write":
      return { reply: { type: "write_ok" }, written: body.value ?? null }
    case "cas":
      return cas(body, held)
    default:
      return { reply: { type: "error", code: 10, text: `there is no ${body.type} here: read, write, cas` } }
  }
}

function cas(body: Body, held: unknown): Outcome {
  if (held === undefined)
    return body.create_if_not_exists === true ? { reply: { type: "cas_ok" }, written: body.to } : { reply: missing(body) }
  if (JSON.stringify(held) === JSON.stringify(body.from)) return { reply: { type: "cas_ok" }, written: body.to ?? null }
  return { reply: { type: "error", code: 22, text: `expected ${JSON.stringify(body.from)}, but had ${JSON.stringify(held)}` } }
}

const missing = (body: Body): Body => ({ type: "error", code: 20, text: `there is no key ${keyOf(body)}` })
