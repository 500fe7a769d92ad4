/** Bad input is told what was seen, what was expected and what to type instead; good input becomes an office. */
import { expect, test } from "vitest"
import { asCommand } from "../../src/input/argv.ts"
import { parseDuration } from "../../src/input/duration.ts"
import { parseOptions, type Typed } from "../../src/input/options.ts"
import { didYouMean, distance } from "../../src/input/suggest.ts"

const misdeeds = ["overspend", "equivocate"]
const parse = (typed: Typed) => parseOptions(typed, misdeeds, () => "fresh")
const complaints = (typed: Typed) => {
  const parsed = parse(typed)
  return parsed.ok ? [] : parsed.complaints.map(({ saw, expected, instead }) => `${saw} | ${expected} | ${instead}`)
}

test.each<[Typed, string]>([
  [{ bigloads: "-1" }, "-x -1"],
  [{ bigloads: "many" }, "-x many"],
  [{ bigloads: "1e2" }, "-x 1e2"],
  [{ bigloads: "0", shits: "1" }, "nobody to lie to"],
  [{ bigloads: "201" }, "from 1 to 200"],
  [{ bigloads: "100000" }, "from 1 to 200"],
  [{ seed: "" }, '--seed ""'],
  [{ dir: "" }, '--dir ""'],
  [{ misdeeds: ",", shits: "1" }, "one misdeed or more"],
  [{ shits: "2.5" }, "-y 2.5"],
  [{ duration: "soon" }, "--duration soon"],
  [{ duration: "0s" }, "--duration 0s"],
  [{ port: "80" }, "--port 80"],
  [{ kind: "bigcrapp" }, "Did you mean bigcrap?"],
  [{ kind: "wall", shits: "1" }, "walls"],
  [{ misdeeds: "overspnd", shits: "1" }, "Did you mean overspend?"],
  [{ misdeeds: "overspend" }, "-y 1 --misdeeds overspend"],
])("%o is refused", (typed, words) => {
  expect(complaints(typed).join("\n")).toContain(words)
})

test("every mistake is named at once", () => {
  expect(complaints({ bigloads: "many", shits: "-3", duration: "soon" })).toHaveLength(3)
})

test("what is left out has the value of the main job's office", () => {
  const parsed = parse({})
  expect(parsed).toMatchObject({ ok: true, options: { bigloads: 5, shits: 0, kind: "bigload", seed: "fresh", auto: false, checks: false } })
  expect(parse({ auto: true })).toMatchObject({ ok: true, options: { checks: true } })
  expect(parse({ auto: true, checks: false })).toMatchObject({ ok: true, options: { checks: false } })
})

test("durations are written as people write them", () => {
  expect(["500ms", "30s", "2m", "1m30s", "1.5s"].map(parseDuration)).toEqual([500, 30_000, 120_000, 90_000, 1_500])
  expect(["", "30", "s", "soon", "-5s", "0s", "25h", "1s2"].map(parseDuration)).toEqual(Array(8).fill(undefined))
})

test("flags at the root are the main command's, and the first sketch's spelling is understood", () => {
  expect(asCommand(["-x", "5", "--sauron"])).toEqual(["up", "-x", "5", "--sauron"])
  expect(asCommand(["-5", "bigloads", "-2", "shits", "--auto"])).toEqual(["up", "-x", "5", "-y", "2", "--auto"])
  expect(asCommand(["-3", "walls"])).toEqual(["up", "-x", "3", "--kind", "wall"])
  expect(asCommand(["-x", "-1"])).toEqual(["up", "-x", "-1"])
  expect(asCommand(["ps", "--json"])).toEqual(["ps", "--json"])
  expect(asCommand(["--help"])).toEqual(["--help"])
  expect(asCommand(["-v"])).toEqual(["--version"])
  expect(asCommand([])).toEqual([])
})

test("a suggestion is made for a slip, not for another word", () => {
  expect(distance("fier", "fire")).toBe(1)
  expect(didYouMean("equivocat", misdeeds)).toContain("equivocate")
  expect(didYouMean("coffee", misdeeds)).toBe("")
})
