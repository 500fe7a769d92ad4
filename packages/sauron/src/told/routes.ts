/** Programs that are not ours tell what they have to say: notes in words of their own, or spans and logs of OpenTelemetry. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { Rate } from "../aggregator/guard.ts"
import type { Intake } from "../aggregator/intake.ts"
import type { Tellers } from "../aggregator/options.ts"
import { Refusal } from "../aggregator/refusal.ts"
import { nameIn } from "./address.ts"
import { Book } from "./book.ts"
import type { Told } from "./facts.ts"
import { readNotes } from "./note.ts"
import { type Clocks, OTLP_ITEMS_MAX, type ReadOtlp, readLogs, readTraces } from "./otlp.ts"

export const TOLD_BODY_BYTES_MAX = 1_048_576
/** Of each program. */
const POSTS_PER_SECOND = 100

type Asked = FastifyRequest<{ Params: { who: string } }>

/** Returns what closes the book. */
export function toldRoutes(app: FastifyInstance, intake: Intake, { file, names, seen, token }: Tellers, now: () => number): () => void {
  const book = new Book(file)
  const rate = new Rate(POSTS_PER_SECOND)
  const known = new Set(names)
  const hasSeen = new Set(seen)
  const clocks = (): Clocks => ({ unixNs: BigInt(Date.now()) * 1_000_000n, runUs: now() })
  const teller = ({ params: { who } }: Asked): string => {
    const name = nameIn(who, token)
    if (name !== undefined && known.has(name)) return name
    const detail = "This address is nobody's. Each program finds its own in WATERCOOLER_NOTES or OTEL_EXPORTER_OTLP_ENDPOINT."
    throw new Refusal({ status: 404, error: "nobody", detail })
  }
  const take = (name: string, told: readonly Told[]): void => intake.takeTold(book.write(name, told))
  // Before the body is read: whoever has no name, or too much to say, is told at once.
  const onRequest = async (request: FastifyRequest) => {
    const name = teller(request as Asked)
    if (!rate.allows(name))
      throw new Refusal({
        status: 429,
        error: "too-many",
        detail: `${name} has posted more than ${POSTS_PER_SECOND} times this second. Send several in one message.`,
        headers: { "retry-after": "1" },
      })
    const { "content-encoding": coding = "identity", "content-type": type = "" } = request.headers
    if (coding !== "identity")
      throw new Refusal({ status: 415, error: "compressed", detail: `Not in ${coding}: set OTEL_EXPORTER_OTLP_COMPRESSION=none.` })
    if (type.includes("protobuf"))
      throw new Refusal({ status: 415, error: "not-json", detail: "OTLP in JSON is read here: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json." })
    if (book.isFull)
      throw new Refusal({ status: 507, error: "full", detail: "Programs have told so much in this run that no more is kept." })
  }
  const options = { bodyLimit: TOLD_BODY_BYTES_MAX, onRequest }
  const partly = (what: string, { rejected }: ReadOtlp) =>
    rejected === 0
      ? {}
      : { partialSuccess: { [`rejected${what}`]: String(rejected), errorMessage: `at most ${OTLP_ITEMS_MAX} in one message` } }

  app.post("/from/:who/notes", options, async (request, reply: FastifyReply) => {
    const told = readNotes(request.body, now())
    take(teller(request as Asked), told)
    return reply.code(202).send({ taken: told.length })
  })
  app.post("/from/:who/v1/traces", options, async (request) => {
    const name = teller(request as Asked)
    const read = readTraces(request.body, clocks(), hasSeen.has(name))
    take(name, read.told)
    return partly("Spans", read)
  })
  app.post("/from/:who/v1/logs", options, async (request) => {
    const read = readLogs(request.body, clocks())
    take(teller(request as Asked), read.told)
    return partly("LogRecords", read)
  })
  return () => book.close()
}
