/** Wires as they are drawn: those that are known, and those that only a cut tells of. */
import { expect, test } from "vitest"
import { advance, emptyScene } from "../src/picture/index.ts"
import { Wires } from "../web/draw/wires.ts"
import { partyOf, Storyteller } from "./story.ts"

test("a cut between programs is drawn though nobody has seen anything pass there; between nodes of ours only wires break", () => {
  const story = new Storyteller()
  const parties = ["redis-1", "sentinel-1", "sentinel-2"].map((name, at) => partyOf(name, at))
  const [redis, one, two] = parties as [(typeof parties)[0], (typeof parties)[0], (typeof parties)[0]]
  const known = [redis, { ...one, peers: [two.endpoint] }, { ...two, peers: [one.endpoint] }]
  const cut = { from: ["redis-1", "sentinel-1"], to: ["sentinel-2", "clients"], both: true }
  const { picture, history } = advance(emptyScene, {
    events: [story.header(known), story.fault("c1", "began", "cut", "", { fault: { kind: "cut", ...cut } })],
  })
  const wires = new Wires()
  wires.take(picture.nodes, history)
  const broken = (isOpen: boolean) => wires.of(picture.faults, isOpen).map(({ a, b, state }) => `${a} ${b} ${state}`)
  expect(broken(false)).toEqual(["sentinel-1 sentinel-2 broken"])
  expect(broken(true)).toEqual(["sentinel-1 sentinel-2 broken", "redis-1 sentinel-2 broken"])
  expect(wires.of([], true).map(({ state }) => state)).toEqual(["whole"])
})
