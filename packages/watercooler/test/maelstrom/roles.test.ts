/** Roles of nodes: as they are written, who has one, and faults that are meant for whoever does. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nemesisOf } from "../../src/maelstrom/aims.ts"
import { Claims } from "../../src/maelstrom/claims.ts"
import { Lookout } from "../../src/maelstrom/lookout.ts"
import { aimAt, describeFault, type Fault, faultsOf, type NemesisOptions, nameOf } from "../../src/maelstrom/nemesis.ts"
import { knownRoles, readRole } from "../../src/maelstrom/roles.ts"

const nodes = ["n1", "n2", "n3", "n4", "n5"]

describe("a role", () => {
  test.each([
    ["leader=/became leader/", { sign: { by: "log", pattern: "became leader", flags: "" }, means: "last", not: undefined }],
    ["leader=/Leader of (\\d+)\\/5/i", { sign: { by: "log", pattern: "Leader of (\\d+)\\/5", flags: "i" } }],
    ["leader=/took over/ not /stepped down/i", { not: { by: "log", pattern: "stepped down", flags: "i" } }],
    ["leader=sends append_entries", { sign: { by: "message", type: "append_entries", at: "/term" } }],
    [
      "furthest-behind=least sends appended /last_index not sends append_entries",
      {
        name: "furthest-behind",
        sign: { by: "message", type: "appended", at: "/last_index" },
        means: "least",
        not: { type: "append_entries" },
      },
    ],
    ["ahead=most /applied (\\d+)/", { means: "most" }],
  ])("is written %s", (words, role) => expect(readRole(words)).toMatchObject(role))

  test.each([
    ["/became leader/", "no name"],
    ["Leader=/x/", "no name"],
    ["leader=", "nothing behind the ="],
    ["leader=became leader", "neither a pattern between slashes nor `sends`"],
    ["leader=/became leader", "neither a pattern between slashes nor `sends`"],
    ["leader=/(/", "Invalid regular expression"],
    ["leader=/x/ unless /y/", "unless /y/ at the end"],
    ["leader=/x/ not /y/ /z/", "/z/ at the end"],
    ["behind=least /applied/", "no group"],
    ["leader-with=/x/", "isolate-leader-with-1"],
    [`leader=/${"x".repeat(1_000)}/`, "more than 1000 characters"],
  ])("written %s is refused", (words, saw) => expect(() => readRole(words)).toThrow(saw))
})

describe("whoever has a role", () => {
  const claims = (words: string) => new Claims(readRole(words))

  test("is whoever logged the line last", () => {
    const leader = claims("leader=/became leader/")
    expect(leader.holder).toBeUndefined()
    for (const node of ["n1", "n2", "n1", "n3"]) leader.logged(node, `10:31 ${node} became leader`)
    leader.logged("n1", "lunch")
    expect(leader.holder).toBe("n3")
  })

  test("is whoever did in the latest term, however late somebody else is heard", () => {
    const leader = claims("leader=/became leader for term (\\d+)/")
    for (const [node, term] of [
      ["n1", 9],
      ["n2", 10],
      ["n3", 2],
    ])
      leader.logged(String(node), `became leader for term ${term}`)
    expect(leader.holder).toBe("n2")
    const sender = claims("leader=sends append_entries")
    for (const [node, term] of [
      ["n1", 1],
      ["n2", 2],
      ["n1", 1],
    ])
      sender.sent(String(node), { type: "append_entries", term })
    expect(sender.holder).toBe("n2")
    sender.sent("n3", { type: "request_vote", term: 3 })
    expect(sender.holder).toBe("n2")
  })

  test("has it no more after saying so, or after it has ended", () => {
    const leader = claims("leader=/leads/ not /follows/")
    leader.logged("n1", "leads")
    leader.logged("n2", "leads")
    leader.logged("n2", "follows, no longer leads")
    expect(leader.holder).toBe("n1")
    leader.forget("n1")
    expect(leader.holder).toBeUndefined()
  })

  test("is whose figure is the least, or the most; whoever leads is no follower", () => {
    const behind = claims("behind=least sends appended /log/last not sends append_entries")
    const ahead = claims("ahead=most /applied (\\d+)/")
    for (const [node, last] of [
      ["n1", 4],
      ["n2", 7],
      ["n3", 30],
    ])
      behind.sent(String(node), { type: "appended", log: { last } })
    expect(behind.holder).toBe("n1")
    behind.sent("n1", { type: "append_entries" })
    expect(behind.holder).toBe("n2")
    behind.sent("n2", { type: "appended" })
    expect(behind.holder).toBe("n3")
    for (const line of ["applied 9", "applied 30"]) ahead.logged("n4", line)
    ahead.logged("n5", "applied 10")
    expect(ahead.holder).toBe("n4")
  })

  test.each(["Became leader for term 3", "became the leader", "I am now leader", "raft: n1 became leader at term: 3"])(
    "is known as the leader without being told how: %s",
    (line) => {
      const [first] = knownRoles.filter(({ name }) => name === "leader")
      const leader = new Claims(first as (typeof knownRoles)[number])
      leader.logged("n1", line)
      expect(leader.holder).toBe("n1")
      leader.logged("n2", "the leader is n1; became follower")
      expect(leader.holder).toBe("n1")
    },
  )
})

describe("the lookout", () => {
  test("waits for a line that is logged later, and gives up when it is called off", async () => {
    const dir = mkdtempSync(join(tmpdir(), "watercooler-lookout-"))
    try {
      const logs = new Map(nodes.map((node) => [node, join(dir, `${node}.log`)]))
      for (const file of logs.values()) writeFileSync(file, "ready\n")
      using lookout = new Lookout(["leader", "watchman"], [readRole("watchman=/watches/")], logs)
      const patient = new AbortController()
      const watchman = lookout.find("watchman", patient.signal)
      const leader = lookout.find("leader", patient.signal)
      appendFileSync(logs.get("n4") as string, "n4 watches\n")
      expect(await watchman).toBe("n4")
      lookout.sent("n2", { type: "append_entries", term: 1 })
      expect(await leader).toBe("n2")
      // What is logged is believed before what is sent.
      appendFileSync(logs.get("n3") as string, "became leader for term 1\n")
      expect(await lookout.find("leader", patient.signal)).toBe("n3")
      lookout.ended("n4")
      const nobody = lookout.find("watchman", patient.signal)
      patient.abort()
      expect(await nobody).toBeUndefined()
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})

describe("a fault of whoever has a role", () => {
  const options: NemesisOptions = { seed: "a", kinds: ["isolate-leader-with-1"], intervalMs: 1_000, limitMs: 8_000, nodes }
  const faults = faultsOf(options)

  test("is drawn from the seed, and is plain data", () => {
    expect(faults.map(nameOf)).toEqual(["isolate-leader-with-1", "isolate-leader-with-1", "isolate-leader-with-1", "isolate-leader-with-1"])
    expect(faultsOf(options)).toEqual(JSON.parse(JSON.stringify(faults)))
    expect(faultsOf({ ...options, seed: "b" })).not.toEqual(faults)
  })

  test("cuts off whoever has it and as many others, both ways", () => {
    for (const fault of faults)
      for (const leader of nodes) {
        const { nodes: together = [], grudges = {} } = aimAt(leader, fault, nodes)
        const rest = nodes.filter((node) => !together.includes(node))
        expect([together[0], together.length]).toEqual([leader, 2])
        for (const node of nodes) expect([...(grudges[node] ?? [])].sort()).toEqual([...(together.includes(node) ? rest : together)].sort())
      }
  })

  test("leaves somebody from whom to be cut off", () => {
    const [fault] = faultsOf({ ...options, kinds: ["isolate-leader-with-4"] }) as [Fault]
    expect(aimAt("n1", fault, nodes).nodes).toHaveLength(4)
  })

  test("says whom it hit", () => {
    const said = (kind: NemesisOptions["kinds"][number]) => {
      const [fault] = faultsOf({ ...options, kinds: [kind] }) as [Fault]
      return describeFault(aimAt("n3", fault, nodes))
    }
    expect(said("isolate-leader")).toBe("isolate n3, the leader, from n1, n2, n4, n5")
    expect(said("isolate-leader-with-1")).toMatch(/^isolate n3, the leader, with n[1245], from n\d, n\d, n\d$/)
    expect(said("kill-furthest-behind")).toBe("kill n3, the furthest-behind")
  })

  test("takes turns with others that cut, and leaves their draws as they are", () => {
    const alone = faultsOf({ ...options, kinds: ["partition"] })
    const mixed = faultsOf({ ...options, kinds: ["partition", "isolate-leader"] })
    expect(mixed.map(nameOf)).toEqual(["partition", "isolate-leader", "partition", "isolate-leader"])
    expect(mixed.filter((_, at) => at % 2 === 0)).toEqual(alone.filter((_, at) => at % 2 === 0))
    expect(faultsOf({ ...options, kinds: ["partition", "kill-leader"] })).toHaveLength(8)
  })

  test("is known by its words", () => {
    const roles = [readRole("primary=/took over/")]
    for (const words of ["partition", "isolate-leader", "isolate-leader-with-3", "kill-primary", "pause-leader"])
      expect(nemesisOf(words, roles, 5)).toBe(words)
  })

  test.each([
    ["partitoin", "Did you mean partition?"],
    ["isolate-laeder", "Did you mean isolate-leader?"],
    ["isolate", "one of partition"],
    ["kill-primary", "a role that is known: leader"],
    ["kill-leader-with-1", "one of partition"],
    ["isolate-leader-with-4", "at most 3 of 5 nodes"],
  ])("of the words %s is refused", (words, expected) => expect(() => nemesisOf(words, [], 5)).toThrow(expected))

  test("of one node alone is refused", () => {
    expect(() => nemesisOf("isolate-leader", [], 1)).toThrow("two nodes")
    expect(nemesisOf("kill-leader", [], 1)).toBe("kill-leader")
  })
})
