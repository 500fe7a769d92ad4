/** `watercooler drive`: a workload against something that runs already, its history, and what is to be thought of it. */
import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { Flags } from "@oclif/core"
import type { GeneratorName } from "../histories/generators.ts"
import { BadInput } from "../input/complaint.ts"
import { parseDuration } from "../input/duration.ts"
import { demandWritable } from "../input/writable.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"
import { oneOf } from "./maelstrom/test.ts"

export default class Drive extends OfficeCommand {
  static override summary = "Ask a running system for operations, write down what it answers, and judge it."
  static override description =
    `Clients ask for operations that are drawn from a seed, and write down what they asked and were told: a history, which is then judged, and can be judged again with check.

Workloads: register, cas-register, set, counter, pn-counter, queue, bank, append, rw-register, unique-ids. Clients: http, for whatever speaks HTTP, with --op for each function; etcd, for registers and sets; redis, for registers, sets, counters and queues; nats, JetStream, for registers and sets; zookeeper, for registers and sets. A module of your own has a default export that is given worker, urls and run, and returns a client: invoke({f, key, value}), which says {type: "ok", "fail" or "info", value}, and close().

In --op, {url}, {run}, {key}, {value}, {from}, {to} and {amount} are filled in, each where the function has it; {run} is another word in each run, so that keys are new. A read that is answered with 404 has seen nothing; 409, 412 and other refusals certainly did not happen; of what ends without an answer, with a redirect, which is not followed, or with 5xx, nobody knows.

Exit codes: 0 passed, 1 violated, 2 bad input, 3 inconclusive or undecided.`
  static override examples = [
    {
      description: "A key-value store over HTTP",
      command: `<%= config.bin %> drive -w register --url http://127.0.0.1:8080 --op 'read=GET {url}/keys/{key}' --op 'write=PUT {url}/keys/{key} {"value": {value}}' --value /value`,
    },
    {
      description: "Three members of etcd",
      command: "<%= config.bin %> drive -w cas-register --client etcd --url http://127.0.0.1:2379,http://127.0.0.1:2479",
    },
    {
      description: "Redis behind Sentinel",
      command: "<%= config.bin %> drive -w set --client redis --url 127.0.0.1:26379 --sentinel mymaster",
    },
  ]
  static override flags = {
    workload: Flags.string({ char: "w", description: "what is asked for", helpValue: "NAME", required: true }),
    client: Flags.string({
      description: "http, etcd, redis, nats, zookeeper, or a module of your own: ./client.ts (http)",
      helpValue: "NAME",
    }),
    url: Flags.string({
      description: "where: an address, or several with commas, of which each client keeps to one",
      helpValue: "URLS",
      required: true,
    }),
    op: Flags.string({
      description: "of http: how a function is asked for, FUNCTION=METHOD ADDRESS [BODY]",
      helpValue: "WORDS",
      multiple: true,
    }),
    value: Flags.string({ description: "of http: where an answer has the value, as a JSON pointer (all of it)", helpValue: "POINTER" }),
    serializable: Flags.boolean({ description: "of etcd, nats and zookeeper: reads as one server answers them, which may be stale" }),
    sentinel: Flags.string({ description: "of redis: the master's name; the addresses are those of sentinels", helpValue: "NAME" }),
    cluster: Flags.boolean({ description: "of redis: the addresses are those of a cluster" }),
    replicas: Flags.string({ description: "of nats: how many servers keep each write (1)", helpValue: "N" }),
    rate: Flags.string({ description: "operations a second, all clients together (50)", helpValue: "N" }),
    "time-limit": Flags.string({ description: "how long clients go on (10s)", helpValue: "TIME" }),
    quiet: Flags.string({ description: "calm before the last reads (1s)", helpValue: "TIME" }),
    timeout: Flags.string({ description: "after so long without an answer nobody knows what happened (5s)", helpValue: "TIME" }),
    concurrency: Flags.string({ description: "clients at once (5)", helpValue: "N" }),
    "key-count": Flags.string({ description: "registers or accounts in use at a time (5)", helpValue: "N" }),
    seed: Flags.string({ description: "what all chance is drawn from (a new one)", helpValue: "WORDS" }),
    out: Flags.string({ description: "write the history: EDN, or JSON if the name ends so", helpValue: "FILE" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Drive)
    const { generatorNames } = await import("../histories/generators.ts")
    const { drive, modelOfWorkload } = await import("../histories/workload.ts")
    const { checkDefaults, checkHistory, writeEdn, writeJson } = await import("@watercooler/judge/histories")
    const { decide } = await import("../histories/check.ts")
    const { opinionLines, exitOf } = await import("../terminal/checking.ts")
    const { colourFor } = await import("../terminal/colour.ts")
    const { interrupts } = await import("../terminal/interrupts.ts")
    if (flags.out !== undefined) demandWritable("--out", flags.out, "history.edn")
    const workload = oneOf("--workload", flags.workload, generatorNames)
    const client = flags.client ?? "http"
    const seed = flags.seed || Math.floor(Math.random() * 0xffffffff).toString(16)
    const options = {
      workload,
      seed,
      ratePerS: number("--rate", flags.rate, 50, 0.01, 100_000),
      limitMs: duration("--time-limit", flags["time-limit"], 10_000),
      quietMs: duration("--quiet", flags.quiet, 1_000),
      concurrency: number("--concurrency", flags.concurrency, 5, 1, 1_000),
      keyCount: number("--key-count", flags["key-count"], 5, 1, 10_000),
    }
    await demandKnown(client, workload)
    if (client === "http") await demandTemplates(workload, flags)
    const open = await this.#clients(client, flags)
    const stop = interrupts(() => true)
    stop.now.addEventListener("abort", () => process.exit(130))
    const history = await drive(open, options, stop.calm)
    stop.ignore()
    if (flags.out !== undefined)
      writeFileSync(flags.out, /\.(json|jsonl|ndjson)$/.test(flags.out) ? writeJson(history.events) : writeEdn(history.events))
    // A client says of every compare-and-set that failed why; where another value was found it says so by failing.
    const opinion = decide(checkHistory(history, modelOfWorkload[workload], checkDefaults), 60_000)
    const count = (outcome: string) => history.operations.filter((operation) => operation.outcome === outcome).length
    const figures = `${history.operations.length} operations: ${count("ok")} ok, ${count("fail")} failed, ${count("info")} unknown · seed ${seed}`
    const stream = flags.json ? process.stderr : process.stdout
    const out = flags.out === undefined ? "" : ` · ${flags.out}`
    stream.write(`${opinionLines(opinion, colourFor(stream)).join("\n")}\n\n  ${figures}${out}\n`)
    if (flags.json)
      this.print({ workload, client, seed, ...opinion, operations: { ok: count("ok"), fail: count("fail"), info: count("info") } })
    process.exitCode = exitOf([opinion.answer])
  }

  async #clients(
    wanted: string,
    flags: {
      url: string
      op?: string[] | undefined
      value?: string | undefined
      serializable: boolean
      sentinel?: string | undefined
      cluster: boolean
      replicas?: string | undefined
      timeout?: string | undefined
    },
  ) {
    const { CLIENT_NAMES, isModule, openClients } = await import("../histories/clients/open.ts")
    const { sentinel, cluster, serializable, value } = flags
    return openClients({
      client: isModule(wanted) ? wanted : oneOf("--client", wanted, CLIENT_NAMES),
      urls: flags.url
        .split(",")
        .map((url) => url.trim().replace(/\/$/, ""))
        .filter((url) => url !== ""),
      run: randomBytes(4).toString("hex"),
      timeoutMs: duration("--timeout", flags.timeout, 5_000),
      ops: flags.op ?? [],
      replicas: number("--replicas", flags.replicas, 1, 1, 5),
      value,
      serializable,
      sentinel,
      cluster,
    })
  }
}

