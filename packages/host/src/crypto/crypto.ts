/** The kernel's door to cryptography on Node's own, remembering imported keys and verified signatures by content. */
import { createHash, createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto"
import type { Crypto, SignedClaim } from "@watercooler/kernel"
import { LeastRecent } from "./least-recent.ts"

/** An imported key costs about 80 µs, nearly as much as a verification; one held costs about 1 KB. A process that simulates signs for thousands. */
const KEYS_MAX = 5_000
/** Verified signatures remembered: enough for the ranges under way. */
const VERIFIED_MAX = 4_000

const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex")
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex")

export class NodeCrypto implements Crypto {
  readonly #privateKeys = new LeastRecent<string, KeyObject>(KEYS_MAX)
  readonly #publicKeys = new LeastRecent<string, KeyObject>(KEYS_MAX)
  readonly #verified = new Verified()

  hash(text: string): string {
    return hash("sha256", text)
  }

  hashBytes(bytes: Uint8Array): string {
    return createHash("sha256").update(bytes).digest("hex")
  }

  publicKeyOf(privateKey: string): string {
    const spki = createPublicKey(this.#privateKey(privateKey)).export({ type: "spki", format: "der" })
    return spki.subarray(SPKI_PREFIX.length).toString("hex")
  }

  sign(privateKey: string, message: string): string {
    return sign(null, Buffer.from(message), this.#privateKey(privateKey)).toString("hex")
  }

  verify(publicKey: string, message: string, signature: string): boolean {
    const known = this.#verified.get(publicKey, message, signature)
    if (known !== undefined) return known
    const key = this.#publicKey(publicKey)
    const good =
      key !== undefined && /^[0-9a-f]{128}$/.test(signature) && verify(null, Buffer.from(message), key, Buffer.from(signature, "hex"))
    this.#verified.set({ publicKey, message, signature }, good)
    return good
  }

  /** Verifies on the thread pool, so that `verify` finds the results; resolves when all are known. */
  async ahead(claims: readonly SignedClaim[]): Promise<void> {
    await Promise.all(claims.map((claim) => this.#verifyAhead(claim)))
  }

  #verifyAhead(claim: SignedClaim): Promise<void> | undefined {
    const { publicKey, message, signature } = claim
    const key = this.#verified.get(publicKey, message, signature) === undefined ? this.#publicKey(publicKey) : undefined
    if (key === undefined) return undefined
    return new Promise((resolve) => {
      verify(null, Buffer.from(message), key, Buffer.from(signature, "hex"), (error, good) => {
        // What could not be verified here is verified, and refused, in its turn.
        if (error === null) this.#verified.set(claim, good)
        resolve()
      })
    })
  }

  #privateKey(seed: string): KeyObject {
    return this.#privateKeys.getOr(seed, () => {
      if (!/^[0-9a-f]{64}$/.test(seed)) throw new TypeError("a private key is 64 hexadecimal digits")
      return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, Buffer.from(seed, "hex")]), format: "der", type: "pkcs8" })
    })
  }

  #publicKey(hex: string): KeyObject | undefined {
    const known = this.#publicKeys.get(hex)
    if (known !== undefined || !/^[0-9a-f]{64}$/.test(hex)) return known
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, Buffer.from(hex, "hex")]), format: "der", type: "spki" })
    this.#publicKeys.set(hex, key)
    return key
  }
}

interface Result extends SignedClaim {
  readonly good: boolean
}

/** Results by signature, compared in full; the oldest is forgotten first. */
class Verified {
  readonly #results = new Map<string, Result>()

  get(publicKey: string, message: string, signature: string): boolean | undefined {
    const result = this.#results.get(signature)
    return result !== undefined && result.publicKey === publicKey && result.message === message ? result.good : undefined
  }

  set({ publicKey, message, signature }: SignedClaim, good: boolean): void {
    this.#results.set(signature, { publicKey, message, signature, good })
    if (this.#results.size <= VERIFIED_MAX) return
    for (const oldest of this.#results.keys()) {
      this.#results.delete(oldest)
      return
    }
  }
}
