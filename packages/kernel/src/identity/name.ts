/** Names of parties: `bigload-1` in full, `b1` for short; and the text forms of keys. */

const SHORT_FORMS: readonly (readonly [kind: string, letter: string])[] = [
  ["bigload", "b"],
  ["shit", "s"],
  ["bigcrap", "c"],
  ["wall", "w"],
]

/** `bigload-1` → `b1`; a name of no known kind stays as it is. */
export function shortName(name: string): string {
  for (const [kind, letter] of SHORT_FORMS) {
    if (name.startsWith(`${kind}-`)) return letter + name.slice(kind.length + 1)
  }
  return name
}

/** `b1` → `bigload-1`; anything else stays as it is. */
export function fullName(name: string): string {
  for (const [kind, letter] of SHORT_FORMS) {
    if (name.startsWith(letter) && /^[0-9]+$/.test(name.slice(1))) return `${kind}-${name.slice(1)}`
  }
  return name
}

const HEX_32_BYTES = /^[0-9a-f]{64}$/
const HEX_64_BYTES = /^[0-9a-f]{128}$/

/** Whether a value is a hash, a key or a private seed: 64 lower-case hexadecimal digits. */
export function isHex32(value: unknown): value is string {
  return typeof value === "string" && HEX_32_BYTES.test(value)
}

/** Whether a value is a signature: 128 lower-case hexadecimal digits. */
export function isHex64(value: unknown): value is string {
  return typeof value === "string" && HEX_64_BYTES.test(value)
}

const ENDPOINT = /^http:\/\/[a-z0-9.[\]:-]{1,253}:([1-9][0-9]{0,4})$/

/** Whether a value is an origin with a port: `http://127.0.0.1:8001`. */
export function isEndpoint(value: unknown): value is string {
  if (typeof value !== "string" || value.length > 300) return false
  const port = ENDPOINT.exec(value)?.[1]
  return port !== undefined && Number(port) <= 65_535
}
