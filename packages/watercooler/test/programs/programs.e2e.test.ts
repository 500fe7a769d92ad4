/** Programs that are not ours, as a user runs them: the worked example in C, and programs of a few lines. */
import { execFileSync } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Report } from "@watercooler/sauron"
import { describe, expect, test } from "vitest"
import { canTellDiallers } from "../../src/programs/dialler.ts"
import { findProgram } from "../../src/programs/known.ts"
import { openDesk } from "../fixtures/cli.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const examples = join(root, "examples/own-node")

/** Answers `GET /leader`, `/health` and whatever is asked of its peers. */
const HTTP_NODE = `
import { createServer } from "node:http"
const [port, name, ...peers] = process.argv.slice(2)
console.log("begins")
createServer(async (request, response) => {
  if (request.url === "/health") return response.end("fine")
  if (request.url === "/leader") return response.end(String(name === "node-2"))
  if (request.url === "/end") return process.exit(3)
  response.end(name)
}).listen(Number(port), "127.0.0.1")
setInterval(() => { for (const peer of peers) fetch("http://" + peer + "/name").then((it) => it.text()).catch(() => {}) }, 100)
`

const scenario = (faults: string) =>
  `
claim: A program of a few lines stands a storm.
storm: 3s
programs:
  node:
    count: 3
    command: [${JSON.stringify(process.execPath)}, "{here}/node.mjs", "{port}", "{name}", "{node-1}", "{node-2}", "{node-3}"]
    ready: { http: /health }
faults: [${faults}]
`.replace(`"{node-1}", "{node-2}", "{node-3}"`, `"127.0.0.1:{node-1}", "127.0.0.1:{node-2}", "127.0.0.1:{node-3}"`)

async function runScenario(faults: string, ...flags: readonly string[]) {
  await using desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), HTTP_NODE)
  writeFileSync(join(desk.cwd, "mine.yaml"), scenario(faults))
  const { code, out, err } = await desk.run("run", "mine.yaml", "--json", "--dir", "run", ...flags)
  const summary = code === 2 ? undefined : JSON.parse(out.trim())
  return { code, err, summary }
}

test("whoever leads is cut off, somebody is fired and hired back, somebody is paused and somebody slow: each with a receipt", async () => {
  const { code, err, summary } = await runScenario(`
    { at: 500ms, for: 800ms, isolate: { who: { http: /leader, is: true } } },
    { at: 600ms, for: 500ms, fire: n1 }, { at: 700ms, for: 500ms, pause: n3 }, { at: 1500ms, for: 500ms, slow: { node: n3, factor: 5 } }`)
  expect(err).toContain("cut n2 ↔ n1, n3 (scenario)")
  expect(summary.checks.map(({ name, result }: { name: string; result: string }) => `${name} ${result}`)).toEqual([
    "faults-touched passed",
    "nobody-falls-over passed",
  ])
  const [isolated] = summary.faults
  expect(isolated).toMatchObject({ kind: "cut", node: "node-2 ↔ node-1, node-3" })
  expect(isolated.receipt.messages).toBeGreaterThan(0)
  expect(summary.traffic.messages).toBeGreaterThan(10)
  expect(code).toBe(0)
})

test("whoever is isolated loses its connections too, if it is to", async () => {
  const { code, summary } = await runScenario("{ at: 500ms, for: 800ms, isolate: { who: { http: /leader, is: true }, close: true } }")
  expect(summary.faults.map(({ kind, node }: { kind: string; node: string }) => `${kind} ${node}`)).toEqual([
    "cut node-2 ↔ node-1, node-3",
    "reset node-2 ↔ node-1, node-3",
  ])
  expect(summary.faults[1].receipt.connections).toBeGreaterThan(0)
  expect(code).toBe(0)
})

test("a role that nobody has is written down, and makes the run inconclusive", async () => {
  const { code, err, summary } = await runScenario("{ at: 200ms, for: 1s, isolate: { who: { http: /leader, is: nobody } } }")
  expect(summary.verdict).toBe("inconclusive")
  const words = 'before the storm was over, nobody said "nobody": node-1 says false, node-2 says true, node-3 says false'
  expect(err).toContain(`cut nobody ↔ others refused: ${words}`)
  expect(code).toBe(3)
})

