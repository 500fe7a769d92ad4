/**
 * One door to cryptography for all nodes of a run, which remembers by content. Ed25519 is deterministic, so whatever was signed through this door is known to
 * verify, and nobody has to check it again; everything else is checked once. The results are those of the door behind it, to the last bit.
 */
import type { Crypto } from "@watercooler/kernel"

interface Verified {
  readonly publicKey: string
  readonly message: string
  readonly good: boolean
}

/** Half a kilobyte each. Enough for what a large network says within a few seconds. */
const VERIFIED_MAX = 40_000
/** A key and its public half. */
const KEYS_MAX = 20_000

export class RememberingCrypto implements Crypto {
  readonly #behind: Crypto
  readonly #publicKeys = new Generations<string>(KEYS_MAX)
  readonly #verified: Generations<Verified>
  readonly #signed: Generations<string>

  /** `verifiedMax`: so many signatures are remembered; 0 for none. */
  constructor(behind: Crypto, verifiedMax = VERIFIED_MAX) {
    this.#behind = behind
    this.#verified = new Generations(verifiedMax)
    this.#signed = new Generations(verifiedMax)
  }

  hash(text: string): string {
    return this.#behind.hash(text)
  }

  hashBytes(bytes: Uint8Array): string {
    return this.#behind.hashBytes(bytes)
  }

  publicKeyOf(privateKey: string): string {
    const known = this.#publicKeys.get(privateKey)
    if (known !== undefined) return known
    const publicKey = this.#behind.publicKeyOf(privateKey)
    this.#publicKeys.set(privateKey, publicKey)
    return publicKey
  }

  sign(privateKey: string, message: string): string {
    const words = `${privateKey}\n${message}`
    const known = this.#signed.get(words)
    if (known !== undefined) return known
    const signature = this.#behind.sign(privateKey, message)
    this.#signed.set(words, signature)
    this.#verified.set(signature, { publicKey: this.publicKeyOf(privateKey), message, good: true })
    return signature
  }

  verify(publicKey: string, message: string, signature: string): boolean {
    const known = this.#verified.get(signature)
    if (known !== undefined && known.publicKey === publicKey && known.message === message) return known.good
    const good = this.#behind.verify(publicKey, message, signature)
    this.#verified.set(signature, { publicKey, message, good })
    return good
  }
}

/** A bounded map that forgets in two steps: what was not asked for while half of it was filled anew. */
class Generations<Value> {
  readonly #halfMax: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  constructor(max: number) {
    this.#halfMax = Math.floor(max / 2)
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: Value): void {
    if (this.#halfMax === 0) return
    if (this.#young.size >= this.#halfMax) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
