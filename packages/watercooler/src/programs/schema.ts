/** A scenario about somebody else's programs, as a person writes it. */
import { z } from "zod"
import { generatorNames } from "../histories/generators.ts"
import { faultEntry } from "../scenario/schema/faults.ts"
import { boss } from "../scenario/schema/scenario.ts"
import { duration, flag, name, nodes, oneOf, spelt, whole } from "../scenario/schema/words.ts"
import { frontKinds } from "./plan.ts"

export const PROGRAM_NODES_MAX = 100

const text = (expected: string, example: string, max = 100_000) =>
  z
    .string({ error: expected })
    .min(1, { error: expected })
    .max(max, { error: `${expected}, of at most ${max} letters` })
    .meta({ examples: [example] })

const portName = spelt(/^[a-z][a-z0-9]{0,15}$/, "the name of a port: client", "client")
const portWords = "names of ports: [client, gossip/udp]"
const portWithProtocol = spelt(
  /^[a-z][a-z0-9]{0,15}(\/(tcp|udp|tcp\+udp))?$/,
  "the name of a port, perhaps with what it speaks: gossip/udp",
  "gossip/udp",
)
const path = spelt(/^\/\S{0,500}$/, "the path of an address: /health", "/health")
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], { error: "a word, a number, true or false" })
const signals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"] as const

const ready = z.union(
  [
    z.strictObject({ port: portName.describe("Somebody listens on this port.") }),
    z.strictObject({ http: path.describe("It is answered with 200."), port: portName.optional().describe("By default the first port.") }),
    z.strictObject({ log: text("a regular expression", "ready to serve", 1_000).describe("A line like this has been logged.") }),
  ],
  { error: "{port: client}, {http: /health} or {log: ready to serve}" },
)

const commandLine = z.union([text("a command line", "./my-node --port {port}"), z.array(z.string()).min(1)], {
  error: "a command line, or a list of its words",
})

const program = z.strictObject(
  {
    count: whole(1, PROGRAM_NODES_MAX, "how many of them", 3).describe("How many: `redis-1`, or in short `r1`, and so on."),
    command: commandLine
      .meta({ examples: ["./my-node --port {port} --peers {peers} --data {data}"] })
      .describe("What is started, with gaps: `{port}`, `{peers}`, `{data}`, … No shell reads it."),
    ports: z
      .array(portWithProtocol, { error: portWords })
      .min(1, { error: "at least one port" })
      .max(8, { error: "at most 8 ports" })
      .optional()
      .meta({ examples: ["[client, gossip/udp]"] })
      .describe(
        "Names of its ports. By default one, which is called `main`. `/udp` says that it speaks UDP, `/tcp+udp` that it speaks both on the same number.",
      ),
    env: z.record(z.string(), z.string(), { error: "words by name: {LOG: debug}" }).optional().describe("Environment, with gaps."),
    files: z
      .record(z.string(), z.string(), { error: "texts by the name of their file" })
      .optional()
      .describe("Files that are written into its data folder before it is first started, with gaps."),
    peer: text("how a peer is told: {address}", "{name}=http://{address}", 500)
      .optional()
      .describe("How each of `{peers}` and `{all}` is told: `{name}`, `{number}`, `{address}`, `{port}`. By default `{address}`."),
    ready: ready.optional().describe("How it is known to be ready. By default somebody listens on its first port."),
    setup: z
      .array(text("a command line", "redis-cli --cluster create 127.0.0.1:{redis-1}", 10_000), {
        error: "a list of command lines: [redis-cli --cluster create …]",
      })
      .max(10, { error: "at most 10 commands" })
      .optional()
      .describe(
        "Commands that are run once, one after the other, when every node is ready and before any client asks: what makes a cluster of them. Each must end with 0 within a minute. Gaps: `{all}`, `{redis-1}`, `{count}`, `{here}`, `{host}`.",
      ),
    stop: oneOf(signals).optional().describe("What it hears when it is laid off. By default SIGTERM."),
    reach: oneOf(frontKinds).optional().describe("How others reach it, and so whether links can be touched. By default per-dialler."),
    bytes: flag(true).optional().describe("What it speaks is no HTTP, however it looks. By default HTTP messages are found by themselves."),
  },
  { error: "a program: {count: 3, command: ./my-node --port {port}}" },
)

