/** What nodes say to each other: JSON, a message a line, as Maelstrom's protocol has it. */

export interface Body {
  readonly type: string
  readonly msg_id?: number
  readonly in_reply_to?: number | null
  readonly [key: string]: unknown
}

export interface Message {
  readonly src: string
  readonly dest: string
  readonly body: Body
}

interface ErrorKind {
  readonly name: string
  /** The operation certainly did not happen, and never will. */
  readonly isDefinite: boolean
}

/** The codes that the protocol gives a meaning; others are a node's own, and tell nothing of what has happened. */
export const errorCodes: Readonly<Record<number, ErrorKind>> = {
  0: { name: "timeout", isDefinite: false },
  1: { name: "node-not-found", isDefinite: true },
  10: { name: "not-supported", isDefinite: true },
  11: { name: "temporarily-unavailable", isDefinite: true },
  12: { name: "malformed-request", isDefinite: true },
  13: { name: "crash", isDefinite: false },
  14: { name: "abort", isDefinite: true },
  20: { name: "key-does-not-exist", isDefinite: true },
  21: { name: "key-already-exists", isDefinite: true },
  22: { name: "precondition-failed", isDefinite: true },
  30: { name: "txn-conflict", isDefinite: true },
}

export const isClientId = (id: string): boolean => /^c\d+$/.test(id)

export const errorBody = (code: number, text: string, inReplyTo: number | undefined): Body => ({
  type: "error",
  code,
  text,
  ...(inReplyTo === undefined ? {} : { in_reply_to: inReplyTo }),
})
