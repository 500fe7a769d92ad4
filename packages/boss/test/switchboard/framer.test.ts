/** Messages are found in the bytes however these are cut, and nothing of them is lost or added. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Framer } from "../../src/switchboard/framer.ts"
import { couldBeAnswer, couldBeRequest, readAnswerHead, readRequestHead } from "../../src/switchboard/head.ts"

interface Seen {
  readonly heads: string[]
  readonly bodies: string[]
  readonly passed: string
  readonly stream: string
  readonly isOpen: boolean
}

function requests(text: string, cuts: readonly number[] = []): Seen {
  return frame(
    text,
    cuts,
    couldBeRequest,
    (head) => readRequestHead(head),
    ({ method, url }) => `${method} ${url}`,
  )
}

function answers(text: string, method = "GET", cuts: readonly number[] = []): Seen {
  return frame(
    text,
    cuts,
    couldBeAnswer,
    (head) => readAnswerHead(head, method),
    ({ status }) => String(status),
  )
}

function frame<Head extends Parameters<typeof named>[0]>(
  text: string,
  cuts: readonly number[],
  couldBegin: (start: string) => boolean,
  head: (text: string) => Head | undefined,
  name: (head: Head) => string,
): Seen {
  const heads: string[] = []
  const bodies: string[] = []
  let passed = ""
  let stream = ""
  let isOpen = false
  const framer = new Framer<never>({
    couldBegin,
    head: (part) => head(part) as never,
    begin: (begun) => {
      heads.push(name(begun))
      bodies.push("")
      isOpen = true
    },
    bytes: (slice, bodyFrom, isEnd) => {
      passed += slice.toString("latin1")
      bodies.push(bodies.pop() + slice.toString("latin1", bodyFrom))
      if (isEnd) isOpen = false
    },
    stream: (slice) => {
      stream += slice.toString("latin1")
    },
  })
  const bytes = Buffer.from(text, "latin1")
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) {
    const slice = bytes.subarray(edges[i - 1], edges[i])
    if (slice.length > 0) framer.push(slice)
  }
  return { heads, bodies, passed, stream, isOpen }
}
const named = (_head: NonNullable<ReturnType<typeof readRequestHead> | ReturnType<typeof readAnswerHead>>): void => undefined

const POST = "POST /block HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhello"
const CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nx-trailer: 1\r\n\r\n"

describe("a request", () => {
  test("with a length, then one without a body, pipelined", () => {
    const get = "GET /peers?x=1 HTTP/1.1\r\nhost: a\r\n\r\n"
    expect(requests(POST + get)).toMatchObject({ heads: ["POST /block", "GET /peers?x=1"], bodies: ["hello", ""], isOpen: false })
  })

  test.each([
    ["two lengths", "POST / HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"],
    ["a length and chunks", "POST / HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\nhello"],
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00"],
    ["a head without end", `GET / HTTP/1.1\r\nx: ${"y".repeat(70_000)}`],
  ])("with %s is a stream, and no byte of it is lost", (_, text) => {
    expect(requests(text)).toMatchObject({ stream: text, passed: "" })
  })

  test("to connect opens a stream", () => {
    const seen = requests("CONNECT a:1 HTTP/1.1\r\n\r\n\x01\x02")
    expect(seen).toMatchObject({ heads: ["CONNECT a:1"], stream: "\x01\x02" })
  })
})

describe("an answer", () => {
  test("in chunks ends with its trailers", () => {
    expect(answers(`${CHUNKED}HTTP/1.1 204 No Content\r\n\r\n`)).toMatchObject({
      heads: ["200", "204"],
      bodies: ["hello world", ""],
      isOpen: false,
    })
  })

  test.each([
    ["to HEAD", "HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"],
    ["304", "GET", "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n"],
  ])("%s has no body", (_, method, text) => {
    expect(answers(text, method)).toMatchObject({ bodies: [""], isOpen: false })
  })

  test("without a length lasts until the connection ends", () => {
    expect(answers("HTTP/1.1 200 OK\r\n\r\nso long")).toMatchObject({ bodies: ["so long"], isOpen: true })
  })

  test("that goes on is followed by the last one", () => {
    expect(answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").heads).toEqual(["100", "200"])
  })

  test("that changes the protocol opens a stream", () => {
    expect(answers("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n\x81\x00")).toMatchObject({ stream: "\x81\x00" })
  })
})

test("wherever the bytes are cut, the messages are the same", () => {
  const text = `${POST}${POST}DELETE /x HTTP/1.1\r\n\r\n${POST}`
  const whole = requests(text)
  const several = CHUNKED + CHUNKED
  const wholeAnswers = answers(several)
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 20 }), (cuts) => {
      expect(requests(text, cuts)).toEqual(whole)
      expect(answers(several, "GET", cuts)).toEqual(wholeAnswers)
    }),
  )
  expect(whole.passed).toBe(text)
  expect(wholeAnswers.passed).toBe(several)
})

test("bytes of any kind pass unchanged", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat({ max: 300 }), { maxLength: 5 }), (bytes, cuts) => {
      const text = `${POST}${Buffer.from(bytes).toString("latin1")}`
      const { passed, stream } = requests(text, cuts)
      expect(text.startsWith(passed + stream)).toBe(true)
    }),
  )
})
