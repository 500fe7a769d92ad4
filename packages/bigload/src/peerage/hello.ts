/** How a node introduces itself, and what it demands of whoever introduces itself to it. */
import { checkHello, type Decoded, type Endpoint, type Hello, type HelloRefusal, signHello } from "@watercooler/kernel"
import { VERSION } from "../config.ts"
import type { Answer } from "../protocol/messages.ts"
import type { Company, Turn } from "./network.ts"

const CAPABILITIES = ["blocks"]

/** `to` is the endpoint that is dialled; in an answer, the key of who asked. */
export function helloTo({ config, crypto, key, networkId }: Company, to: string): Hello {
  const { name, endpoint } = config
  const hello = { network: networkId, version: VERSION, capabilities: CAPABILITIES, role: "full", name, endpoint, key, to }
  return signHello(crypto, config.privateKey, hello)
}

/** What is wrong with a hello that should be addressed to `self`: the endpoint that was dialled, or the key that was answered. */
export function refusalOf({ crypto, key, networkId }: Company, hello: Hello, self: string): HelloRefusal | undefined {
  return checkHello(crypto, hello, { network: networkId, version: VERSION, self, key, capabilitiesRequired: CAPABILITIES })
}

/** What a welcome is worth that came from an endpoint: the proof of who lives there, or the code of what is wrong with it. */
export function checkWelcome(
  company: Company,
  endpoint: Endpoint,
  answer: Answer,
  { now }: Turn,
): Decoded<{ readonly hello: Hello; readonly session: string | undefined }> {
  if (answer.kind === "refused") return { ok: false, because: answer.code }
  if (answer.kind !== "welcome" || answer.hello === undefined) return { ok: false, because: "no-hello" }
  const { hello, session } = answer
  // Addressed to our key, and not to our endpoint, which anybody may have claimed: else it could be shown to us as an opening hello by who provoked it.
  const refusal = refusalOf(company, hello, company.key)
  if (refusal !== undefined) return { ok: false, because: refusal.code }
  if (hello.endpoint !== endpoint) return { ok: false, because: "wrong-endpoint" }
  if (company.standing.isBanned(hello.key, now)) return { ok: false, because: "banned" }
  return { ok: true, value: { hello, session } }
}
