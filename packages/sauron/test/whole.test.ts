import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import type { Detail } from "../src/recording/protocol.ts"
import { openWhole } from "../src/view/whole.ts"

const dir = mkdtempSync(join(tmpdir(), "sauron-whole-"))
afterAll(() => rmSync(dir, { recursive: true }))

const long = (mark: string) => JSON.stringify({ blocks: `${"ö😀".repeat(1_200)} "${mark}"` })
const beginning = (text: string) => text.slice(0, 2_048)

function record(node: string, inputs: readonly { now: number; kind: string; body: string }[]): void {
  mkdirSync(join(dir, node), { recursive: true })
  const lines = inputs.map(({ now, kind, body }) => JSON.stringify({ now, wall: 0, input: { kind, wire: { body } }, effects: "" }))
  writeFileSync(join(dir, node, "inputs.ndjson"), `${lines.join("\n")}\n`)
}

function detailOf(body: string | undefined, content: string | undefined, { node = "b1", from = "b2", t = 5_000_000 } = {}): Detail {
  const row = { n: 1, t, node, from, method: "POST", route: "/block", uri: "/block", status: 200, durationUs: 1_000, trace: "" }
  return {
    row: { ...row, bytesIn: Buffer.byteLength(body ?? ""), bytesOut: Buffer.byteLength(content ?? "") },
    body: body && beginning(body),
    content: content && beginning(content),
    remark: "cut",
    chain: [],
    block: undefined,
  }
}

describe("whole bodies", () => {
  const whole = openWhole(dir)
  record("b1", [
    { now: 1_000_000, kind: "request", body: long("early") },
    ...Array.from({ length: 700 }, (_, at) => ({
      now: 1_000_000 + at,
      kind: "request",
      body: `{"n":${at},"fill":"${"x".repeat(2_000)}"}`,
    })),
    { now: 4_998_900, kind: "request", body: long("asked") },
    { now: 4_999_100, kind: "answer", body: long("not asked") },
    { now: 9_500_000, kind: "request", body: long("late") },
  ])
  record("b2", [{ now: 5_000_300, kind: "answer", body: long("answered") }])

  test("what was asked is in the record of who was asked, what was answered in that of who asked; the closest of those that begin alike", async () => {
    const detail = await whole(detailOf(long("asked"), long("answered")))
    expect(detail.body).toBe(long("asked"))
    expect(detail.content).toBe(long("answered"))
    expect(detail.remark).toBe("")
  })

  test("what nobody recorded stays as it was told, and that is said", async () => {
    const stranger = await whole(detailOf(long("asked"), long("answered"), { from: "curl" }))
    expect(stranger.body).toBe(long("asked"))
    expect(stranger.content).toBe(beginning(long("answered")))
    expect(stranger.remark).toBe("Only the beginning of what b1 answered was recorded.")
    const elsewhen = await whole(detailOf(long("asked"), undefined, { t: 60_000_000 }))
    expect(elsewhen.body).toBe(beginning(long("asked")))
    expect(elsewhen.remark).toBe("Only the beginning of what b1 was asked was recorded.")
  })

  test("a name is no path, and what is whole is not looked for", async () => {
    const escaped = await whole(detailOf(long("asked"), undefined, { node: "../b1" }))
    expect(escaped.body).toBe(beginning(long("asked")))
    const short = detailOf('{"a":1}', "ok")
    expect(await whole(short)).toBe(short)
    const nowhere = detailOf(long("asked"), undefined)
    expect(await openWhole(undefined)(nowhere)).toBe(nowhere)
  })
})