export const role = z.strictObject(
  {
    of: spelt(/^[a-z]{1,20}$/, "the name of a program: redis", "redis")
      .optional()
      .describe("Of which program. By default all are asked."),
    http: path.optional().describe("Asked over HTTP."),
    method: oneOf(["GET", "POST"] as const)
      .optional()
      .describe("With `http`. By default GET, or POST if there is a body."),
    body: z.string().max(10_000).optional().describe("With `http`: what is sent."),
    tcp: z.string().min(1).max(10_000).optional().describe("Asked with these bytes."),
    log: text("a regular expression", "became leader", 1_000)
      .optional()
      .describe("Whoever logged such a line last. If the pattern has a group, `term (\\d+)`, that is a term, and the highest counts."),
    module: text("the path of a module", "./leader.ts", 500)
      .optional()
      .describe(
        "A module of your own: its default export is given `[{name, number, program, host, ports}]`, and returns a name, some, or nothing.",
      ),
    port: portName.optional().describe("Which of its ports. By default the first."),
    at: spelt(/^(\/\S{0,500})?$/, "a JSON pointer: /role", "/role")
      .optional()
      .describe("Where in a JSON answer. By default all of it."),
    is: scalar.optional().describe("It has the role whose answer is this. `{name}` stands for the node that was asked."),
    says: text("a regular expression", "role:master", 1_000).optional().describe("It has the role whose answer holds this."),
    least: flag(true).optional().describe("It has the role whose answer is the smallest number."),
    most: flag(true).optional().describe("It has the role whose answer is the largest number."),
  },
  { error: "{http: /leader, is: true}" },
)

const whoever = role.describe("Whoever has this role when the moment has come.")
const who = z.strictObject({ who: whoever })
const when = z
  .strictObject(
    {
      node: name.optional().describe("Who logs it, or sends it. By default anybody."),
      logs: text("a regular expression", "became leader", 1_000).optional().describe("Which line is logged."),
      sends: spelt(/^([A-Z]{1,20} )?\/\S{0,200}$/, "a request: /append, PUT /keys/:key, /files/*", "/append")
        .optional()
        .describe("In place of a line: which HTTP request is sent, whatever becomes of it."),
      to: name.optional().describe("With `sends`: to whom. By default to anybody."),
      count: whole(1, 1_000_000, "which of them, counted from 1", 3).optional().describe("The how-manieth. By default the first."),
    },
    { error: "{logs: became leader}, or {sends: /append}" },
  )
  .meta({ examples: ["{logs: became leader}"] })
const { shape } = faultEntry
const timing = {
  at: shape.at,
  every: shape.every,
  times: shape.times,
  when: when
    .optional()
    .describe("In place of a time: happens when a node logs such a line, or sends such a request, while the storm is on."),
  after: shape.after,
  jitter: shape.jitter,
  for: shape.for,
  disk: shape.disk,
  id: shape.id,
}
const orWho = <Words extends z.ZodType>(words: Words) =>
  z.union([words, who], { error: "a node, a range, all; {any: 2, of: n1..n5}; or {who: {http: /leader, is: true}}" }).optional()

const entry = z.strictObject(
  {
    ...timing,
    isolate: z
      .union(
        [
          nodes,
          z.strictObject({
            who: whoever,
            with: whole(0, PROGRAM_NODES_MAX, "how many stay with it", 1).optional().describe("How many others stay with it."),
            close: flag(true).optional().describe("Connections that are open are reset as well."),
          }),
        ],
        {
          error: "a node, n1; any; or {who: {http: /leader, is: true}}",
        },
      )
      .optional()
      .describe(
        "Cuts off from all other nodes, not from the clients. `any`: somebody else each time, drawn from the seed. `with`: so many others stay with it, drawn from the seed. `close`: connections that are open are reset as well.",
      ),
    fire: orWho(shape.fire).describe("Ends a node without warning (SIGKILL). With `for` it is hired back after that."),
    layoff: orWho(shape.layoff).describe("Asks a node to leave, with its own signal. With `for` it is hired back after that."),
    pause: orWho(shape.pause).describe("Stops a node in its tracks (SIGSTOP). With `for` it goes on after that."),
    hire: nodes.optional().describe("Starts a node again that is away."),
    resume: shape.resume,
    slow: z
      .strictObject(
        {
          node: z.union([nodes, who]).describe("Who."),
          factor: whole(2, 100_000, "how many times slower", 10).describe("How many times slower."),
        },
        { error: "{node: n3, factor: 10}" },
      )
      .optional()
      .describe("Makes everything that a node does take so many times longer."),
    upgrade: z
      .strictObject(
        {
          node: z.union([nodes, who], { error: "a node, a range, all, or {who: {http: /leader, is: true}}" }).describe("Whose program."),
          to: commandLine.describe("The other program, with gaps as in `command`."),
          apart: duration.optional().describe("Of several nodes: one after the other, so far apart. By default all at once."),
        },
        { error: "{node: n2, to: ./my-node-2 --port {port}}" },
      )
      .optional()
      .meta({ examples: ["{node: all, to: ./my-node-2 --port {port}, apart: 2s}"] })
      .describe(
        "A node leaves, and comes back as another program, with the same data folder and the same addresses. With `for` its old program comes back after that.",
      ),
    cut: shape.cut,
    stall: shape.stall,
    refuse: shape.refuse,
    reset: shape.reset,
    latency: shape.latency,
    "slow-close": shape["slow-close"],
    bandwidth: shape.bandwidth,
    heal: shape.heal,
    drop: shape.drop,
    duplicate: shape.duplicate,
    reorder: shape.reorder,
    corrupt: shape.corrupt,
  },
  { error: "a fault, such as {at: 5s, for: 2s, fire: n1}" },
)