/** Says which version it is, writes it into its folder, and asks its peers for their names. */
const VERSIONED_NODE = `
import { appendFileSync } from "node:fs"
import { createServer } from "node:http"
const [port, name, data, version, ...peers] = process.argv.slice(2)
appendFileSync(data + "/versions", version)
console.log("version " + version)
createServer((request, response) => response.end(request.url === "/leader" ? String(name === "node-2") : version)).listen(Number(port), "127.0.0.1")
setInterval(() => { for (const peer of peers) fetch("http://" + peer + "/name").then((it) => it.text()).catch(() => {}) }, 100)
`
const versioned = (version: string) =>
  `[${JSON.stringify(process.execPath)}, "{here}/node.mjs", "{port}", "{name}", "{data}", "${version}", "127.0.0.1:{node-1}", "127.0.0.1:{node-3}"]`

async function runVersioned(more: string) {
  await using desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), VERSIONED_NODE)
  writeFileSync(join(desk.cwd, "third.mjs"), "export default (nodes) => nodes.find(({ number }) => number === 3).name")
  const program = `programs: { node: { count: 3, command: ${versioned("1")} } }`
  writeFileSync(join(desk.cwd, "mine.yaml"), `claim: A program of a few lines stands a storm.\nstorm: 6s\n${program}\n${more}`)
  const { code, err, out } = await desk.run("run", "mine.yaml", "--json", "--dir", "run")
  const summary = JSON.parse(out.trim())
  const versions = [1, 2, 3].map((number) => readFileSync(join(desk.cwd, `run/nodes/node-${number}/storage/versions`), "utf8"))
  return { code, err, summary, versions }
}

test("an upgrade in mid-run: one after the other, with their folders and addresses; and back again", async () => {
  const { code, err, summary, versions } = await runVersioned(`faults:
  - { at: 200ms, upgrade: { node: all, to: ${versioned("2")}, apart: 500ms } }
  - { at: 2500ms, for: 600ms, upgrade: { node: { who: { http: /leader, is: true } }, to: ${versioned("3")} } }
`)
  expect(code, err).toBe(0)
  expect(versions).toEqual(["12", "1232", "12"])
  expect(summary.faults.map(({ kind, node }: { kind: string; node: string }) => `${kind} ${node}`)).toEqual([
    "upgrade node-1",
    "upgrade node-2",
    "upgrade node-3",
    "upgrade node-2",
    "upgrade node-2",
  ])
  for (const { receipt } of summary.faults) expect(receipt.processes).toBe(1)
  expect(summary.faults.map(({ back = false }: { back?: boolean }) => back)).toEqual([false, false, false, false, true])
  expect(err).toMatch(/upgrade n2 back to .+ \(scenario\)/)
})

test("a program that does not come up after its upgrade has fallen over", async () => {
  const { code, err, summary } = await runVersioned(
    `faults: [{ at: 200ms, upgrade: { node: n2, to: [${JSON.stringify(process.execPath)}, -e, "process.exit(5)"] } }]`,
  )
  expect(code).toBe(1)
  expect(summary.detail).toContain("Ended by themselves: node-2")
  expect(summary.faults[0].because).toContain("exit code 5")
  expect(err).toMatch(/upgrade n2 to \S+node -e process\.exit\(5\) refused: node-2 was hired and is not ready: it ended with exit code 5/)
})

test("faults that wait for a line of a log, or for a request; and somebody whom a module names", async () => {
  const { code, err, summary } = await runVersioned(`faults:
  - { at: 500ms, upgrade: { node: n1, to: ${versioned("2")} } }
  - { when: { logs: "version 2", node: n1 }, for: 300ms, isolate: n1 }
  - { when: { logs: "version 2" }, after: 100ms, for: 300ms, pause: { who: { module: ./third.mjs } } }
  - { when: { sends: /name, to: n3, count: 3 }, for: 300ms, slow: { node: n2, factor: 3 } }
`)
  expect(code, err).toBe(0)
  expect(summary.checks[0]).toMatchObject({ name: "faults-touched", result: "passed" })
  expect(err).toContain("pause n3 (scenario)")
  expect(err).toContain("slow n2 (scenario)")
  expect(err).toContain("cut n1 ↔ n2, n3 (scenario)")
})

