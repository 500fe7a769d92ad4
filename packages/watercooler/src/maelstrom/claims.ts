/** Who has a role, by all that nodes have done so far. Pure: it is told, and can be asked. */
import { numberIn, pointedAt } from "../programs/roles.ts"
import type { Body } from "./protocol.ts"
import type { Role, Sign } from "./roles.ts"

interface Claim {
  readonly number: number | undefined
  /** Grows with every claim of anybody. */
  readonly turn: number
}

export class Claims {
  readonly role: Role
  readonly #claims = new Map<string, Claim>()
  readonly #patterns = new Map<Sign, RegExp>()
  #turn = 0

  constructor(role: Role) {
    this.role = role
    for (const sign of [role.sign, role.not]) if (sign?.by === "log") this.#patterns.set(sign, new RegExp(sign.pattern, sign.flags))
  }

  /** A node has logged this. */
  logged(node: string, line: string): void {
    this.#hear(node, (sign) => {
      const found = this.#patterns.get(sign)?.exec(line)
      return found === null || found === undefined ? undefined : { number: numberIn(found[1]) }
    })
  }

  /** A node has sent this. */
  sent(node: string, body: Body): void {
    this.#hear(node, (sign) =>
      sign.by === "message" && sign.type === body.type ? { number: numberIn(pointedAt(body, sign.at)) } : undefined,
    )
  }

  /** It has ended; when it comes back it begins anew. */
  forget(node: string): void {
    this.#claims.delete(node)
  }

  /** Undefined: nobody. */
  get holder(): string | undefined {
    const { means } = this.role
    const all = [...this.#claims].map(([node, { number, turn }]) => ({ node, number, turn }))
    const rated = means === "last" ? all : all.filter(({ number }) => number !== undefined)
    const sign = means === "least" ? -1 : 1
    // Of the least, whoever has been at it for longest; else whoever was last.
    const [first] = rated.sort((a, b) => sign * ((b.number ?? -1) - (a.number ?? -1)) || sign * (b.turn - a.turn))
    return first?.node
  }

  #hear(node: string, find: (sign: Sign) => { readonly number: number | undefined } | undefined): void {
    const found = find(this.role.sign)
    if (found !== undefined) this.#claims.set(node, { number: found.number, turn: ++this.#turn })
    if (this.role.not !== undefined && find(this.role.not) !== undefined) this.#claims.delete(node)
  }
}