const workload = z.strictObject(
  {
    name: oneOf(generatorNames as readonly [string, ...string[]]).describe("What is asked for."),
    client: text("http, redis, etcd, nats, zookeeper, or the path of a module", "http", 500).describe(
      "Who asks: http, redis, etcd, nats, zookeeper, or a module of your own, ./client.ts.",
    ),
    of: spelt(/^[a-z]{1,20}$/, "the name of a program: redis", "redis")
      .optional()
      .describe("Which program is asked. By default the first."),
    port: portName.optional().describe("Which of its ports. By default the first."),
    rate: z
      .number({ error: "operations a second" })
      .min(0.01)
      .max(100_000)
      .optional()
      .describe("Operations a second, all clients together. By default 50."),
    clients: whole(1, 1_000, "how many clients", 5).optional().describe("Clients at once. By default 5."),
    keys: whole(1, 10_000, "how many keys", 5).optional().describe("Registers or accounts in use at a time. By default 5."),
    quiet: duration.optional().describe("Calm before the last reads. By default 1s."),
    timeout: duration.optional().describe("After so long without an answer nobody knows what happened. By default 2s."),
    ops: z
      .record(z.string(), z.string(), { error: "{read: 'GET {url}/keys/{key}'}" })
      .optional()
      .describe("Of http: how each function is asked for."),
    value: z.string().optional().describe("Of http: where an answer has the value, as a JSON pointer."),
    eventual: flag(true).optional().describe("Of sets: reads may be stale for a while; nothing may be lost all the same."),
    serializable: flag(true).optional().describe("Of etcd, nats and zookeeper: reads as one server answers them, which may be stale."),
    sentinel: text("the master's name", "mymaster", 100).optional().describe("Of redis: the master's name; sentinels are asked."),
    cluster: flag(true).optional().describe("Of redis: a cluster."),
    replicas: whole(1, 5, "how many servers keep each write", 3).optional().describe("Of nats: how many servers keep each write."),
  },
  { error: "{name: set, client: redis}" },
)

export const programScenario = z.strictObject({
  claim: text("the claim that this scenario tests, as a sentence", "No write is lost when the leader is cut off.", 2_000).describe(
    "What is claimed, in a sentence.",
  ),
  seed: z
    .union([z.string().min(1).max(200), z.int()], { error: "a word or a whole number" })
    .optional()
    .describe("What all chance is drawn from. By default 1."),
  storm: duration.describe("How long things happen; then everybody comes back."),
  programs: z
    .record(z.string().regex(/^[a-z]{1,20}$/, "a name of a-z"), program, {
      error: "programs by name: {node: {count: 3, command: …}}",
    })
    .describe("Programs that are started, by name."),
  workload: workload.optional().describe("Clients, what they ask for, and so what is to be thought of the answers."),
  boss: boss
    .extend({ likes: role.optional().describe("Whom it harms rather than others, three times out of four: whoever has this role.") })
    .or(z.literal(true))
    .optional()
    .describe(
      "A Boss beside the timeline, or in place of it, as in other scenarios. It leaves disks as they are unless `disks` says otherwise.",
    ),
  faults: z
    .array(entry, { error: "a list of faults" })
    .max(1_000, { error: "at most 1000 faults" })
    .optional()
    .describe("What goes wrong, and when."),
  checks: z
    .array(z.string(), { error: "a list of checks: [history]" })
    .optional()
    .describe("What is checked: history, faults-touched, nobody-falls-over. By default all that can say anything."),
  expect: oneOf(["passed", "violated", "inconclusive"] as const)
    .optional()
    .describe("The verdict that makes the claim true. By default `passed`."),
  violates: z.string().optional().describe("With `expect: violated`: the check that must be violated."),
})

export type ProgramScenario = z.input<typeof programScenario>
export type RoleWords = z.input<typeof role>
export type EntryWords = NonNullable<ProgramScenario["faults"]>[number]
