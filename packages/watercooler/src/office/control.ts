/** The control API: what the Boss and the subcommands ask of a running office. Loopback only, for holders of the run's token. */
import { timingSafeEqual } from "node:crypto"
import { describeEnds, type Fault, parseAnyFault, parseFault, vocabulary } from "@watercooler/boss/faults"
import type { Json } from "@watercooler/kernel"
import fastify, { type FastifyInstance } from "fastify"
import { deskRoutes } from "../desk/routes.ts"
import type { Outcome } from "./employee.ts"
import { isLasting, isMomentary } from "./lasting.ts"
import { hireNewcomer } from "./newcomers.ts"
import type { Office } from "./office.ts"
import { postTransfer } from "./transfer.ts"
import { viewOf } from "./view.ts"

const bodyBytesMax = 64 * 1024

/** In place of the name of a newcomer: whichever is free. */
const anyName = "*"

type Words = { readonly [word: string]: Json | undefined }

export interface Control {
  readonly url: string
  close(): Promise<void>
}

export async function openControl(office: Office): Promise<Control> {
  const app = fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true })
  guard(app, office.parts.token)
  app.get("/office", () => viewOf(office))
  app.get("/view", async () => ({ ...viewOf(office), likes: await office.likes() }))
  for (const { name, worlds } of vocabulary) {
    app.post(`/${name}`, async (request, reply) => {
      const words = wordsOf(request.body)
      if (!worlds.includes("real")) return reply.code(501).send({ because: `${name} is nothing that real processes can suffer` })
      const answer = isProcessFault(name) ? await actOn(office, name, words) : await beginOn(office, name, words)
      return reply.code(answer.code).send(answer.body)
    })
  }
  app.post("/transfer", async (request, reply) => {
    const words = wordsOf(request.body)
    if (office.parts.options.programs !== undefined)
      return reply.code(409).send({ because: "these programs have no money: nobody here can pay" })
    const from = office.find(String(words.from))
    const to = office.find(String(words.to))
    if (from === undefined) return reply.code(404).send({ because: `nobody here is named ${words.from}` })
    const payee = to?.party.endpoint ?? String(words.to)
    // Whoever was hired a moment ago does not pay before it knows what it has paid already.
    await office.until(() => from.standing.settled || from.standing.state !== "up", settleMsMax)
    const answer = await postTransfer(from.party.endpoint, payee, Number(words.amount))
    return reply.code(answer.status === 0 ? 502 : answer.status).send(answer.body)
  })
  deskRoutes(app, office)
  app.post("/timer", (request, reply) => {
    const words = wordsOf(request.body)
    const employee = office.find(String(words.node))
    if (employee === undefined) return reply.code(404).send({ because: `nobody here is named ${words.node}` })
    if (!employee.timer(String(words.name))) return reply.code(409).send({ because: `${employee.name} is not at work` })
    return { told: employee.name }
  })
  await app.listen({ host: "127.0.0.1", port: 0 })
  const address = app.server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() }
}

/** How long a transfer waits for a payer that is catching up. */
const settleMsMax = 5_000

interface Reply {
  readonly code: number
  readonly body: object
}

const refused = (code: number, because: string): Reply => ({ code, body: { because } })
const tooLate = "the storm is over: nobody is harmed in the calm"

function isProcessFault(name: string): boolean {
  return ["fire", "layoff", "hire", "pause", "resume"].includes(name)
}

async function actOn(office: Office, kind: string, words: Words): Promise<Reply> {
  const parsed = parseFault({ ...words, kind, ...nameIn(office, words) })
  if (!parsed.ok) return refused(400, parsed.because)
  const done = await carryOut(office, parsed.fault, words)
  return done.outcome.done ? { code: 200, body: { node: done.name, receipt: done.outcome.receipt } } : refused(409, done.outcome.because)
}

