/** What became of an operation that ended with an error of the network: whether it can have reached anybody. */
import type { Completion } from "../client.ts"

/** Nobody was there: nothing was sent. */
const NEVER_SENT: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"])

/** `isHarmless`: it changes nothing, so what has no answer did not happen. */
export function afterFailure(error: unknown, isHarmless: boolean): Completion {
  const { code, words } = codeOf(error)
  return { type: isHarmless || NEVER_SENT.has(code) ? "fail" : "info", error: words }
}

function codeOf(error: unknown): { readonly code: string; readonly words: string } {
  const { code, cause, message, name } = error as Error & { code?: string; cause?: unknown }
  if (typeof code === "string") return { code, words: code }
  if (cause !== undefined) return codeOf(cause)
  return { code: name, words: name === "TimeoutError" || name === "AbortError" ? "timeout" : message }
}
