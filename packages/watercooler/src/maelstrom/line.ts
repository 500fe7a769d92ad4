/** A line that a node has printed: a message, or what was probably meant by it. */
import type { Body, Message } from "./protocol.ts"

/** What a node did that its protocol does not allow. */
export interface Breach {
  readonly node: string
  /** The very words, cut. */
  readonly saw: string
  readonly expected: string
  readonly instead: string
}

export type ReadLine = { readonly message: Message } | { readonly breach: Omit<Breach, "node"> } | undefined

const WORDS_MAX = 200
const EXAMPLE = '{"src": "n1", "dest": "n2", "body": {"type": "…"}}'
export const lineMax = 16 * 1_048_576

/** Undefined for an empty line, which harms nobody. */
export function readLine(line: string): ReadLine {
  const words = line.trim()
  if (words === "") return undefined
  let value: unknown
  try {
    value = JSON.parse(words)
  } catch {
    return { breach: { saw: cut(words), expected: `one JSON object a line on standard output: ${EXAMPLE}`, instead: likely(words) } }
  }
  return messageOf(value, words)
}

function messageOf(value: unknown, words: string): ReadLine {
  if (!isObject(value))
    return {
      breach: {
        saw: cut(words),
        expected: `an object: ${EXAMPLE}`,
        instead: "print debugging to standard error, which is kept in the node's log",
      },
    }
  const { src, dest, body } = value
  const wrong = (expected: string, instead: string): ReadLine => ({ breach: { saw: cut(words), expected, instead } })
  if (typeof dest !== "string")
    return wrong('"dest", the id of a node, client or service, as a string', 'reply to the "src" of the message that you answer')
  if (typeof src !== "string") return wrong('"src", the node\'s own id, as a string', 'the "node_id" that init told')
  if (!isObject(body)) return wrong('"body", an object', 'put everything but "src" and "dest" into "body"')
  if (typeof body.type !== "string") return wrong('"type" in the body, a string', 'name the message: "read_ok" answers "read"')
  for (const field of ["msg_id", "in_reply_to"]) {
    const held = body[field]
    // A reply to nothing is no reply, and is let pass.
    if (held !== undefined && held !== null && !Number.isInteger(held))
      return wrong(`"${field}" to be an integer`, "send back the very number that came as msg_id")
  }
  return { message: { src, dest, body: body as Body } }
}

/** What people do who write their first node. */
function likely(words: string): string {
  if (/^[{[]$|^\s*"[^"]*":.*,?$|^[}\]],?$/.test(words)) return "print each message on one line, without indentation"
  if (/^\{\s*'/.test(words)) return "that is how Python prints a dictionary: print json.dumps(message) instead"
  if (/^\{/.test(words) && /\}\s*\{/.test(words)) return "end every message with a newline"
  if (/^\{/.test(words) && !words.endsWith("}")) return "write a message at once: two threads may have written into each other's lines"
  if (/^(Traceback|\s*File "|\w*Error|\s+at )/.test(words)) return "that looks like an exception: print it to standard error"
  return "print debugging to standard error, which is kept in the node's log; standard output is for messages"
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const cut = (words: string): string => (words.length <= WORDS_MAX ? words : `${words.slice(0, WORDS_MAX)}…`)
