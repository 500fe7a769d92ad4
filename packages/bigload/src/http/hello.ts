/** The shape of a hello on the wire (section 8). */
import { type Hello, isEndpoint, isHex32 } from "@watercooler/kernel"
import { describe, Reader, type Shaped } from "../protocol/shape.ts"

const WORD = /^[a-zA-Z0-9-]{1,64}$/

export function shapeHello(value: unknown, at = "hello"): Shaped<Hello> {
  const read = new Reader(value, at)
  const endpoint = (field: string): string => {
    const seen = read.get(field)
    if (isEndpoint(seen)) return seen
    read.malformed ??= {
      code: "malformed",
      field: `${at}.${field}`,
      seen: describe(seen),
      expected: "an origin with a port, http://127.0.0.1:8001",
    }
    return ""
  }
  return read.done({
    network: read.word("network", WORD, "a word"),
    version: read.integer("version", 1, 1_000_000),
    capabilities: read.list("capabilities", 32, (item, where) =>
      typeof item === "string" && /^[a-z0-9-]{1,64}$/.test(item)
        ? { ok: true, value: item }
        : { ok: false, malformed: { code: "malformed", field: where, seen: describe(item), expected: "a word of a-z 0-9 -" } },
    ),
    role: read.word("role", WORD, "a word"),
    name: read.word("name", WORD, "a word"),
    endpoint: endpoint("endpoint"),
    key: read.hex32("key"),
    // An opening hello is to an endpoint, the answer to a key.
    to: isHex32(read.get("to")) ? read.hex32("to") : endpoint("to"),
    signature: read.hex64("signature"),
  })
}
