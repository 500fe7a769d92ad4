/**
 * The synchronous door to cryptography that drivers inject. A driver may remember verified signatures by content,
 * because all three are pure functions: SHA-256, and Ed25519 as of RFC 8032, which is deterministic.
 */
export interface Crypto {
  /** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hexadecimal digits. */
  hash(text: string): string
  /** SHA-256 of bytes, as 64 lower-case hexadecimal digits. */
  hashBytes(bytes: Uint8Array): string
  /** Ed25519 public key (64 hex digits) of a 32-byte private seed (64 hex digits). */
  publicKeyOf(privateKey: string): string
  /** Ed25519 signature (128 hex digits) over the UTF-8 bytes of a text. */
  sign(privateKey: string, message: string): string
  /** False for anything malformed; never throws. */
  verify(publicKey: string, message: string, signature: string): boolean
}
