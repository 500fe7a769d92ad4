/** Sessions that this party has opened to others after a good hello. A token proves a key until this party restarts. */
import type { Crypto } from "../identity/crypto.ts"

export interface Session {
  readonly key: string
  readonly name: string
  /** Where the peer says it can be reached. Believed only once dialled. */
  readonly endpoint: string
}

export class Sessions {
  readonly #crypto: Crypto
  readonly #max: number
  readonly #isDear: (session: Session) => boolean
  #secret = ""
  readonly #byToken = new Map<string, Session>()
  readonly #tokenOf = new Map<string, string>()
  #count = 0

  /** `max` is how many are open at once; beyond it the oldest ends that `isDear` does not speak for: keys cost nothing, so strangers must not crowd out friends. */
  constructor(crypto: Crypto, max: number, isDear: (session: Session) => boolean = () => false) {
    this.#crypto = crypto
    this.#max = max
    this.#isDear = isDear
  }

  /** At boot: `secret` is fresh and never leaves the node. Ends all sessions. */
  renew(secret: string): void {
    this.#secret = secret
    this.#byToken.clear()
    this.#tokenOf.clear()
  }

  get size(): number {
    return this.#byToken.size
  }

  /** Opens a session, or opens it anew: each key has one. */
  open(session: Session): string {
    if (this.#secret === "") throw new Error("a session was opened before the boot gave its secret")
    this.end(session.key)
    this.#count++
    const token = this.#crypto.hash(`session\n${this.#secret}\n${session.key}\n${this.#count}`).slice(0, 32)
    this.#byToken.set(token, session)
    this.#tokenOf.set(session.key, token)
    if (this.#byToken.size > this.#max) {
      for (const oldest of this.#byToken.values()) {
        if (this.#isDear(oldest)) continue
        this.end(oldest.key)
        break
      }
    }
    return token
  }

  /** Who shows this proof; undefined if nobody we know. */
  who(proof: string | undefined): Session | undefined {
    return proof === undefined ? undefined : this.#byToken.get(proof)
  }

  end(key: string): void {
    const token = this.#tokenOf.get(key)
    if (token === undefined) return
    this.#tokenOf.delete(key)
    this.#byToken.delete(token)
  }
}
