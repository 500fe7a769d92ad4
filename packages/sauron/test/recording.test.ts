/** A recorded run: any moment of it, in any order, is what the reducer says; rows, messages and chains are found again. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { AnswerEvent, JournalEvent, RequestEvent } from "@watercooler/kernel"
import fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { applyPatch, emptyHistory, emptyPicture, type Picture, reduce } from "../src/picture/index.ts"
import { CHUNK_EVENTS, Player, Recording } from "../src/recording/index.ts"
import { JournalFile } from "../src/replay/journal-file.ts"
import { partyOf, Storyteller, stormyOffice } from "./story.ts"

const folder = mkdtempSync(join(tmpdir(), "sauron-recording-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const parties = [1, 2, 3].map((at) => partyOf(`bigload-${at}`, at))

/** Some twenty thousand events: heads that move, messages that are answered, and every seventh that is lost. */
function longRun(): JournalEvent[] {
  const story = new Storyteller()
  const events: JournalEvent[] = [
    story.header(parties),
    ...parties.flatMap(({ name }) => [story.process(name, "hired"), story.process(name, "ready")]),
  ]
  for (let n = 0; n < 5_000; n++) {
    const from = parties[n % 3]?.name ?? ""
    const to = parties[(n + 1) % 3]?.name ?? ""
    const trace = n.toString(16).padStart(32, "0")
    story.t += 3_000
    const note = story.head(to, n, `h${n}`)
    events.push(note, ...message(story, note.seq + 1, { from, to, trace, isLost: n % 7 === 0 }))
  }
  return events
}

function message(
  story: Storyteller,
  seq: number,
  { from, to, trace, isLost }: { from: string; to: string; trace: string; isLost: boolean },
): JournalEvent[] {
  const endpoint = parties.find(({ name }) => name === to)?.endpoint ?? ""
  const common = { method: "POST", route: "/block", trace, seq }
  const request: RequestEvent = {
    ...common,
    type: "request",
    t: story.t,
    node: to,
    status: 201,
    link: "c1",
    bytesIn: 3,
    bytesOut: 4,
    durationUs: 40,
    from,
  }
  const answer: AnswerEvent = {
    ...common,
    type: "answer",
    t: story.t + 900,
    node: from,
    to: endpoint,
    status: isLost ? 0 : 201,
    durationUs: 1_000,
  }
  return isLost ? [answer] : [request, answer]
}

function recorded(events: readonly JournalEvent[]): Recording {
  const chunks: (readonly JournalEvent[])[] = []
  for (let at = 0; at < events.length; at += CHUNK_EVENTS) chunks.push(events.slice(at, at + CHUNK_EVENTS))
  const recording = new Recording((chunk) => chunks[chunk] ?? [])
  for (const chunk of chunks) recording.add(chunk)
  return recording
}

