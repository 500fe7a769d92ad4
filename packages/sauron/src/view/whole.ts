/**
 * Whole bodies, where an Eye has told only their beginning: from the nodes' own records of their inputs, looked for when somebody asks. What was
 * asked stands in the record of who was asked, what was answered in that of who asked.
 */
import { type FileHandle, open } from "node:fs/promises"
import { join } from "node:path"
import { EXCERPT_CHARS_MAX } from "../eye/report.ts"
import type { Detail } from "../recording/protocol.ts"

export type FindWhole = (detail: Detail) => Promise<Detail>

const READ_BYTES = 1 << 20
/** Longest line that is put together. */
const LINE_BYTES_MAX = 16 << 20
/** So much of the beginning is looked for in the file as it is, before any line is parsed. */
const NEEDLE_CHARS = 200
/** Longest body that is passed on, in characters. */
const BODY_CHARS_MAX = 1 << 20
/** Of lines that begin alike, the one closest to the moment counts; further away than this it is another. */
const AWAY_US_MAX = 3_000_000
/** Searches that wait for their turn: a page asks for one at a time. */
const WAITING_MAX = 16
/** Names become folders. */
const NAME = /^[A-Za-z0-9][\w-]{0,63}$/

const TOLD = `Bodies as the Eye has told them: their first ${EXCERPT_CHARS_MAX.toLocaleString("en-US")} characters.`

interface Recorded {
  readonly now: number
  readonly input: { readonly kind?: unknown; readonly wire?: { readonly body?: unknown } }
}

/** `nodesDir` holds one folder for each node, with its `inputs.ndjson`. One search at a time, whoever asks. */
export function openWhole(nodesDir: string | undefined): FindWhole {
  let turn = Promise.resolve()
  let waiting = 0
  return (detail) => {
    const { row, body, content } = detail
    const isBodyCut = body !== undefined && isCut(body, row.bytesIn)
    const isContentCut = content !== undefined && isCut(content, row.bytesOut)
    if (nodesDir === undefined || !(isBodyCut || isContentCut) || waiting >= WAITING_MAX) return Promise.resolve(detail)
    waiting++
    const found = turn.then(async (): Promise<Detail> => {
      const whole = {
        body: isBodyCut ? await search(nodesDir, row.node, "request", body, row.t - row.durationUs) : body,
        content: isContentCut ? await search(nodesDir, row.from, "answer", content, row.t) : content,
      }
      const missing = [
        ...(isBodyCut && whole.body === undefined ? [`of what ${row.node} was asked`] : []),
        ...(isContentCut && whole.content === undefined ? [`of what ${row.node} answered`] : []),
      ]
      const remark = missing.length === 0 ? "" : `Only the beginning ${missing.join(" and ")} was recorded.`
      return { ...detail, body: whole.body ?? body, content: whole.content ?? content, remark }
    })
    turn = found.then(
      () => void waiting--,
      () => void waiting--,
    )
    return found
  }
}

function isCut(text: string | undefined, bytes: number): boolean {
  return Buffer.byteLength(text ?? "") < bytes
}

/** What is to be said of bodies that an Eye has told; nothing where they are whole. */
export function remarkOf(
  { bytesIn, bytesOut }: Pick<Detail["row"], "bytesIn" | "bytesOut">,
  { body, content }: Pick<Detail, "body" | "content">,
): string {
  return isCut(body, bytesIn) || isCut(content, bytesOut) ? TOLD : ""
}

async function search(
  nodesDir: string,
  node: string,
  kind: "request" | "answer",
  beginning: string,
  t: number,
): Promise<string | undefined> {
  if (!NAME.test(node)) return undefined
  let file: FileHandle
  try {
    file = await open(join(nodesDir, node, "inputs.ndjson"))
  } catch {
    return undefined // Who asked is no node of this run, or its record was not kept.
  }
  try {
    let [best, away] = [undefined as string | undefined, AWAY_US_MAX]
    for await (const line of linesWith(file, needleOf(beginning))) {
      const { now, input } = JSON.parse(line.toString("utf8")) as Recorded
      const body = input.wire?.body
      const distance = Math.abs(now - t)
      if (input.kind !== kind || typeof body !== "string" || !body.startsWith(beginning) || distance >= away) continue
      best = body.slice(0, BODY_CHARS_MAX)
      away = distance
    }
    return best
  } finally {
    await file.close()
  }
}

/** How the beginning of a text stands inside a line of JSON. */
function needleOf(beginning: string): Buffer {
  // A character cut in half stands differently in the file.
  const whole = beginning.slice(0, NEEDLE_CHARS).replace(/[\ud800-\udbff]$/, "")
  return Buffer.from(JSON.stringify(whole).slice(1, -1))
}

/** Complete lines that hold these bytes; those that are too long are passed over. */
async function* linesWith(file: FileHandle, needle: Buffer): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  const block = Buffer.allocUnsafe(READ_BYTES)
  for (;;) {
    const { bytesRead } = await file.read(block, 0, block.length)
    if (bytesRead === 0) return
    const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)])
    const last = bytes.lastIndexOf(10)
    for (let at = bytes.indexOf(needle); at >= 0 && at < last; ) {
      const end = bytes.indexOf(10, at)
      yield bytes.subarray(bytes.lastIndexOf(10, at) + 1, end)
      at = bytes.indexOf(needle, end)
    }
    rest = bytes.length - last > LINE_BYTES_MAX ? Buffer.alloc(0) : bytes.subarray(last + 1)
  }
}
