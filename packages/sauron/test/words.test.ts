/** How the page says times, and what it does with a language that no browser accepts. */
import { expect, test } from "vitest"
import { readable } from "../web/state/language.ts"
import { clock } from "../web/state/words.ts"

test.each([
  [4_249_000, 1, "4.2 s"],
  [59_960_000, 1, "1:00.0"],
  [64_200_000, 1, "1:04.2"],
  [599_900_000, 0, "10:00"],
  [61_000_000, 0, "1:01"],
])("a moment of %i µs with %i digits is %s", (us, digits, words) => {
  expect(clock(us, digits)).toBe(words)
})

test("a language that no browser accepts is read as English, so that the page opens", () => {
  expect(readable("en-US@posix")).toBe("en")
  expect(readable("de-CH")).toBe("de-CH")
})
