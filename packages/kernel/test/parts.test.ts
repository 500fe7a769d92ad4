/** Standing, peers, seen things, sessions, chance: each part's promises. */
import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  below,
  Collector,
  type Crypto,
  expand,
  exponential,
  fullName,
  isEndpoint,
  MemoryRecords,
  PeerTable,
  SeenCache,
  Sessions,
  Standing,
  saltOf,
  sample,
  shortName,
  takeTurn,
} from "../src/index.ts"

const rules = { pointsMax: 100, banUs: 1_000, halfLifeUs: 100, keysMax: 3 }

describe("standing", () => {
  test("bans at the limit, once, and forgives when the ban expires", () => {
    const standing = new Standing(rules)
    expect(standing.offend("a", 60, 0)).toEqual({ points: 60, total: 60, banned: false })
    expect(standing.offend("a", 60, 0).banned).toBe(true)
    expect(standing.offend("a", 60, 1).banned, "banned already").toBe(false)
    expect(standing.isBanned("a", 999)).toBe(true)
    expect(standing.isBanned("a", 1_000)).toBe(false)
  })

  test("lets points decay by half each half-life, so that old sins do not add up", () => {
    const standing = new Standing(rules)
    standing.offend("a", 60, 0)
    expect(standing.pointsOf("a", 99)).toBe(60)
    expect(standing.pointsOf("a", 100)).toBe(30)
    expect(standing.pointsOf("a", 250)).toBe(15)
    expect(standing.offend("a", 60, 250).banned).toBe(false)
  })

  test("forgets the unbanned before the banned when it runs out of room", () => {
    const standing = new Standing(rules)
    standing.offend("liar", 100, 0)
    for (const key of ["a", "b", "c", "d"]) standing.offend(key, 1, 1)
    expect(standing.isBanned("liar", 2)).toBe(true)
    expect(standing.pointsOf("a", 2)).toBe(0)
  })
})

describe("the peers table", () => {
  const table = () => new PeerTable({ peersMax: 2, lostMax: 2, retryUs: 10, attemptsMax: 3 })
  const card = (port: number, key = `k${port}`) => ({ endpoint: `http://127.0.0.1:${port}`, key, name: `n${port}` })

  test("takes no more peers than it may", () => {
    const peers = table()
    expect([1, 2, 3].map((port) => peers.add(card(port), "s", 0))).toEqual([true, true, false])
  })

  test("knows a key at one endpoint only: the newest", () => {
    const peers = table()
    peers.add(card(1, "k"), "s", 0)
    peers.add(card(2, "k"), "s", 1)
    expect(peers.endpoints()).toEqual(["http://127.0.0.1:2"])
  })

  test("looks for a lost peer ever less often, and then no more", () => {
    const peers = table()
    peers.add(card(1), "s", 0)
    expect(peers.lose(card(1).endpoint, 0)?.key).toBe("k1")
    const waits: number[] = []
    for (let now = 0; peers.lost().length > 0 && now < 1_000; now++) {
      if (peers.due(now).length === 0) continue
      waits.push(now)
      peers.lose(card(1).endpoint, now)
    }
    expect(waits).toEqual([10, 30, 70])
  })

  test("samples different others", () => {
    const peers = new PeerTable({ peersMax: 9, lostMax: 2, retryUs: 10, attemptsMax: 3 })
    for (let port = 1; port <= 9; port++) peers.add(card(port), undefined, 0)
    const drawn = peers.sample(expand([1, 2, 3, 4]), 5, card(4).endpoint).map(({ endpoint }) => endpoint)
    expect(new Set(drawn).size).toBe(5)
    expect(drawn).not.toContain(card(4).endpoint)
  })
})

describe("the seen-cache", () => {
  test("counts sightings and forgets the oldest", () => {
    const seen = new SeenCache(2)
    expect([seen.see("a"), seen.see("a"), seen.see("b"), seen.see("c"), seen.see("a")]).toEqual([0, 1, 0, 0, 0])
    expect(seen.size).toBe(2)
  })
})

