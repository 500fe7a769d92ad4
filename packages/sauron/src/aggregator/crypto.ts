/** The synchronous door to cryptography that the kernel asks for, opened onto Node's own. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto"
import type { Crypto } from "@watercooler/kernel"

/** The fixed bytes before a raw Ed25519 key in PKCS#8 and in SubjectPublicKeyInfo (RFC 8410). */
const PRIVATE_PREFIX = "302e020100300506032b657004220420"
const PUBLIC_PREFIX = "302a300506032b6570032100"

const privateKeyOf = (seed: string) => createPrivateKey({ key: Buffer.from(PRIVATE_PREFIX + seed, "hex"), format: "der", type: "pkcs8" })

export const nodeCrypto: Crypto = {
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  publicKeyOf: (privateKey) =>
    createPublicKey(privateKeyOf(privateKey)).export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
  sign: (privateKey, message) => sign(null, Buffer.from(message), privateKeyOf(privateKey)).toString("hex"),
  verify: (publicKey, message, signature) => {
    if (!/^[0-9a-f]{64}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(signature)) return false
    try {
      const key = createPublicKey({ key: Buffer.from(PUBLIC_PREFIX + publicKey, "hex"), format: "der", type: "spki" })
      return verify(null, Buffer.from(message), key, Buffer.from(signature, "hex"))
    } catch {
      return false // 64 digits that are no point on the curve.
    }
  },
}
