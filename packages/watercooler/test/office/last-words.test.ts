/** Why a process ended stands above a stack, or below it, by its language. */
import { expect, test } from "vitest"
import { tellingLines } from "../../src/office/last-words.ts"

const frames = Array.from({ length: 12 }, (_, at) => `    at load (node:internal/modules/${at}:1:1)`)

test("the frames of a stack are left out, so that what the error is about is among the last lines", () => {
  const lines = [
    "ready",
    "  throw err;",
    "  ^",
    "Error: Cannot find module './absent.js'",
    ...frames,
    "  code: 'MODULE_NOT_FOUND',",
    "}",
    "Node.js v24",
  ]
  expect(tellingLines(lines)).toEqual([
    "ready",
    "  throw err;",
    "  ^",
    "Error: Cannot find module './absent.js'",
    "    …",
    "  code: 'MODULE_NOT_FOUND',",
    "}",
    "Node.js v24",
  ])
})

test("an error that stands above the last lines is shown before them", () => {
  const routines = Array.from({ length: 20 }, (_, at) => `main.step${at}()`)
  expect(tellingLines(["begins", "panic: no quorum", "", "goroutine 1 [running]:", ...routines])).toEqual([
    "panic: no quorum",
    "…",
    ...routines.slice(-6),
  ])
})

test("who prints little is shown whole, and a long line only as far as anybody reads it", () => {
  expect(tellingLines(["one", "two"])).toEqual(["one", "two"])
  expect(tellingLines(["x".repeat(1_000)])[0]).toHaveLength(402)
})