test("what is waited for and never comes makes a run inconclusive", async () => {
  const { code, summary } = await runVersioned(`faults: [{ when: { logs: "version 9" }, fire: { who: { http: /leader, is: true } } }]`)
  expect(code).toBe(3)
  expect(summary.detail).toContain("never began")
})

test("a Boss in a scenario of programs prefers whoever has a role, and leaves disks as they are", async () => {
  const { code, err, summary } = await runVersioned(
    "boss: { away: 1, first: 200ms, coolDown: 200ms, absence: 100ms..200ms, quiet: 300ms, harms: { fire: 1, pause: 1 }, likes: { http: /leader, is: true } }",
  )
  expect(code, err).toBe(0)
  const harms = summary.faults.filter(({ kind }: { kind: string }) => kind === "fire" || kind === "pause")
  const ofLeader = harms.filter(({ node }: { node: string }) => node === "node-2")
  // How many harms a storm has room for depends on how fast the machine brings somebody back; whom they hit, on the seed.
  expect(harms.length).toBeGreaterThan(1)
  expect(ofLeader.length / harms.length).toBeGreaterThan(0.5)
  expect(summary.faults.every(({ disk = "kept" }: { disk?: string }) => disk === "kept")).toBe(true)
})

test("many runs, with other values: what went another way than expected is counted, with its seeds", async () => {
  await using desk = openDesk({ stub: false })
  mkdirSync(join(desk.cwd, "mine"))
  writeFileSync(join(desk.cwd, "mine/node.mjs"), HTTP_NODE)
  writeFileSync(join(desk.cwd, "mine/mine.yaml"), scenario("{ at: 300ms, for: 200ms, fire: n1 }").replace("storm: 3s", "storm: 1s"))
  const roles = `faults.0.fire={who: {http: /leader, is: true}}`
  const { code, err } = await desk.run("run", "mine/mine.yaml", "--json", "--runs", "2", "--matrix", "storm=100ms,1s", "--matrix", roles)
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining("--matrix storm=100ms, faults.0.fire={who: {http: /leader, is: true}}"),
  })
  const done = await desk.run("run", "mine/mine.yaml", "--json", "--runs", "2", "--matrix", "expect=passed,violated")
  const { asExpected, cases, runs } = JSON.parse(done.out.trim())
  expect({ code: done.code, runs, asExpected }).toEqual({ code: 1, runs: 4, asExpected: 2 })
  expect(
    cases.map(({ asExpected, groups, name }: { asExpected: number; name: string; groups: { seeds: string[] }[] }) => [
      name,
      asExpected,
      groups[0]?.seeds.length,
    ]),
  ).toEqual([
    ["expect=passed", 2, undefined],
    ["expect=violated", 0, 2],
  ])
})

test("a program that is not there is named before anything is started", async () => {
  await using desk = openDesk({ stub: false })
  const { code, err } = await desk.run("-x", "2", "--node", "./not-there --port {port}")
  expect(err).toContain("./not-there")
  expect(code).toBe(2)
  expect(desk.runDirs()).toEqual([])
})

test("-x 3 --node: an office of one's own program, to be acted on from another terminal", async () => {
  await using desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), HTTP_NODE)
  const office = desk.start("-x", "3", "--node", `${process.execPath} node.mjs {port} {name} {peers}`, "--ready", "http:/health")
  await office.says("storm begins")
  expect((await desk.run("ps")).out).toMatch(/n3 +node +up/)
  expect(await desk.run("pause", "n1")).toMatchObject({ code: 0 })
  expect(await desk.run("resume", "n1")).toMatchObject({ code: 0 })
  expect((await desk.run("cut", "n1", "--for", "200ms")).code).toBe(0)
  const { url } = JSON.parse((await desk.run("ps", "--json")).out).nodes[1]
  await fetch(`${url}/end`).catch(() => undefined)
  await office.says("node-2 ended by itself")
  office.signal("SIGINT")
  expect((await office.ended).code).toBe(1)
  expect(office.out()).toContain("Ended by themselves: node-2 (1×)")
})

