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
  readonly #secret: string
  readonly #max: number
  readonly #byToken = new Map<string, Session>()
  readonly #tokenOf = new Map<string, string>()
  #count = 0

  /** `secret` is fresh for every boot and never leaves it. */
  constructor(crypto: Crypto, secret: string, max: number) {
    this.#crypto = crypto
    this.#secret = secret
    this.#max = max
  }

  get size(): number {
    return this.#byToken.size
  }

  /** Opens a session, or opens it anew: each key has one. Beyond the maximum the oldest ends. */
  open(session: Session): string {
    this.end(session.key)
    this.#count++
    const token = this.#crypto.hash(`session\n${this.#secret}\n${session.key}\n${this.#count}`).slice(0, 32)
    this.#byToken.set(token, session)
    this.#tokenOf.set(session.key, token)
    if (this.#byToken.size > this.#max) {
      for (const oldest of this.#byToken.values()) {
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
