/** What we print can be pasted, and harms no terminal. */
import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { expect, test } from "vitest"
import { called } from "../../src/input/called.ts"
import { describeComplaint } from "../../src/input/complaint.ts"
import { plainLine, plainText } from "../../src/input/plain.ts"
import { quoted, quotedFile, quotedFlag } from "../../src/input/shell.ts"

test("bash takes back every word that was quoted", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."ab0 '\"\\$`!*?~#&;()<>|[]{}=-\n\té…") })
  const words = fc.sample(word, { numRuns: 200, seed: 7 })
  const printed = execFileSync("bash", ["-c", `printf '%s\\0' ${words.map(quoted).join(" ")}`], { encoding: "utf8" })
  expect(printed.split("\0").slice(0, -1)).toEqual(words)
})

test("plain words stay as they are; what begins with a hyphen is no flag", () => {
  expect([".watercooler/runs/20260101-1-ab", "1~4", "b1..b5"].map(quoted)).toEqual([".watercooler/runs/20260101-1-ab", "1~4", "b1..b5"])
  expect(quotedFile("-x.yaml")).toBe("./-x.yaml")
  expect(quotedFlag("--seed", "-5")).toBe("--seed=-5")
  expect(quotedFlag("--seed", "two words")).toBe("--seed 'two words'")
})

test("whoever came by npx, or by npm start, is told to come that way again", () => {
  const words = "again  watercooler replay x"
  expect(called(words, { npm_lifecycle_event: "npx", npm_command: "exec" })).toBe("again  npx watercooler replay x")
  expect(called(words, { npm_lifecycle_event: "start" })).toBe("again  npm start -- replay x")
  expect(called(words, {})).toBe(words)
})

test("no escape code reaches the terminal", () => {
  expect(plainLine("red \u001b[31m\nand\u0007 more")).toBe("red \\x1b[31m and\\x07 more")
  expect(plainText("two\nlines\u009b")).toBe("two\nlines\\x9b")
  expect(describeComplaint({ saw: "\u001b]0;title\u0007", expected: "a", instead: "b" })).not.toMatch(/(?!\n)\p{Cc}/u)
})
