/** Scenarios about programs that are not ours: what they come to, and what is said of mistakes. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { BadInput } from "../../src/input/complaint.ts"
import { proxyEnv } from "../../src/programs/environment.ts"
import { optionsForNode } from "../../src/programs/options.ts"
import { gapsOf, gapsOutside, placesOf, portsNeeded } from "../../src/programs/places.ts"
import { readPrograms } from "../../src/programs/read.ts"
import { fill, wordsOf } from "../../src/programs/template.ts"

const base = `
claim: A claim about a program of somebody else.
storm: 10s
programs:
  node: { count: 3, command: "./my-node --port {port} --peers {peers} --data {data}" }
`
const planOf = (more = "", text = base) => readPrograms(text + more, "mine.yaml", "/here")

function complaintsOf(more: string, text = base): string {
  try {
    planOf(more, text)
  } catch (error) {
    if (error instanceof BadInput) return error.complaints.map(({ expected, saw }) => `${saw} ${expected}`).join("\n")
    throw error
  }
  throw new Error("nothing was wrong with it")
}

test("somebody else is isolated each time, drawn from the seed", () => {
  const alone = (more: string) =>
    planOf(more).faults.map(({ fault }) => (fault.kind === "cut" ? `${fault.from.join(" ")} | ${fault.to.join(" ")}` : fault.kind))
  const cuts = alone("faults: [{ every: 1s, for: 500ms, isolate: any }]")
  expect(cuts).toHaveLength(9)
  for (const cut of cuts) expect(cut).toMatch(/^node-\d \| node-\d node-\d$/)
  expect(new Set(cuts).size).toBe(3)
  expect(alone("faults: [{ every: 1s, for: 500ms, cut: [any, others] }]").every((cut) => cut.startsWith("node-"))).toBe(true)
})

test("a command line is parted as a shell would, without one", () => {
  expect(wordsOf(`./n --name "a b" '' --x='1 2'`)).toEqual(["./n", "--name", "a b", "", "--x=1 2"])
  expect(wordsOf(`./n "open`)).toBeUndefined()
})

describe("ports", () => {
  const gapsOfFirst = (reach: string, more = "") => {
    const { programs } = planOf("", base.replace("{ count: 3,", `{ count: 3, reach: ${reach}, ${more}`))
    const ports = Array.from({ length: portsNeeded(programs) }, (_, at) => 8_000 + at)
    const places = placesOf(programs, ports)
    return { places, needed: ports.length, gaps: places.nodes.map((node) => gapsOf(node, places, "/data", "/here")) }
  }

  test("per-dialler: everybody is told another port for each peer, and nobody their own", () => {
    const { gaps, needed, places } = gapsOfFirst("per-dialler")
    const told = gaps.flatMap((each) => each.get("peers")?.split(",") ?? [])
    expect(told).toHaveLength(6)
    expect(new Set(told).size).toBe(6)
    expect(needed).toBe(3 + 3 * 3)
    for (const address of told) {
      const front = places.fronts.find(({ port }) => address === `127.0.0.1:${port}`)
      expect(front?.target.port).toBe(places.listens(front?.to ?? "", "main"))
      expect(front?.from).toBeDefined()
    }
  })

  test("what a port speaks: a number for each name, and a front for each of its protocols", () => {
    const { gaps, needed, places } = gapsOfFirst("per-node", "ports: [main, gossip/udp, swim/tcp+udp],")
    expect(needed).toBe(3 * 3 * 2)
    const kinds = (port: string) =>
      places.fronts.filter((front) => String(front.port) === gaps[0]?.get(`node-2.${port}`)).map(({ isDatagram = false }) => isDatagram)
    expect([kinds("main"), kinds("gossip"), kinds("swim")]).toEqual([[false], [true], [false, true]])
  })

  test("per-node: everybody is told the same port of a node, which is not the one it listens on", () => {
    const { gaps, places } = gapsOfFirst("per-node")
    expect(gaps[0]?.get("node-3")).toBe(gaps[1]?.get("node-3"))
    expect(gaps[2]?.get("advertised")).toBe(gaps[0]?.get("node-3"))
    expect(gaps[2]?.get("port")).toBe(String(places.listens("node-3", "main")))
    expect(gaps[2]?.get("port")).not.toBe(gaps[2]?.get("advertised"))
  })

  test("proxy: everybody is told addresses that lead nowhere but through the proxy, of which each has its own", () => {
    const { gaps, needed, places } = gapsOfFirst("proxy")
    expect(gaps[0]?.get("peers")).toBe("192.0.2.2:8001,192.0.2.3:8002")
    expect(gaps[2]?.get("advertised-host")).toBe("192.0.2.3")
    expect(gaps[2]?.get("advertised")).toBe(gaps[2]?.get("port"))
    // A port each, one in front of it for the clients, and a proxy.
    expect(needed).toBe(3 * 3)
    expect(places.fronts.map(({ from, to }) => `${from} ${to}`)).toEqual(["clients node-1", "clients node-2", "clients node-3"])
    expect(places.proxies.map(({ from, port }) => `${from} ${port}`)).toEqual(
      gaps.map((each) => `${each.get("name")} ${each.get("proxy")}`),
    )
    expect(places.destinations[1]).toMatchObject({ hosts: ["node-2", "192.0.2.2", "127.0.0.1", "localhost"], port: 8001, to: "node-2" })
    expect(proxyEnv(gaps[0]?.get("proxy"))).toMatchObject({ http_proxy: `http://127.0.0.1:${gaps[0]?.get("proxy")}`, NO_PROXY: "" })
    expect(proxyEnv(undefined)).toEqual({})
  })

  test("what sets a program up reaches everybody as clients do", () => {
    const setup = 'setup: ["./join {all} {node-2}"], '
    const told = (reach: string) => {
      const { places } = gapsOfFirst(reach, setup)
      const program = places.nodes[0]?.program as never
      return [gapsOutside(program, places, "/here").get("all"), places.reaches("clients", "node-2", "main")] as const
    }
    for (const reach of ["per-node", "per-dialler", "proxy", "none"]) {
      const [all, second] = told(reach)
      expect(all?.split(",")[1]).toBe(`127.0.0.1:${second}`)
    }
  })

  test("none: they reach each other where they listen", () => {
    const { gaps, places } = gapsOfFirst("none")
    expect(places.fronts).toEqual([])
    expect(gaps[0]?.get("peers")).toBe("127.0.0.1:8001,127.0.0.1:8002")
  })

  test("peers are told as the program wants them, by named ports too", () => {
    const { gaps } = gapsOfFirst("none", `ports: [main, peer], peer: "{name}=http://{address}",`)
    expect(gaps[1]?.get("all.peer")).toBe("node-1=http://127.0.0.1:8001,node-2=http://127.0.0.1:8003,node-3=http://127.0.0.1:8005")
    expect(fill("{number}/{count} {nobody}", gaps[1] as never)).toBe("2/3 {nobody}")
  })
})

describe("faults", () => {
  test("to isolate somebody by name is a cut from everybody else", () => {
    expect(planOf("faults: [{ at: 1s, for: 2s, isolate: n2 }]").faults).toMatchObject([
      { atUs: 1_000_000, forUs: 2_000_000, fault: { kind: "cut", from: ["node-2"], to: ["node-1", "node-3"], both: true } },
    ])
  })

  test("whoever has a role is looked for when the moment has come, each time", () => {
    const { faults, roleFaults } = planOf(
      "faults: [{ every: 3s, for: 1s, isolate: { who: { http: /leader, is: true }, with: 1 } }, { at: 2s, fire: { who: { http: /applied, least: true } } }]",
    )
    expect(faults).toEqual([])
    expect(roleFaults.map(({ atUs, id }) => [id, atUs])).toEqual([
      ["isolate-role-0.1", 3_000_000],
      ["isolate-role-0.2", 6_000_000],
      ["fire-role-1", 2_000_000],
    ])
    expect(roleFaults[0]).toMatchObject({
      closes: false,
      others: 1,
      role: { probe: { by: "http", method: "GET", path: "/leader" }, means: { is: true } },
    })
    expect(roleFaults[2]).toMatchObject({ kind: "fire", role: { means: { least: true } } })
  })
})

test("of whom is isolated, connections are closed if that is asked for", () => {
  const { roleFaults } = planOf("faults: [{ at: 1s, isolate: { who: { http: /leader, is: true }, close: true } }]")
  expect(roleFaults).toMatchObject([{ closes: true, kind: "isolate" }])
})

describe("what only programs know", () => {
  test("an upgrade of several is one fault each, so far apart, by their own names", () => {
    const { roleFaults } = planOf("faults: [{ at: 1s, upgrade: { node: n1..n3, to: './other --port {port}', apart: 2s } }]")
    expect(roleFaults.map(({ atUs, id, kind, role, to }) => [id, kind, role, atUs, to.join(" ")])).toEqual([
      ["upgrade-of-0.node-1", "upgrade", "node-1", 1_000_000, "./other --port {port}"],
      ["upgrade-of-0.node-2", "upgrade", "node-2", 3_000_000, "./other --port {port}"],
      ["upgrade-of-0.node-3", "upgrade", "node-3", 5_000_000, "./other --port {port}"],
    ])
  })

  test("a line that is waited for: by whoever has a role, and by anybody else", () => {
    const { faults, roleFaults } = planOf(
      "faults: [{ when: { logs: elected, node: n2 }, fire: { who: { log: elected } } }, { when: { logs: elected }, after: 1s, fire: n1 }, { at: 1s, drop: { percent: 5, route: /append } }]",
    )
    expect(roleFaults[0]).toMatchObject({ atUs: undefined, when: { node: "node-2", logs: "elected", count: 1 } })
    expect(faults.find(({ fault }) => fault.kind === "fire")).toMatchObject({
      when: { note: "logged", where: { line: "elected" } },
      afterUs: 1_000_000,
    })
    expect(faults.find(({ fault }) => fault.kind === "drop")).toMatchObject({ fault: { route: "/append" } })
  })

  test("a Boss keeps their disks, unless somebody says otherwise", () => {
    expect(planOf("boss: true").boss?.disks).toEqual({ kept: 1, wiped: 0, torn: 0 })
    const { boss, likes } = planOf("boss: { away: 1, disks: { wiped: 1 }, likes: { log: elected } }")
    expect(boss).toMatchObject({ awayMax: 1, aliveMin: 2, disks: { kept: 0, wiped: 1, torn: 0 } })
    expect(likes).toMatchObject({ probe: { by: "log", pattern: "elected" } })
  })
})

describe("what is said of", () => {
  test.each([
    ["an upgrade with a gap that nothing fills", "faults: [{ at: 1s, upgrade: { node: n1, to: './x {prot}' } }]", "nothing fills {prot}"],
    ["an upgrade too late", "faults: [{ at: 8s, upgrade: { node: all, to: ./x, apart: 1s } }]", "after the storm's end"],
    ["two faults in one entry", "faults: [{ at: 1s, fire: n2, upgrade: { node: n1, to: ./x } }]", "fire beside upgrade"],
    ["a `when` that waits for nothing", "faults: [{ when: { node: n1 }, fire: n2 }]", "`logs` or `sends`"],
    ["a module that is not there", "faults: [{ at: 1s, fire: { who: { module: ./no.mjs } } }]", "there is no ./no.mjs"],
    ["a Boss who hires", "boss: { newcomers: 2 }", "newcomers among programs"],
    ["an unknown key", "storms: 3s", "there is no `storms`"],
    ["a fault that nobody can suffer", "faults: [{ at: 1s, skew: { node: n1, by: 2h } }]", "there is no `skew`"],
    ["somebody who is not there", "faults: [{ at: 1s, fire: n9 }]", "there is no n9"],
    ["a moment after the end", "faults: [{ at: 20s, fire: n1 }]", "after the storm's end"],
    ["a role that nobody is asked about", "faults: [{ at: 1s, fire: { who: { is: true } } }]", "one of `http`, `tcp`, `log`"],
    ["a role without an answer", "faults: [{ at: 1s, fire: { who: { http: /x } } }]", "`says`"],
    ["a bad pattern", `faults: [{ at: 1s, fire: { who: { http: /x, says: "(" } } }]`, "regular expression"],
    ["a check that is none", "checks: [agreement]", "history, faults-touched"],
    ["a history without clients", "checks: [history]", "`workload`"],
    ["http without operations", "workload: { name: register, client: http }", "`ops`"],
  ])("%s", (_what, more, words) => {
    expect(complaintsOf(more)).toContain(words)
  })

  test("a misspelt key that is needed is objected to once, where it stands", () => {
    const text = "claim: A program stands a storm.\nstrom: 3s\nprograms: { n: { command: ./x } }\n"
    const said = () => readPrograms(text, "x.yaml", "/")
    expect(said).toThrow(/x\.yaml:2:1 {2}there is no `strom` here[\s\S]*Did you mean storm\?/)
    expect(said).not.toThrow(/`storm` is missing/)
  })

  test.each([
    [
      "a role",
      "faults: [{ at: 1s, fire: { who: { htp: /leader, is: true } } }]",
      /there is no `htp` here[\s\S]*one of of, http, method[\s\S]*http\?/,
    ],
    ["an upgrade", "faults: [{ at: 1s, upgrade: { node: n1, too: ./x } }]", /there is no `too` here[\s\S]*one of node, to, apart/],
    ["a Boss's likes", "boss: { likes: { htp: /x, is: 1 } }", /there is no `htp` here[\s\S]*one of of, http/],
    ["a workload", "workload: { name: set, client: redis, rat: 5 }", /there is no `rat` here[\s\S]*rate\?/],
  ])("an unknown key of %s, with those that are known there", (_what, more, words) => {
    const said = complaintsOf(more)
    expect(said).toMatch(words)
    expect(said).not.toContain("a key that is known here")
  })

  test("whoever is sent to a page is sent to the one that has all keys", () => {
    const read = () => planOf("workload: { name: set, client: redis, rat: 5 }")
    expect(read).toThrowError(
      expect.objectContaining({
        complaints: [expect.objectContaining({ instead: expect.stringContaining("docs/reference/programs.md") })],
      }),
    )
  })

  test("a gap of how peers are told that nothing fills", () => {
    const said = complaintsOf("", base.replace("count: 3,", `count: 3, peer: "{nme}={adress}",`))
    expect(said).toMatch(/mine\.yaml:5:\d+ {2}nothing fills \{(nme|adress)\}[\s\S]*one of \{name\}, \{number\}, \{address\}, \{port\}/)
    expect(() => optionsForNode("./x {port}", { peer: "{nme}" }, () => "seed")).toThrowError(/--peer '\{nme\}': nothing fills \{nme\}/)
  })

  test.each([
    [
      "typos in gaps, each where it stands",
      `workload:
  name: register
  client: http
  value: /value
  ops:
    read: "GET {url}/keys/{kye}"
    write: 'PUT {url}/keys/{key} {"value": {vlue}}'`,
      [
        /mine\.yaml:11:\d+ {2}nothing fills \{kye\}/,
        /mine\.yaml:12:\d+ {2}nothing fills \{vlue\}/,
        /of write one of \{url\}, \{run\}, \{key\}, \{value\}/,
      ],
    ],
    [
      "a gap of another function",
      `workload: { name: cas-register, client: http, ops: { read: "GET {url}/{key}", write: "PUT {url}/{key} {from}", cas: "POST {url}/{key} {to}" } }`,
      [/nothing fills \{from\}/],
    ],
    [
      "functions of other names",
      `workload: { name: register, client: http, ops: { get: "GET {url}/{key}", put: "PUT {url}/{key} {value}" } }`,
      [/mine\.yaml:6:\d+ {2}register asks for read and write; nothing asks for get/],
    ],
    [
      "a function that is missing",
      `workload: { name: cas-register, client: http, ops: { read: "GET {url}/{key}" } }`,
      [/cas-register asks for read, write and cas; nothing says how to write and cas/],
    ],
    [
      "a method that is none, and an address without a place",
      `workload: { name: register, client: http, ops: { read: "GET /{key}", write: "FOO {url}/y" } }`,
      [/the address \/\{key\}/, /FOO \{url\}\/y[\s\S]*a method \(GET, PUT/],
    ],
    ["a client that is not there", "workload: { name: set, client: ./nosuch.mjs }", [/mine\.yaml:6:\d+ {2}there is no \.\/nosuch\.mjs/]],
    ["a client that nobody knows", "workload: { name: set, client: reddis }", [/there is no client reddis[\s\S]*redis\?/]],
    ["a client that cannot do it", "workload: { name: counter, client: etcd }", [/etcd cannot be asked to increment/]],
    [
      "a pointer that is none",
      `workload: { name: set, client: http, value: value, ops: { add: "POST {url}/{value}", read: "GET {url}" } }`,
      [/JSON pointer/],
    ],
    ["words of http beside another client", "workload: { name: set, client: redis, value: /x }", [/`value` beside `client: redis`/]],
  ])("a workload: %s", (_what, more, words) => {
    const said = complaintsOf(more)
    for (const each of words) expect(said).toMatch(each)
  })

  test("a workload in which everything is as it should be, and a function of another one beside it", () => {
    const ops = `{ read: "GET {url}/{run}/{key}", write: 'PUT {url}/{run}/{key} {"value": {value}}', cas: "POST {url}/{key} [{from}, {to}]" }`
    expect(planOf(`workload: { name: register, client: http, value: /value, ops: ${ops} }`).drive?.ops).toHaveLength(3)
  })

  test("a gap that nothing fills, with those that are filled", () => {
    expect(complaintsOf("", base.replace("{data}", "{datadir}"))).toMatch(/nothing fills \{datadir\}[\s\S]*\{data\}/)
  })

  test("a gap in a setup that nothing fills, and a setup that is none", () => {
    const withSetup = (line: string) => base.replace("count: 3,", `count: 3, setup: [${line}],`)
    expect(complaintsOf("", withSetup('"./join {port}"'))).toMatch(/nothing fills \{port\}[\s\S]*\{all\}/)
    expect(complaintsOf("", withSetup('"./join \'a"'))).toContain("a quote that does not end")
  })

  test("two programs of one letter, whose short names would be the same", () => {
    expect(complaintsOf("", base.replace("programs:", "programs:\n  nurse: { count: 1, command: x }"))).toContain("n1 would be two nodes")
  })

  test("a link that is to be cut, or listened to, where programs reach each other directly", () => {
    const none = base.replace("count: 3,", "count: 3, reach: none,")
    expect(complaintsOf("faults: [{ at: 1s, isolate: n1 }]", none)).toContain("reach each other directly")
    expect(complaintsOf("faults: [{ when: { sends: /x }, fire: n1 }]", none)).toContain("sends where programs reach each other directly")
  })
})

test("the guide shows the example as it is", () => {
  const root = new URL("../../../../", import.meta.url)
  const guide = readFileSync(new URL("docs/your-own-node.md", root), "utf8")
  const yaml = readFileSync(new URL("examples/own-node/tally.yaml", root), "utf8")
  expect(guide).toContain(yaml)
  expect(yaml.trim().split("\n").length).toBeLessThanOrEqual(20)
  expect(guide).toContain(readFileSync(new URL("examples/own-node/whisper.yaml", root), "utf8"))
  for (const [, file = ""] of guide.matchAll(/^watercooler run ((?:scenarios|examples)\/\S+\.yaml)/gm))
    expect(existsSync(new URL(file, root)), file).toBe(true)
  for (const file of readdirSync(new URL("scenarios/real", root))) expect(guide).toContain(`watercooler run scenarios/real/${file}`)
  expect(readFileSync(new URL("examples/own-node/tally.c", root), "utf8")).toContain("nodes += sent; /* What was sent has not arrived. */")
  const roles = guide.split("## Whoever leads")[1]?.match(/```yaml\n(faults:[\s\S]*?)```/)?.[1] ?? ""
  expect(planOf(roles, base.replace("storm: 10s", "storm: 30s")).roleFaults.length).toBeGreaterThan(6)
})
