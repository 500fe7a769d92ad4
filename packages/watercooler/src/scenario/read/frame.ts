/** A line of a file with a caret below what is meant, as compilers show it. */
import type { Spot } from "./source.ts"

/** Longer lines are shown around the caret only. */
const WIDTH_MAX = 110
const BEFORE_MAX = 70

export function frame(lines: readonly string[], { line, column, length }: Spot): string {
  const whole = shown(lines[line - 1] ?? "")
  const from = whole.length > WIDTH_MAX && column > BEFORE_MAX ? column - BEFORE_MAX : 0
  const text = whole.slice(from, from + WIDTH_MAX)
  const at = column - 1 - from
  const caret = "^".repeat(Math.max(1, Math.min(length, text.length - at)))
  const margin = String(line).padStart(5)
  return `${margin} │ ${from > 0 ? "…" : ""}${text.trimEnd()}\n${" ".repeat(margin.length)} │ ${" ".repeat(at + (from > 0 ? 1 : 0))}${caret}`
}

/** What a terminal would obey is made visible, letter by letter, so that the caret stays in place. */
export function shown(text: string): string {
  return text.replaceAll("\t", " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u00b7")
}