/** Asks its peers, and tells what it thinks of that: in words of its own, and as spans of OpenTelemetry. */
const TELLING_NODE = `
import { createServer } from "node:http"
const [port, peers] = process.argv.slice(2)
const { OTEL_EXPORTER_OTLP_ENDPOINT: otlp, OTEL_SERVICE_NAME: name, WATERCOOLER_NOTES: notes } = process.env
createServer((request, response) => response.end(name)).listen(Number(port), "127.0.0.1")
const tell = (url, body) => fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).catch(() => {})
setInterval(async () => {
  const peer = await fetch("http://" + peers + "/name?of=you").then((it) => it.text()).catch(() => "nobody")
  await tell(notes, { note: "asked", peer })
  const end = String(BigInt(Date.now()) * 1000000n)
  const span = { name: "ask", kind: 3, traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", startTimeUnixNano: end, endTimeUnixNano: end }
  await tell(otlp + "/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
}, 200)
`

test("Sauron shows what programs ask each other and what they tell, and the journal keeps it", async () => {
  await using desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), TELLING_NODE)
  const office = desk.start(
    "-x",
    "2",
    "--node",
    `${process.execPath} node.mjs {port} {peers}`,
    "--sauron",
    "--auto",
    "--boss",
    "--dir",
    "run",
  )
  await office.says("storm begins")
  const { sauronUrl } = JSON.parse((await desk.run("ps", "--json")).out)
  const requests = async () => (await (await fetch(`${sauronUrl}/api/requests?limit=1000`)).json()).requests as Report[]
  await expect.poll(async () => (await requests()).length, { timeout: 10_000 }).toBeGreaterThan(5)
  const { node, request, response } = (await requests())[0] as Report
  expect(request).toMatchObject({ method: "GET", route: "/name", uri: "/name?of=you", from: node === "node-1" ? "node-2" : "node-1" })
  expect(response.status).toBe(200)
  office.signal("SIGINT")
  await office.ended
  for (const command of ["import", "replay"])
    expect(await desk.run(command, "run"), command).toMatchObject({
      code: 2,
      err: expect.stringContaining("a run of programs that are not ours"),
    })
  const journal = readFileSync(join(desk.cwd, "run/journal.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  const of = (type: string, note?: string) =>
    journal.filter((event) => event.type === type && (note === undefined || event.fact.note === note))
  expect(of("request").length).toBeGreaterThan(5)
  expect(of("note", "asked")[0]?.fact).toMatchObject({ told: "note" })
  expect(of("note", "span")[0]?.fact).toMatchObject({ name: "ask", kind: "client" })
  for (const name of ["node-1", "node-2"]) {
    const own = journal.filter((event) => event.node === name)
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_event, at) => at + 1))
  }
})

describe("rumours over UDP", () => {
  const play = async (change: (yaml: string) => string) => {
    await using desk = openDesk({ stub: false })
    copyFileSync(join(examples, "rumour.mjs"), join(desk.cwd, "rumour.mjs"))
    const yaml = readFileSync(join(examples, "rumour.yaml"), "utf8").replace("[node,", `[${JSON.stringify(process.execPath)},`)
    writeFileSync(join(desk.cwd, "rumour.yaml"), change(yaml))
    const { code, err, out } = await desk.run("run", "rumour.yaml", "--json")
    return { code, err, summary: JSON.parse(out.trim()) }
  }

  test("told again and again, they reach everybody, whatever befalls their datagrams", async () => {
    const { code, err, summary } = await play((yaml) => yaml)
    expect(code, err).toBe(0)
    expect(summary.traffic.datagrams).toBeGreaterThan(100)
    expect(summary.traffic.overflowed).toBe(0)
    for (const { receipt } of summary.faults) expect(receipt.messages).toBeGreaterThan(0)
  })

  test("told once, they are lost, and the history shows which; by one address for everybody too", async () => {
    const once = (yaml: string) =>
      yaml
        .replace(`"{peers.gossip}"]`, `"{peers.gossip}", "--once"]`)
        .replace("count: 3", canTellDiallers ? "count: 3\n    reach: per-node" : "count: 3")
    const { code, summary } = await play(once)
    expect(code).toBe(1)
    expect(summary.checks[0].detail).toMatch(/^\d+ lost/)
    expect(summary.checks.map(({ name }: { name: string }) => name)).not.toContain("wires-whole")
  })
})