/** A fault that lasts: until it is healed by its name, for so long, or until the storm is over. Says its name, and what is over at once its receipt. */
async function beginOn(office: Office, kind: string, { by, forMs, id, fault: named, ...words }: Words): Promise<Reply> {
  if (forMs !== undefined && !(typeof forMs === "number" && Number.isFinite(forMs) && forMs > 0 && forMs <= LAST_MS_MAX))
    return refused(400, `forMs is how many milliseconds it lasts, from 1 to ${LAST_MS_MAX}, not ${JSON.stringify(forMs)}`)
  if (kind === "heal" && words.from === undefined) return healed(office, named)
  const parsed = parseAnyFault({ ...words, kind })
  if (!parsed.ok) return refused(400, parsed.because)
  const { value } = parsed
  if (!isLasting(value)) return refused(400, `${kind} does not last`)
  if (office.phase !== "storm" && value.kind !== "heal")
    return refused(409, office.phase === "opening" ? "the storm has not begun yet" : tooLate)
  const wanted = typeof id === "string" ? id : undefined
  const started = await office.start(value, by === "boss" ? "boss" : "operator", { id: wanted, forMs: forMs as number | undefined })
  if (!started.done) return refused(409, started.because)
  const receipt = isMomentary(value) && forMs === undefined ? { receipt: await started.over } : {}
  return { code: 200, body: { fault: started.id, node: describeEnds(value), ...receipt } }
}

/** One fault by its name, or all that last. */
async function healed(office: Office, named: Json | undefined): Promise<Reply> {
  const lasting = office.desk.lasting
  if (named === undefined) {
    await office.desk.endAll()
    return { code: 200, body: { healed: lasting } }
  }
  if (!office.desk.end(String(named)))
    return refused(404, `no fault that lasts is called ${JSON.stringify(named)}; there are: ${lasting.join(", ") || "none"}`)
  return { code: 200, body: { healed: [named] } }
}

/** A day. */
const LAST_MS_MAX = 86_400_000

async function carryOut(office: Office, fault: Fault, words: Words): Promise<{ readonly name: string; readonly outcome: Outcome }> {
  const by = words.by === "boss" ? "boss" : "operator"
  // In the calm everybody is to come back and to agree; who is harmed then would be missing from the verdict.
  if (office.phase !== "storm" && isHarm(fault)) return { name: fault.node, outcome: { done: false, because: tooLate } }
  const id = typeof words.id === "string" ? words.id : undefined
  if (fault.kind !== "hire" || fault.newcomer === undefined) return { name: fault.node, outcome: await office.carryOut(fault, by, id) }
  const wish = { ...fault.newcomer, ...(fault.node === anyName ? {} : { name: fault.node }) }
  const hired = await hireNewcomer(office, wish, by, id)
  return "refused" in hired ? { name: fault.node, outcome: { done: false, because: hired.refused } } : hired
}

const isHarm = ({ kind }: Fault): boolean => kind === "fire" || kind === "layoff" || kind === "pause"

/** Short names are for people; a fault names its node in full, and a newcomer that has none yet gets the next free one. */
function nameIn(office: Office, words: Words): { readonly node?: string } {
  if (words.newcomer !== undefined && words.node === undefined) return { node: anyName }
  return typeof words.node === "string" ? { node: office.find(words.node)?.name ?? words.node } : {}
}

/** A page in a browser cannot set Host or Authorization; a stranger on this machine does not know the token. */
function guard(app: FastifyInstance, token: string): void {
  const expected = Buffer.from(`Bearer ${token}`)
  app.addHook("onRequest", async (request, reply) => {
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ""))
      return reply.code(403).send({ because: "this host is not ours" })
    if (request.headers.origin !== undefined) return reply.code(403).send({ because: "not from a web page" })
    const given = Buffer.from(request.headers.authorization ?? "")
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return reply.code(401).send({ because: "the run's token is missing" })
  })
}

function wordsOf(body: unknown): Words {
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Words) : {}
}
