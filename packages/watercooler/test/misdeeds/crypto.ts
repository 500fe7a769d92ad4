/** The kernel's crypto door, opened with Node's own library. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto"
import type { Crypto } from "@watercooler/kernel"

const PRIVATE_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex")
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex")

const privateOf = (seed: string) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, Buffer.from(seed, "hex")]), format: "der", type: "pkcs8" })
const publicOf = (key: string) =>
  createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, Buffer.from(key, "hex")]), format: "der", type: "spki" })

export const crypto: Crypto = {
  hash: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
  hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  publicKeyOf: (seed) => createPublicKey(privateOf(seed)).export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
  sign: (seed, message) => sign(null, Buffer.from(message, "utf8"), privateOf(seed)).toString("hex"),
  verify(key, message, signature) {
    try {
      return verify(null, Buffer.from(message, "utf8"), publicOf(key), Buffer.from(signature, "hex"))
    } catch {
      return false // a key that is no point of the curve
    }
  },
}