/** Throws if a shipped client knows nothing of what the workload asks for. */
async function demandKnown(client: string, workload: GeneratorName): Promise<void> {
  const { notAskedOf } = await import("../histories/clients/open.ts")
  const strange = notAskedOf(client, workload)
  if (strange.length > 0)
    throw new BadInput({
      saw: `--workload ${workload} --client ${client}, which cannot be asked to ${strange.join(" or ")}`,
      expected: "another workload, or another client",
      instead: "--client http, or ./client.mjs",
    })
}

/** What can be told of `--op` and `--value` before anybody is asked. */
async function demandTemplates(
  workload: GeneratorName,
  { op = [], value = "" }: { op?: string[] | undefined; value?: string | undefined },
) {
  const { wrongTemplates } = await import("../histories/clients/template.ts")
  if (op.length === 0)
    throw new BadInput({
      saw: "--client http without --op",
      expected: "how each function is asked for",
      instead: "--op 'read=GET {url}/keys/{key}'",
    })
  if (value !== "" && !value.startsWith("/"))
    throw new BadInput({ saw: `--value ${value}`, expected: "a JSON pointer, which begins with /", instead: `--value /${value}` })
  const templates = op.map((words): readonly [string, string] => {
    const at = Math.max(0, words.indexOf("="))
    return [words.slice(0, at), words.slice(at + 1)]
  })
  const wrong = wrongTemplates(workload, templates)
  if (wrong.length > 0)
    throw new BadInput(
      ...wrong.map(({ expected, f, instead, seen }) => ({
        saw: f === undefined ? `--op: ${seen}` : `--op ${f}=…: ${seen}`,
        expected,
        instead,
      })),
    )
}

function duration(flag: string, words: string | undefined, otherwise: number): number {
  if (words === undefined) return otherwise
  const value = parseDuration(/^\d+(\.\d+)?$/.test(words) ? `${words}s` : words)
  if (value !== undefined) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: "a number and its unit, at most a day", instead: `${flag} 10s` })
}

function number(flag: string, words: string | undefined, otherwise: number, min: number, max: number): number {
  if (words === undefined) return otherwise
  const value = /^\d{1,9}(\.\d{1,6})?$/.test(words) ? Number(words) : Number.NaN
  if (value >= min && value <= max && (min < 1 || Number.isInteger(value))) return value
  throw new BadInput({ saw: `${flag} ${words}`, expected: `a number from ${min} to ${max}`, instead: `${flag} ${otherwise}` })
}