const noBodies = () => ({ body: undefined, content: undefined, remark: "" })
const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe("a recorded run", () => {
  const events = longRun()
  const recording = recorded(events)
  const until = (t: number) => events.filter((event) => event.t <= t)

  test("has more than one chunk, or the rest proves little", () => expect(events.length).toBeGreaterThan(CHUNK_EVENTS))

  test("shows at any moment what the reducer makes of everything up to then, in whatever order the moments come", () => {
    const moments = fc.array(fc.integer({ min: 0, max: recording.end }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(moments, (asked) => {
        const player = new Player(recording, () => 1, noBodies)
        let picture: unknown = emptyPicture
        let history: unknown = emptyHistory
        for (const t of asked) {
          const frame = wire(player.seek(t, 0))
          if (frame.picture !== undefined) picture = applyPatch(picture, frame.picture)
          if (frame.history !== undefined) history = applyPatch(history, frame.history)
          expect(wire(picture)).toEqual(wire({ ...reduce(emptyPicture, until(t)), t }))
        }
        expect(wire(history)).toEqual(wire(recording.history))
      }),
      { numRuns: 12 },
    )
  })

  test("lists requests backwards from a moment, a page at a time, without a gap and without the future", () => {
    const player = new Player(recording, () => 1, noBodies)
    const t = Math.floor(recording.end / 2)
    player.seek(t, 0)
    const found: number[] = []
    let before: number | undefined
    for (;;) {
      const { rows, upTo, more } = player.requests({
        filter: { node: "bigload-2" },
        limit: 200,
        ...(before === undefined ? {} : { before }),
      })
      found.unshift(...rows.map((row) => row.t))
      before = upTo
      if (!more) break
    }
    const expected = until(t).filter((event) => event.type === "request" && event.node === "bigload-2")
    expect(found).toEqual(expected.map((event) => event.t))
  })

  test("joins both halves of a message, and says of the others that they were lost", () => {
    const player = new Player(recording, () => 1, noBodies)
    const { messages, total } = player.messages({ from: 0, to: recording.end, max: 100_000 })
    expect(total).toBe(5_000)
    expect(messages.filter(({ lost }) => lost)).toHaveLength(Math.ceil(5_000 / 7))
    expect(messages[1]).toMatchObject({ from: "bigload-2", to: "bigload-3", lost: false, status: 201 })
    expect((messages[1]?.arrived ?? 0) - (messages[1]?.sent ?? 0)).toBe(100)
    expect(player.messages({ from: 0, to: recording.end, max: 100 }).messages).toHaveLength(100)
  })

  test("tells the chain of a message: who asked, what was noted because of it, who heard the answer", () => {
    const player = new Player(recording, () => 1, noBodies)
    player.seek(recording.end, 0)
    const [row] = player.requests({ filter: {}, limit: 1 }).rows
    const detail = player.detail(row?.n ?? -1)
    expect(detail?.chain.map(({ text }) => text.split(":")[0])).toEqual([
      expect.stringContaining("asks bigload"),
      "head-moved",
      "answers 201",
      "hears 201",
    ])
    expect(player.detail(0)).toBeUndefined()
  })

  test("counts the messages of a step, and none of a jump", () => {
    const player = new Player(recording, () => 1, noBodies)
    player.seek(1_000_000, 0)
    expect(player.seek(1_100_000, 0).traffic).toMatchObject({ spanUs: 100_000, total: expect.any(Number) })
    expect(player.seek(recording.end, 0).traffic).toBeUndefined()
    expect(player.seek(0, 0).traffic).toBeUndefined()
  })
})

describe("a journal on disk", () => {
  test("is read in chunks that can be read again, broken lines in their places", () => {
    const events = [...longRun(), ...stormyOffice()]
    const lines = events.map((event) => JSON.stringify(event))
    lines.splice(100, 0, '{"t":5,"node":"b1","ty')
    const path = join(folder, "journal.ndjson")
    writeFileSync(path, lines.join("\n"))
    const file = new JournalFile(path)
    const chunks: (readonly JournalEvent[])[] = []
    for (let chunk = file.next(); chunk !== undefined; chunk = file.next()) chunks.push(chunk)
    expect(chunks.map(({ length }) => length)).toEqual([
      ...new Array<number>(Math.floor(lines.length / CHUNK_EVENTS)).fill(CHUNK_EVENTS),
      lines.length % CHUNK_EVENTS,
    ])
    expect(chunks.map((_, at) => file.read(at))).toEqual(chunks)
    expect(file.broken).toBe(1)
    expect(chunks.flat().filter(({ type }) => (type as string) !== "broken")).toEqual(events)
    expect(file.progress).toBe(1)
    file.close()
  })

  test("that is empty is read to its end at once", () => {
    const path = join(folder, "empty.ndjson")
    writeFileSync(path, "")
    const file = new JournalFile(path)
    expect(file.next()).toBeUndefined()
    expect(file.progress).toBe(1)
    file.close()
  })

  test("has a picture even where time does not begin at nought", () => {
    const recording = recorded([{ ...(stormyOffice()[0] as JournalEvent), t: 5_000_000 }])
    const player = new Player(recording, () => 1, noBodies)
    expect((applyPatch(emptyPicture, player.seek(9_000_000, 0).picture ?? {}) as Picture).run).toBe("2026-11-20-quiet-owl")
  })
})

describe("a verdict that the journal lacks", () => {
  const closing = [{ type: "verdict", verdict: "passed", detail: "all is well" }] as const
  const read = (lines: readonly JournalEvent[]) => {
    const path = join(folder, "judged.ndjson")
    writeFileSync(path, lines.map((event) => `${JSON.stringify(event)}\n`).join(""))
    const file = new JournalFile(path, closing)
    const chunks: (readonly JournalEvent[])[] = []
    for (let chunk = file.next(); chunk !== undefined; chunk = file.next()) chunks.push(chunk)
    expect(chunks.map((_, at) => file.read(at))).toEqual(chunks)
    file.close()
    return chunks
  }
  const events = longRun()

  test.each([10, CHUNK_EVENTS, CHUNK_EVENTS + 3])("comes behind the last of %i lines, in its place among the chunks", (count) => {
    const chunks = read(events.slice(0, count))
    expect(chunks.flat().at(-1)).toMatchObject({ type: "verdict", t: events[count - 1]?.t })
    expect(chunks.flat()).toHaveLength(count + 1)
    expect(chunks.slice(0, -1).every(({ length }) => length === CHUNK_EVENTS)).toBe(true)
  })

  test("is not said twice", () => {
    const own = { type: "verdict", t: 9, node: "watercooler", seq: 9, verdict: "violated", detail: "" } as const
    expect(
      read([...events.slice(0, 5), own])
        .flat()
        .filter(({ type }) => type === "verdict"),
    ).toEqual([own])
  })
})
