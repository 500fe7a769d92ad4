/** A wall: answers `/ping`, is seen by Sauron, and talks to nobody. The simplest thing that can be watched. */
import type { Decoded, Input, Json, NodeProgram, Out } from "@watercooler/kernel"
import type { Answer, Request } from "../protocol/messages.ts"
import { describeMalformed, Reader } from "../protocol/shape.ts"

export interface WallConfig {
  readonly name: string
}

export class Wall implements NodeProgram<Request, Answer> {
  readonly #name: string

  constructor({ name }: WallConfig) {
    this.#name = name
  }

  step(input: Input<Request, Answer>, out: Out<Request, Answer>): void {
    if (input.kind !== "request") return
    if (input.request.kind === "ping") out.reply(input.id, { kind: "pong", name: this.#name })
    else
      out.reply(input.id, {
        kind: "refused",
        status: 404,
        code: "only-a-wall",
        detail: "this is a wall: it answers GET /ping and nothing else",
      })
  }
}

export function parseWallConfig(json: Json): Decoded<WallConfig> {
  const read = new Reader(json, "settings")
  const config = { name: read.word("name", /^[a-z0-9-]{1,64}$/, "1 to 64 of a-z 0-9 -") }
  return read.malformed === undefined ? { ok: true, value: config } : { ok: false, because: describeMalformed(read.malformed) }
}
