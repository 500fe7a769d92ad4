/** From what a program has posted to notes: a word or a line of text, an object, or several of either. */
import { type Fields, fieldsOf, textOf, wrong } from "../aggregator/read.ts"
import { factsOf, TEXT_CHARS_MAX, type Told } from "./facts.ts"

const NOTES_MAX = 100
const NAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/
const NAME_CHARS_MAX = 64

/** `{"note": "became-leader", "term": 3}`, a list of such, or text. Throws a `Refusal`. */
export function readNotes(body: unknown, t: number): readonly Told[] {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body]
  if (items.length > NOTES_MAX) throw wrong("", `${items.length} notes`, `at most ${NOTES_MAX} in one message`)
  return items.map((item, at) => readNote(item, Array.isArray(body) ? `[${at}]` : "", t))
}

function readNote(item: unknown, at: string, t: number): Told {
  if (typeof item === "string") return { type: "note", t, fact: { note: "said", told: "note", text: lineOf(item, at) } }
  const fields: Fields = fieldsOf(item, at)
  const note = textOf(fields.note, `${at === "" ? "" : `${at}.`}note`, NAME_CHARS_MAX)
  if (!NAME.test(note)) throw wrong(`${at === "" ? "" : `${at}.`}note`, note, "what happened, in a word: became-leader")
  return { type: "note", t, fact: { ...factsOf(fields), note, told: "note" } }
}

function lineOf(text: string, at: string): string {
  if (text.trim() === "") throw wrong(at, text, 'a line of text, or {"note": "became-leader"}')
  return text.trim().slice(0, TEXT_CHARS_MAX)
}