describe("sessions", () => {
  const crypto = { hash: (text: string) => createHash("sha256").update(text).digest("hex") } as Crypto

  test("belong to one key each, and end with a boot", () => {
    const sessions = new Sessions(crypto, 2)
    expect(() => sessions.open({ key: "a", name: "a", endpoint: "" })).toThrow("secret")
    sessions.renew("s1")
    const first = sessions.open({ key: "a", name: "a", endpoint: "" })
    const second = sessions.open({ key: "a", name: "a", endpoint: "" })
    expect(sessions.who(first)).toBeUndefined()
    expect(sessions.who(second)?.key).toBe("a")
    expect(second).toMatch(/^[0-9a-f]{32}$/)
    sessions.renew("s2")
    expect(sessions.who(second)).toBeUndefined()
  })

  test("are bounded: the oldest ends", () => {
    const sessions = new Sessions(crypto, 2)
    sessions.renew("s")
    const [a] = ["a", "b", "c"].map((key) => sessions.open({ key, name: key, endpoint: "" }))
    expect(sessions.who(a)).toBeUndefined()
    expect(sessions.size).toBe(2)
  })
})

describe("chance", () => {
  test("is a function of the salt alone", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (seed, number) => {
        const [one, two] = [expand(saltOf(seed, number)), expand(saltOf(seed, number))]
        for (let i = 0; i < 20; i++) expect(one()).toBe(two())
      }),
    )
  })

  test("differs where the words differ", () => {
    const salts = new Set(Array.from({ length: 2_000 }, (_, i) => saltOf("seed", "node", i).join()))
    expect(salts.size).toBe(2_000)
  })

  test("is spread evenly", () => {
    const draw = expand(saltOf("spread"))
    const counts = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 100_000; i++) counts[below(draw, 10)] = (counts[below(draw, 10)] as number) + 1
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(600)
  })

  test("draws exponential pauses of the mean asked for", () => {
    const draw = expand(saltOf("pauses"))
    let sum = 0
    for (let i = 0; i < 100_000; i++) sum += exponential(draw, 1_000_000)
    expect(Math.abs(sum / 100_000 - 1_000_000)).toBeLessThan(15_000)
  })

  test("samples each member at most once", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 20 }), fc.nat(25), (from, count) => {
        const drawn = sample(expand(saltOf("s", from.length, count)), from, count)
        expect(new Set(drawn).size).toBe(Math.min(count, from.length))
        for (const each of drawn) expect(from).toContain(each)
      }),
    )
  })
})

describe("a turn", () => {
  const salt = [1, 2, 3, 4] as const

  test("of a program that returns a promise is refused", () => {
    const program = { step: (async () => undefined) as unknown as () => void }
    expect(() => takeTurn(program, {}, new MemoryRecords(), salt)).toThrow("synchronous")
  })

  test("can read what it has just persisted", () => {
    const out = new Collector<null, null>(new MemoryRecords(), salt)
    expect(out.recall(out.persist({ a: 1 }))).toEqual({ a: 1 })
  })

  test("goes on counting positions after a snapshot", () => {
    const records = new MemoryRecords()
    const out = new Collector<null, null>(records, salt)
    out.persist("x")
    out.snapshot({ sum: 1 })
    expect(out.persist("y")).toBe(1)
    expect(out.recall(0)).toBeUndefined()
    expect([...records.records()]).toEqual([{ position: 1, record: "y" }])
  })

  test.each([-1, 1.5, Number.NaN])("refuses a timer after %s microseconds", (afterUs) => {
    expect(() => new Collector<null, null>(new MemoryRecords(), salt).timer("t", afterUs)).toThrow(RangeError)
  })
})

describe("names", () => {
  test("have a short form and back", () => {
    expect(shortName("bigload-12")).toBe("b12")
    for (const name of ["bigload-1", "shit-2", "bigcrap-3", "wall-4", "clients"]) expect(fullName(shortName(name))).toBe(name)
  })

  test.each(["http://127.0.0.1:8001", "http://localhost:1", "http://[::1]:65535"])("%s is an endpoint", (text) =>
    expect(isEndpoint(text)).toBe(true),
  )
  test.each(["https://a:1", "http://a", "http://a:0", "http://a:65536", "http://a:1/", "http://a:1\n", 7, null])("%s is none", (text) =>
    expect(isEndpoint(text)).toBe(false),
  )
})
