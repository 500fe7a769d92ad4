/** A signed hello: who I am, what I speak, where I can be reached, and whom I am saying it to. */
import type { Crypto } from "../identity/crypto.ts"

export interface Hello {
  readonly network: string
  /** Protocol version, a positive integer. Parties of different versions refuse each other. */
  readonly version: number
  /** Optional things this party can do, sorted, words of `a-z0-9-`. */
  readonly capabilities: readonly string[]
  readonly role: string
  readonly name: string
  /** Where this party can be dialled; empty if nowhere. */
  readonly endpoint: string
  readonly key: string
  /** Whom this hello is for, so that the receiver cannot pass it on as its own: the endpoint dialled, or in an answer the key of who asked. */
  readonly to: string
  /** Ed25519 by `key` over `helloText`. */
  readonly signature: string
}

/** The text that is signed: one field a line, so that no field can run into the next (none may hold a line break). */
export function helloText(hello: Omit<Hello, "signature">): string {
  return [
    "watercooler hello 1",
    hello.network,
    String(hello.version),
    hello.capabilities.join(","),
    hello.role,
    hello.name,
    hello.endpoint,
    hello.key,
    hello.to,
  ].join("\n")
}

export function signHello(crypto: Crypto, privateKey: string, hello: Omit<Hello, "signature">): Hello {
  return { ...hello, signature: crypto.sign(privateKey, helloText(hello)) }
}

/** What a party insists on. */
export interface HelloRules {
  readonly network: string
  readonly version: number
  /** Own endpoint, or own key in an answer: the hello must be for it. */
  readonly self: string
  /** Own key: nobody else may use it. */
  readonly key: string
  readonly capabilitiesRequired: readonly string[]
}

export type HelloRefusal =
  | { readonly code: "wrong-network"; readonly network: string; readonly expected: string }
  | { readonly code: "wrong-version"; readonly version: number; readonly expected: number }
  | { readonly code: "missing-capability"; readonly capability: string }
  | { readonly code: "not-for-me"; readonly to: string; readonly expected: string }
  | { readonly code: "my-own-key"; readonly key: string }
  | { readonly code: "forged-hello"; readonly key: string; readonly endpoint: string }

/** Cheap rules first, the signature last. */
export function checkHello(crypto: Crypto, hello: Hello, rules: HelloRules): HelloRefusal | undefined {
  if (hello.network !== rules.network) return { code: "wrong-network", network: hello.network, expected: rules.network }
  if (hello.version !== rules.version) return { code: "wrong-version", version: hello.version, expected: rules.version }
  for (const capability of rules.capabilitiesRequired) {
    if (!hello.capabilities.includes(capability)) return { code: "missing-capability", capability }
  }
  if (hello.to !== rules.self) return { code: "not-for-me", to: hello.to, expected: rules.self }
  if (hello.key === rules.key) return { code: "my-own-key", key: hello.key }
  if (!crypto.verify(hello.key, helloText(hello), hello.signature))
    return { code: "forged-hello", key: hello.key, endpoint: hello.endpoint }
  return undefined
}
