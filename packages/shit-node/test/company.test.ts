/** Misdeeds about who is who, and about what is said how. */
import { describe, expect, test } from "vitest"
import { findMisdeed } from "../src/index.ts"
import { card, confessions, hellos, pushes, Stage, withMisdeeds } from "./stage.ts"

const everybody = ["http://b1:80", "http://b2:80", "http://b3:80"]

test("eclipse: names accomplices and itself, once it has begun", () => {
  const stage = new Stage([findMisdeed("eclipse") ?? never()], { accomplices: [card("s2")] })
  expect(stage.ask(1, { kind: "peers" })).toMatchObject([{ answer: { of: ["honest"] } }])
  stage.act("eclipse")
  expect(stage.ask(2, { kind: "peers" })[0]).toMatchObject({ do: "reply", id: 2, answer: { kind: "cards", of: ["s2", "s1"] } })
  expect(stage.heard).toHaveLength(1)
  expect(stage.ask(3, { kind: "chain" })).toMatchObject([{ answer: { of: ["honest"] } }])
})

test("impersonate: to each peer with another's key and endpoint, signed by itself, unproven", () => {
  const effects = withMisdeeds("impersonate").act("impersonate")
  const said = hellos(effects)
  expect(said.map(({ to }) => to)).toEqual(everybody)
  for (const { key, endpoint, to, signedBy } of said) {
    expect(key).toMatch(/^key of b/)
    expect(endpoint).not.toBe(to)
    expect(signedBy).toBe("key of s1")
  }
  for (const effect of effects) if (effect.do === "tell") expect(effect.proofs).toBeUndefined()
})

test("impersonate: makes somebody up for a lone peer", () => {
  const stage = withMisdeeds("impersonate")
  stage.peers = [card("b1")]
  const [said] = hellos(stage.act("impersonate"))
  expect(said).toMatchObject({ signedBy: "key of s1", to: "http://b1:80" })
  expect(said?.key).toMatch(/^key from stranger/)
})

test("sybils: good signatures, endpoints where nobody lives", () => {
  const said = hellos(withMisdeeds("sybils").act("sybils"))
  expect(said).toHaveLength(9)
  expect(new Set(said.map(({ key }) => key)).size).toBe(3)
  for (const { key, signedBy, endpoint } of said) {
    expect(signedBy).toBe(key.replace("key from", "private of"))
    expect(endpoint).toMatch(/^http:\/\/s1:[1-9][0-9]{0,2}$/)
  }
})

test("lie-to-tracker: three ghosts, and nothing where there is no tracker", () => {
  const stage = withMisdeeds("lie-to-tracker")
  expect(hellos(stage.act("lie-to-tracker")).map(({ to }) => to)).toEqual(Array(3).fill("http://tracker:80"))
  stage.tracker = undefined
  expect(stage.act("lie-to-tracker")).toEqual([])
})

test("flood-duplicates: the head ten times over, with proofs", () => {
  const effects = withMisdeeds("flood-duplicates").act("flood-duplicates")
  expect(pushes(effects)).toHaveLength(10)
  for (const { peers, block } of pushes(effects)) expect([peers, block.hash]).toEqual([everybody, "head"])
  expect(effects[0]).toMatchObject({ proofs: { proofs: { "http://b1:80": "proof for http://b1:80" } } })
})

test("garbage: six messages of bytes and wrong types, with proofs", () => {
  const effects = withMisdeeds("garbage").act("garbage")
  const raws = effects.filter((effect) => effect.do === "raw-tell")
  expect(raws).toHaveLength(6)
  expect(new Set(raws.map(({ raw }) => raw.contentType)).size).toBe(4)
  for (const { peers, proofs } of raws) expect([peers, proofs?.proofs?.["http://b2:80"]]).toEqual([everybody, "proof for http://b2:80"])
})

describe("spoilt replies", () => {
  const manners = [
    ["html-answers", { contentType: "text/html", manner: "whole" }],
    ["endless-body", { manner: "endless" }],
    ["silence", { manner: "silent" }],
    ["half-bodies", { manner: "half" }],
    ["random-status", { contentType: "text/plain" }],
  ] as const
  test.each(manners)("%s: for a while, to those with proof only, and the honest program hears the request", (name, raw) => {
    const stage = withMisdeeds(name)
    expect(stage.ask(1, { kind: "chain" })).toMatchObject([{ do: "reply" }])
    stage.act(name)
    const spoilt = stage.ask(2, { kind: "chain" })
    expect(spoilt[0]).toMatchObject({ do: "raw-reply", id: 2, raw })
    expect(confessions(spoilt)).toHaveLength(1)
    expect(stage.ask(3, { kind: "chain" }, undefined)).toHaveLength(2)
    stage.now = 60_000_000
    expect(stage.ask(4, { kind: "chain" })).toMatchObject([{ do: "reply" }])
    expect(stage.heard.filter(({ kind }) => kind === "request")).toHaveLength(4)
  })
})

test("delays: holds answers back, each for its time", () => {
  const stage = withMisdeeds("delays")
  stage.act("delays")
  const [timer, ...more] = stage.ask(5, { kind: "chain" })
  expect(more).toEqual([])
  expect(timer).toMatchObject({ do: "timer", name: "misdeed/delays/reply/5" })
  expect(stage.step({ kind: "timer", name: "misdeed/delays/reply/5" })).toMatchObject([{ do: "reply", id: 5, answer: { of: ["honest"] } }])
})

describe("what becomes of others' blocks", () => {
  const block = { hash: "theirs" }

  test("boomerang sends each to everybody, as often as it comes", () => {
    const stage = withMisdeeds("boomerang")
    stage.act("boomerang")
    for (const id of [1, 2]) expect(pushes(stage.ask(id, { kind: "push", block }))[0]).toMatchObject({ peers: everybody, block })
  })

  test("gullible passes each on once, before it is looked at", () => {
    const stage = withMisdeeds("gullible")
    stage.act("gullible")
    expect(pushes(stage.ask(1, { kind: "push", block })).map(({ peers }) => peers)).toEqual([everybody, ["http://b9:80"]])
    expect(pushes(stage.ask(2, { kind: "push", block })).map(({ peers }) => peers)).toEqual([["http://b9:80"]])
  })

  test("hoarder passes none on", () => {
    const stage = withMisdeeds("hoarder")
    expect(pushes(stage.ask(1, { kind: "push", block }))).toHaveLength(1)
    stage.act("hoarder")
    expect(pushes(stage.ask(2, { kind: "push", block }))).toEqual([])
    expect(stage.heard).toHaveLength(2)
  })
})

function never(): never {
  throw new Error("no such misdeed")
}
