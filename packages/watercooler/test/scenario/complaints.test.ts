/**
 * What is said about bad files, word by word: `complaints.txt` holds each file and its complaints. UPDATE_DOCS=1 prints the
 * complaints anew; read the difference as a user would.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { complaintsOf } from "./story.ts"

// Complaints name the command as it was called; here it is called by its name.
for (const name of ["npm_command", "npm_lifecycle_event"]) delete process.env[name]

const golden = new URL("complaints.txt", import.meta.url)
const rule = `\n${"=".repeat(100)}\n`
const stories = readFileSync(golden, "utf8").split(rule).map(storyOf)

function storyOf(text: string) {
  const [title = "", rest = ""] = split(text, "\n")
  const [file = "", said = ""] = split(rest, "\n----\n")
  return { title, file: `${file}\n`, said: said.trimEnd() }
}

function split(text: string, at: string): readonly [string, string] {
  const found = text.indexOf(at)
  return found < 0 ? [text, ""] : [text.slice(0, found), text.slice(found + at.length)]
}

if (process.env.UPDATE_DOCS === "1") {
  const printed = stories.map(({ title, file }) => `${title}\n${file.trimEnd()}\n----\n${complaintsOf(file).join("\n\n")}\n`)
  writeFileSync(golden, printed.join(rule))
}

test.each(storiesNow())("$title", ({ file, said }) => {
  expect(said).not.toBe("")
  expect(complaintsOf(file).join("\n\n")).toBe(said)
})

function storiesNow() {
  return readFileSync(golden, "utf8").split(rule).map(storyOf)
}
