/** The merge of journals: sorted by the run's time, the header first, torn lines passed over, lost lines counted. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, expect, test } from "vitest"
import { mergeJournals, readJournal } from "../../src/office/journal.ts"
import { countTotals } from "../../src/office/totals.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watercooler-journal-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const line = (node: string, seq: number, t: number, more: object = { type: "note", fact: { note: "synced" } }) =>
  JSON.stringify({ t, node, seq, ...more })

function merge(...files: readonly string[]) {
  const paths = files.map((text, at) => {
    const path = join(folder, `${at}.ndjson`)
    writeFileSync(path, text)
    return path
  })
  const into = join(folder, "merged.ndjson")
  const merged = mergeJournals([...paths, join(folder, "of nobody")], into)
  return { ...merged, events: [...readJournal(into)] }
}

test("lines of several writers come in the order in which things happened", () => {
  const header = line("watercooler", 1, 0, { type: "header", parties: [] })
  const { events, lost } = merge(
    [line("b", 1, 5), line("b", 2, 9)].join("\n"),
    [line("a", 1, 0), line("a", 2, 7)].join("\n"),
    [header, line("watercooler", 2, 6)].join("\n"),
  )
  expect(events.map(({ node, t }) => `${node}@${t}`)).toEqual(["watercooler@0", "a@0", "b@5", "watercooler@6", "a@7", "b@9"])
  expect(lost).toBe(0)
})

test("a line that a kill cut short is passed over, and the number it had is counted as lost", () => {
  const { events, lost } = merge(`${line("a", 1, 1)}\n${line("a", 2, 2).slice(0, 20)}\n${line("a", 3, 3)}\n{"t":4,`)
  expect(events.map(({ seq }) => seq)).toEqual([1, 3])
  expect(lost).toBe(1)
})

test("a writer that lost its own count begins again from 1, which loses nothing", () => {
  expect(merge([line("a", 1, 1), line("a", 2, 2), line("a", 1, 3), line("a", 2, 4)].join("\n")).lost).toBe(0)
})

test("whatever the journals, nothing is added, nothing is left out, and time never goes back", () => {
  const journal = fc.array(fc.nat(50), { maxLength: 40 }).map((times) => times.sort((a, b) => a - b))
  fc.assert(
    fc.property(fc.array(journal, { minLength: 1, maxLength: 5 }), (journals) => {
      const texts = journals.map((times, writer) => times.map((t, at) => line(`n${writer}`, at + 1, t)).join("\n"))
      const { events, lost } = merge(...texts)
      expect(events).toHaveLength(journals.flat().length)
      expect(lost).toBe(0)
      expect(events.map(({ t }) => t)).toEqual(journals.flat().sort((a, b) => a - b))
    }),
    { numRuns: 50 },
  )
})

test("a long line across the edge of a chunk stays whole", () => {
  const long = line("a", 1, 1, { type: "note", fact: { note: "é".repeat(200_000) } })
  expect(merge(`${long}\n${line("a", 2, 2)}`).events).toHaveLength(2)
})

test("totals count what honest nodes did and saw", () => {
  const note = (node: string, seq: number, fact: object) => line(node, seq, seq, { type: "note", fact })
  const { events } = merge(
    [
      line("watercooler", 1, 0, {
        type: "header",
        parties: [
          { name: "b", honest: true },
          { name: "s", honest: false },
        ],
      }),
      line("b", 1, 1, { type: "request" }),
      note("b", 2, { note: "block-stored", hash: "x" }),
      note("b", 3, { note: "block-stored", hash: "x" }),
      note("b", 4, { note: "head-moved", reorgDepth: 2 }),
      note("b", 5, { note: "rejected" }),
      note("s", 1, { note: "rejected" }),
      note("s", 2, { note: "banned" }),
    ].join("\n"),
  )
  expect(countTotals(events)).toEqual({ blocks: 1, transfers: 0, requests: 1, reorgs: 1, rejected: 1, bans: 0 })
})
