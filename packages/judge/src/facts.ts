/** Facts of notes, read without trust: a note is whatever a node wrote. */
import type { Note } from "@watercooler/kernel"

export function textOf(note: Note, fact: string): string | undefined {
  const value = note[fact]
  return typeof value === "string" ? value : undefined
}

export function numberOf(note: Note, fact: string): number | undefined {
  const value = note[fact]
  return typeof value === "number" ? value : undefined
}
