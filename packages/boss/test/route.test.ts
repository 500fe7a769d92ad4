import { describe, expect, test } from "vitest"
import { routeTest } from "../src/faults/route.ts"

describe("a route in a scenario", () => {
  test.each([
    ["/block", "POST", "/block", true],
    ["/block", "POST", "/block/ab", false],
    ["POST /block", "POST", "/block", true],
    ["POST /block", "GET", "/block", false],
    ["POST /block", undefined, "/block", true],
    ["/block/:hash", "GET", "/block/00ab", true],
    ["/block/:hash", undefined, "/block/:hash", true],
    ["/block/:hash", "GET", "/block", false],
    ["PUT /keys/:key/value", "PUT", "/keys/7/value", true],
    ["PUT /keys/:key/value", "PUT", "/keys/7/name", false],
    ["/files/*", "GET", "/files/a/b", true],
    ["/files/*", "GET", "/files", false],
    ["/*", "GET", "/anything", true],
    ["/*", undefined, "stream", false],
    ["/a.c", "GET", "/abc", false],
  ])("%s and %s %s: %s", (words, method, path, isMeant) => {
    expect(routeTest(words)(method, path)).toBe(isMeant)
  })
})
