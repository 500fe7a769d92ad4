/** Streams of answers, cut up by the network wherever it likes. */
import { describe, expect, test } from "vitest"
import { Parts } from "../src/http/parts.ts"

const text = Buffer.from('{"a":"ä"}\n{"b":2}\n{"last":true}')

function read(contentType: string | undefined, bytesAtOnce: number) {
  const parts = new Parts(contentType)
  const heard: string[] = []
  for (let at = 0; at < text.length; at += bytesAtOnce) heard.push(...parts.take(text.subarray(at, at + bytesAtOnce)))
  return { heard, rest: parts.rest }
}

describe("a stream", () => {
  test.each([1, 2, 7, 10, 1_000])("in chunks of %i bytes: every part but the last ends its line", (bytes) => {
    expect(read("application/x-ndjson; charset=utf-8", bytes)).toEqual({ heard: ['{"a":"ä"}', '{"b":2}'], rest: '{"last":true}' })
  })
})

test.each(["application/json", undefined])("a body of type %s is one part, whatever lines are in it", (type) => {
  expect(read(type, 3)).toEqual({ heard: [], rest: text.toString() })
})
