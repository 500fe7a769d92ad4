/** Answers with bad manners, for misdeeds: endless, slow, half, or none at all. Bounded all the same. */
import type { ServerResponse } from "node:http"
import type { RawReply } from "@watercooler/kernel"

const ENDLESS_BYTES_MAX = 64 * 1024 * 1024
const SLOW_MS = 200

export function answerRaw(response: ServerResponse, { status, contentType, body, manner }: RawReply): void {
  switch (manner) {
    case "whole":
      response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) })
      response.end(body)
      return
    case "half":
      response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) + 1_000 })
      response.write(body, () => response.destroy())
      return
    case "endless":
      response.writeHead(status, { "content-type": contentType })
      return pour(response, Buffer.from(body === "" ? " " : body.repeat(Math.ceil(65_536 / body.length))))
    case "slow":
      response.writeHead(status, { "content-type": contentType })
      return drip(response, body)
    case "silent":
      return
  }
}

/** As fast as the other end takes it. */
function pour(response: ServerResponse, chunk: Buffer): void {
  let bytes = 0
  const more = (): void => {
    while (!response.destroyed && bytes < ENDLESS_BYTES_MAX) {
      bytes += chunk.length
      if (!response.write(chunk)) {
        response.once("drain", more)
        return
      }
    }
    response.destroy()
  }
  more()
}

function drip(response: ServerResponse, body: string): void {
  let at = 0
  const timer = setInterval(() => {
    if (at < body.length) response.write(body[at++])
    if (at < body.length && !response.destroyed) return
    clearInterval(timer)
    response.end()
  }, SLOW_MS)
  timer.unref()
  response.once("close", () => clearInterval(timer))
}
