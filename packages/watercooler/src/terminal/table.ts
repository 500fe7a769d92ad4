/** A table in columns: measured without colour, cut to the width of the terminal, coloured last. */
import type { ChalkInstance } from "chalk"

export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
  readonly align?: "right"
}

export function table(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.text.length ?? 0)))
  const line = (cells: readonly Cell[]): string => {
    let left = width
    return cells
      .map((cell, at) => {
        const room = Math.max(0, Math.min(widths[at] ?? 0, left))
        left -= room + 2
        const text = cell.text.slice(0, room)
        const padded = cell.align === "right" ? text.padStart(room) : text.padEnd(room)
        return cell.paint && text !== "" ? padded.replace(text, () => cell.paint?.(text) ?? text) : padded
      })
      .join("  ")
      .trimEnd()
  }
  const alignments = heads.map((_, at) => rows[0]?.[at]?.align)
  const header = heads.map((text, at): Cell => ({ text, paint: chalk.dim, ...(alignments[at] ? { align: "right" as const } : {}) }))
  return [line(header), ...rows.map(line)]
}