describe.skipIf(findProgram("cc") === undefined)("tally, in C (needs cc: apt-get install gcc libc6-dev)", () => {
  const play = async (...flags: readonly string[]) => {
    await using desk = openDesk({ stub: false })
    for (const file of ["tally.yaml", "client.mjs"]) copyFileSync(join(examples, file), join(desk.cwd, file))
    execFileSync("cc", [
      "-O2",
      "-Wall",
      "-Wextra",
      "-Werror",
      "-pthread",
      ...flags,
      "-o",
      join(desk.cwd, "tally"),
      join(examples, "tally.c"),
    ])
    const { code, out } = await desk.run("run", "tally.yaml", "--dir", "run")
    expect(existsSync(join(desk.cwd, "run/history.edn"))).toBe(true)
    const again = await desk.run("check", "run/history.edn", "--model", "set")
    return { code, out, again: again.code }
  }

  test("its planted bug is found, and the history shows it again", async () => {
    const { again, code, out } = await play()
    expect(out).toMatch(/✗ history {2}\d+ (stale|lost)/)
    expect({ code, again }).toEqual({ code: 1, again: 1 })
  })

  test("without it, it passes", async () => {
    const { again, code, out } = await play("-DMENDED")
    expect({ code, again }, out).toEqual({ code: 0, again: 0 })
  })
})

describe("behind a proxy of its own", () => {
  test.skipIf(findProgram("python3") === undefined)("whisper, in Python (needs python3): its planted bug is found", async () => {
    await using desk = openDesk({ stub: false })
    for (const file of ["whisper.yaml", "whisper.py"]) copyFileSync(join(examples, file), join(desk.cwd, file))
    const { code, out } = await desk.run("run", "whisper.yaml")
    expect(out).toMatch(/✗ history {2}\d+ lost/)
    expect(code, out).toBe(0)
  })

  test("a program of Node goes by it, and whoever asks for somebody who is no node of the run is refused and named", async () => {
    await using desk = openDesk({ stub: false })
    const asks = `setTimeout(() => fetch("http://example.com/x").then(async (it) => console.log("refused", it.status, await it.text()), (e) => console.log("refused", String(e.cause))), 300)`
    writeFileSync(join(desk.cwd, "node.mjs"), `${HTTP_NODE}\n${asks}\n`)
    const text = scenario("{ at: 1s, for: 1s, isolate: n1 }").replaceAll(/127\.0\.0\.1:\{(node-\d)\}/g, "$1:{$1}")
    writeFileSync(join(desk.cwd, "mine.yaml"), text.replace("ready:", "reach: proxy\n    ready:"))
    const { code, err, out } = await desk.run("run", "mine.yaml", "--json", "--dir", "run")
    const { checks, faults, traffic } = JSON.parse(out.trim())
    expect(code, err).toBe(0)
    expect(checks).toMatchObject([
      { name: "faults-touched", result: "passed" },
      { name: "nobody-falls-over", result: "passed" },
    ])
    expect(faults[0].receipt.messages).toBeGreaterThan(0)
    expect(traffic).toMatchObject({ unattributed: 0 })
    expect(traffic.refused).toContainEqual({ from: "node-1", wanted: "example.com:80", count: 1 })
    expect(readFileSync(join(desk.cwd, "run/nodes/node-1/output.log"), "utf8")).toContain("refused")
  })
})

