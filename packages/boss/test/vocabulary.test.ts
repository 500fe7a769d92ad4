/** The table of faults: every word is explained. */
import { expect, test } from "vitest"
import { describeFault, parseFault, undoOf, vocabulary } from "../src/faults/index.ts"

test("what lasts is not taken for something that is carried out", () => {
  for (const { name } of vocabulary.filter(({ by }) => by === "the switchboard"))
    expect(parseFault({ kind: name, from: "bigload-1", to: "bigload-2" })).toEqual({ ok: false, because: expect.stringContaining("lasts") })
  expect(parseFault({ kind: "vaporise", node: "bigload-1" })).toMatchObject({ ok: false })
})

test("every fault works in some world", () => {
  for (const { worlds } of vocabulary) expect(worlds.length).toBeGreaterThan(0)
})

test("every undo is itself a word of the vocabulary, and every sentence ends", () => {
  const words = new Set(vocabulary.map((entry) => entry.name))
  expect(words.size).toBe(vocabulary.length)
  for (const entry of vocabulary) {
    if (entry.undo !== undefined) expect(words).toContain(entry.undo)
    expect(entry.does).toMatch(/^[A-Z].*\.$/)
  }
})

test("whoever was taken away comes back as the vocabulary says; who was put where it should be stays", () => {
  for (const kind of ["fire", "layoff", "pause"] as const)
    expect(undoOf({ kind, node: "bigload-1" })).toMatchObject({
      kind: vocabulary.find(({ name }) => name === kind)?.undo,
      node: "bigload-1",
    })
  expect(undoOf({ kind: "hire", node: "bigload-1", disk: "kept" })).toBeUndefined()
  expect(undoOf({ kind: "resume", node: "bigload-1" })).toBeUndefined()
})

test("a hire finds its disk kept unless told otherwise", () => {
  expect(parseFault({ kind: "hire", node: "bigload-2" })).toEqual({ ok: true, fault: { kind: "hire", node: "bigload-2", disk: "kept" } })
  expect(parseFault({ kind: "hire", node: "bigload-2", disk: "soggy" })).toMatchObject({ ok: false })
  expect(parseFault({ kind: "fire" })).toMatchObject({ ok: false, because: "fire needs the name of a node" })
  expect(parseFault("fire")).toMatchObject({ ok: false })
})

test("a newcomer is described, or refused with a reason", () => {
  const newcomer = { party: "shit", misdeeds: ["overspend"], boot: "bigload-1" }
  expect(parseFault({ kind: "hire", node: "shit-3", newcomer })).toEqual({
    ok: true,
    fault: { kind: "hire", node: "shit-3", disk: "kept", newcomer },
  })
  const refusals = [
    [{ party: "boss" }, "bigload, bigcrap, wall, shit"],
    [{ misdeeds: "overspend" }, "list"],
    [{ boot: 7 }, "name of a node"],
    ["anybody", "object"],
  ] as const
  for (const [words, because] of refusals)
    expect(parseFault({ kind: "hire", node: "shit-3", newcomer: words })).toMatchObject({
      ok: false,
      because: expect.stringContaining(because),
    })
  expect(parseFault({ kind: "hire", node: "bigload-9", disk: "torn", newcomer: {} })).toMatchObject({ ok: false })
})

test("a fault reads as a sentence", () => {
  expect(describeFault({ kind: "hire", node: "bigload-2", disk: "torn" })).toBe("hire bigload-2, disk torn")
  expect(describeFault({ kind: "hire", node: "bigload-6", disk: "kept", newcomer: {} })).toBe("hire bigload-6, who is new")
  expect(describeFault({ kind: "fire", node: "shit-1" })).toBe("fire shit-1")
})
