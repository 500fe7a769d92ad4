/** The tracker over HTTP, spoken exactly as nodes speak it among each other: GET and POST /peers, GET /pubkey. */
import type { Hello } from "@watercooler/kernel"
import type { FastifyInstance } from "fastify"
import { integerIn } from "../api/query.ts"
import { fieldsOf, integerOf, textOf, wrong } from "./read.ts"
import { Refusal } from "./refusal.ts"
import type { TrackerDriver } from "./tracker-driver.ts"

export function trackerRoutes(app: FastifyInstance, tracker: TrackerDriver): void {
  app.get("/pubkey", async () => {
    const answer = await tracker.ask({ kind: "pubkey" })
    return answer.kind === "pubkey" ? { key: answer.key, name: answer.name, network: answer.network } : refused(answer)
  })
  app.get("/peers", async (request) => {
    const query = request.query as Record<string, unknown>
    const limit = integerIn(query, "limit", 3, 0, 1_000)
    const except = textOf(query.except ?? "", "except", 256)
    const answer = await tracker.ask({ kind: "peers", limit, except })
    return answer.kind === "peers" ? { peers: answer.peers } : refused(answer)
  })
  app.post("/peers", { bodyLimit: 16 * 1024 }, async (request) => {
    const hello = helloOf(fieldsOf(request.body, "").hello)
    const answer = await tracker.ask({ kind: "announce", hello })
    return answer.kind === "welcome" ? {} : refused(answer)
  })
}

function refused(answer: Awaited<ReturnType<TrackerDriver["ask"]>>): never {
  if (answer.kind !== "refused") throw new Error(`the tracker answered ${answer.kind}`)
  throw new Refusal({ status: answer.status, error: answer.code, detail: answer.detail })
}

/** Shape only; whether it is true is the tracker's to judge. */
function helloOf(value: unknown): Hello {
  const fields = fieldsOf(value, "hello")
  const { capabilities } = fields
  if (!Array.isArray(capabilities) || capabilities.length > 32)
    throw wrong("hello.capabilities", capabilities, "an array of at most 32 words")
  const line = (name: string, charsMax: number) => {
    const text = textOf(fields[name], `hello.${name}`, charsMax)
    if (/[\r\n]/.test(text)) throw wrong(`hello.${name}`, text, "one line: a line break would run into the next signed field")
    return text
  }
  return {
    network: line("network", 64),
    version: integerOf(fields.version, "hello.version", 1, 1_000_000),
    capabilities: capabilities.map((word: unknown, index) => {
      if (typeof word === "string" && /^[a-z0-9-]{1,32}$/.test(word)) return word
      throw wrong(`hello.capabilities[${index}]`, word, "a word of a-z, 0-9 and -")
    }),
    role: line("role", 64),
    name: line("name", 64),
    endpoint: line("endpoint", 256),
    key: line("key", 64),
    to: line("to", 256),
    signature: line("signature", 128),
  }
}