describe("what is set up once everybody is there", () => {
  const withSetup = (line: string) => scenario("").replace("ready:", `setup: [${JSON.stringify(line)}]\n    ready:`)
  const play = async (line: string) => {
    await using desk = openDesk({ stub: false })
    writeFileSync(join(desk.cwd, "node.mjs"), HTTP_NODE)
    writeFileSync(join(desk.cwd, "mine.yaml"), withSetup(line))
    const asks = `fetch("http://127.0.0.1:" + process.argv[2]).then((it) => it.text()).then((name) => { console.log("met", name, process.argv[3]); process.exit(Number(process.argv[4])) })`
    writeFileSync(join(desk.cwd, "setup.mjs"), asks)
    const { code, err } = await desk.run("run", "mine.yaml", "--dir", "run")
    return { code, err, said: readFileSync(join(desk.cwd, "run/processes/setup-node-1.log"), "utf8") }
  }

  test("reaches every node, and runs before anything else", async () => {
    const { code, said } = await play(`${process.execPath} {here}/setup.mjs {node-2} {all} 0`)
    expect(said).toMatch(/^met node-2 127\.0\.0\.1:\d+,127\.0\.0\.1:\d+,127\.0\.0\.1:\d+\n$/)
    expect(code).toBe(0)
  })

  test("and when it fails, nothing begins, and its last words are shown", async () => {
    const { code, err } = await play(`${process.execPath} {here}/setup.mjs {node-1} no 3`)
    expect(err).toMatch(/the setup of node,.*ended with exit code 3[\s\S]*met node-1 no/)
    expect(err).not.toContain("storm begins")
    expect(code).toBe(1)
  })
})

test("what is asked of a node that was fired certainly did not happen", async () => {
  await using desk = openDesk({ stub: false })
  writeFileSync(join(desk.cwd, "node.mjs"), HTTP_NODE)
  const workload = 'workload: { name: set, client: http, rate: 60, ops: { add: "POST {url}/add/{value}", read: "GET {url}/all" } }'
  writeFileSync(join(desk.cwd, "mine.yaml"), `${scenario("{ at: 500ms, for: 2s, fire: n1 }")}\n${workload}`)
  await desk.run("run", "mine.yaml", "--dir", "run")
  const history = readFileSync(join(desk.cwd, "run/history.edn"), "utf8")
  expect(history).toMatch(/:type :fail, .*:f :add.*nobody listens/)
  expect(history).not.toContain("HTTP 503")
})

describe("a workload that cannot work", () => {
  const asked =
    (workload: string, files: Readonly<Record<string, string>> = {}) =>
    async () => {
      await using desk = openDesk({ stub: false })
      for (const [name, text] of Object.entries({ "node.mjs": HTTP_NODE, ...files })) writeFileSync(join(desk.cwd, name), text)
      writeFileSync(join(desk.cwd, "mine.yaml"), `${scenario("")}${workload}`)
      const { code, err, out } = await desk.run("run", "mine.yaml", "--dir", "run")
      return { code, err, out, hasBegun: existsSync(join(desk.cwd, "run")) }
    }

  test("for a gap that nothing fills is refused with its line, before anything is started", async () => {
    const { code, err, hasBegun } = await asked(`workload:
  name: register
  client: http
  ops:
    read: "GET {url}/keys/{kye}"
    write: "PUT {url}/keys/{key} {value}"
`)()
    expect({ code, hasBegun }).toEqual({ code: 2, hasBegun: false })
    expect(err).toMatch(/mine\.yaml:14:\d+ {2}nothing fills \{kye\}/)
  })

  test("for a module that opens nothing is refused too", async () => {
    const { code, err, hasBegun } = await asked("workload: { name: set, client: ./mine.mjs }\n", { "mine.mjs": "export const x = 1" })()
    expect({ code, hasBegun }).toEqual({ code: 2, hasBegun: false })
    expect(err).toContain("its default export is missing")
  })

  test("since every node sends its clients elsewhere proves nothing, and says why", async () => {
    const elsewhere = HTTP_NODE.replace("response.end(name)", 'response.writeHead(307, { location: "http://127.0.0.1:1/" }).end()')
    const { code, out } = await asked(
      `workload: { name: register, client: http, ops: { read: "GET {url}/{key}", write: "PUT {url}/{key} {value}" } }\n`,
      { "node.mjs": elsewhere },
    )()
    expect(code).toBe(3)
    expect(out).toMatch(/Nothing succeeded: HTTP 307 \((\d+) of \1\)\./)
  })
})
