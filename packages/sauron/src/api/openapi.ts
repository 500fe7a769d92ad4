/** The OpenAPI document: every route of Sauron, for clients and for people. A test asks each of them. */

const integer = { type: "integer", minimum: 0 } as const
const text = { type: "string" } as const

const query = (name: string, schema: object, description: string) => ({ name, in: "query", schema, description })
const limit = (max: number) => query("limit", { type: "integer", minimum: 1, maximum: max }, "Most items in the answer.")
const json = (schema: object, description: string) => ({ description, content: { "application/json": { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const refused = json(ref("Refusal"), "Refused; says what was seen and what was expected.")
const read = (summary: string, parameters: readonly object[] = []) => ({
  get: { summary, parameters, responses: { 200: json({ type: "object" }, "Found."), 400: refused } },
})

const report = {
  type: "object",
  required: ["node", "request", "response"],
  properties: {
    node: { ...text, minLength: 1, maxLength: 64 },
    seq: { ...integer, description: "Per Eye, from 1, without gaps." },
    t: { ...integer, description: "Microseconds of the run." },
    request: {
      type: "object",
      required: ["method", "uri"],
      properties: {
        method: { ...text, maxLength: 16 },
        uri: text,
        route: { ...text, maxLength: 256 },
        host: text,
        port: integer,
        from: text,
        bytes: integer,
        body: { ...text, description: "Cut to 2048 characters." },
      },
    },
    response: {
      type: "object",
      required: ["status"],
      properties: { status: { type: "integer", minimum: 0, maximum: 999 }, bytes: integer, content: text },
    },
    durationUs: integer,
    trace: { ...text, maxLength: 64 },
  },
} as const

const batch = {
  type: "object",
  required: ["version", "node", "boot", "reports"],
  properties: {
    version: { const: 1 },
    node: text,
    boot: text,
    dropped: integer,
    acked: integer,
    reports: { type: "array", maxItems: 1000, items: ref("Report") },
  },
} as const

const refusal = {
  type: "object",
  required: ["error", "detail"],
  properties: { error: text, detail: text, at: text, seen: text, expected: text },
} as const

function told(summary: string, properties: object, status: 200 | 202) {
  const refusals = { 400: refused, 404: refused, 413: refused, 415: refused, 429: refused, 507: refused }
  const who = { name: "who", in: "path", required: true, schema: text, description: "The program's own address, from its environment." }
  return {
    post: {
      summary,
      parameters: [who],
      requestBody: { required: true, ...json({ type: ["object", "array", "string"] }, "What it has to say.") },
      responses: { [status]: json({ type: "object", properties }, "Taken."), ...refusals },
    },
  }
}

export const openapi = {
  openapi: "3.1.0",
  info: { title: "Sauron", version: "1", description: "The all-seeing eye of a Watercooler run. Loopback only." },
  paths: {
    "/sauron/requests": {
      post: {
        summary: "Report answered requests: one, an array, or an Eye's batch.",
        requestBody: {
          required: true,
          ...json({ oneOf: [ref("Report"), { type: "array", maxItems: 1000, items: ref("Report") }, ref("ReportBatch")] }, "Reports."),
        },
        responses: { 202: json({ type: "object", properties: { taken: integer } }, "Taken."), 400: refused, 413: refused, 429: refused },
      },
    },
    "/from/{who}/notes": told("Notes of a program: one, a list, or a line of text.", { taken: integer }, 202),
    "/from/{who}/v1/traces": told("Spans of OpenTelemetry, OTLP in JSON.", { partialSuccess: { type: "object" } }, 200),
    "/from/{who}/v1/logs": told("Lines of logs of OpenTelemetry, OTLP in JSON.", { partialSuccess: { type: "object" } }, 200),
    "/sauron/events": {
      post: {
        summary: "Tell journal events, one or an array. Needs the run's token.",
        security: [{ token: [] }],
        requestBody: { required: true, ...json({ type: ["object", "array"] }, "Events of the journal's vocabulary.") },
        responses: { 202: json({ type: "object" }, "Taken."), 400: refused, 401: refused },
      },
    },
    "/peers": {
      ...read("A random sample of the nodes that the tracker has dialled.", [
        query("limit", { type: "integer", minimum: 0, maximum: 1000, default: 3 }, "How many; the tracker gives 50 at most."),
        query("except", text, "Endpoint of the asker, who is left out."),
      ]),
      post: {
        summary: "Announce a node by its signed hello. Believed after dialling back.",
        requestBody: {
          required: true,
          ...json({ type: "object", required: ["hello"], properties: { hello: { type: "object" } } }, "A hello."),
        },
        responses: { 200: json({ type: "object" }, "Welcome."), 400: refused, 403: refused, 503: refused },
      },
    },
    "/pubkey": read("The tracker's own key, name and network."),
    "/api/summary": read("The run, totals, and how many reports were taken, held and missed."),
    "/api/nodes": read("Every node as it is known.", [limit(2048)]),
    "/api/requests": read("Reports that are still held, oldest first; without `after` the newest of them.", [
      query("node", text, "Name of the node that answered."),
      query("route", text, "Route template, exactly."),
      query("status", { ...text, pattern: "^([0-9]{1,3}|[1-5]xx)$" }, "A status, or a class: 4xx."),
      query("text", text, "Anywhere in method, path, asker, bodies or trace."),
      query("after", integer, "Only reports that arrived after this number; pass on the answer's `after`."),
      limit(1000),
    ]),
    "/api/forks": read("Nodes grouped by head, and how each head stands to the longest chain."),
    "/api/faults": read("Faults and their receipts.", [limit(300)]),
    "/api/bans": read("Who is banned by whom right now."),
    "/api/chains": read("Every node's head, and the newest blocks that were stored.", [limit(2048)]),
    "/metrics": {
      get: { summary: "Prometheus text.", responses: { 200: { description: "Metrics.", content: { "text/plain": { schema: text } } } } },
    },
    "/openapi.json": read("This document."),
  },
  components: {
    schemas: { Report: report, ReportBatch: batch, Refusal: refusal },
    securitySchemes: { token: { type: "http", scheme: "bearer", description: "The run's token, from its 0600 file." } },
  },
} as const
