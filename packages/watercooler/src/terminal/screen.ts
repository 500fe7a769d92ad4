/** A part of the terminal that is drawn again in place, with lines that stay above it. */
import { cut } from "./cut.ts"

export interface Screen {
  /** Replaces what was drawn last. */
  draw(lines: readonly string[]): void
  /** Writes lines that stay, above the drawing. */
  above(lines: readonly string[]): void
  /** Leaves the last drawing where it is and shows the cursor again. */
  close(): void
}

const hideCursor = "\u001b[?25l"
const showCursor = "\u001b[?25h"
const eraseBelow = "\u001b[0J"
const endLine = "\u001b[0K\n"

export function openScreen(stream: NodeJS.WriteStream): Screen {
  let drawn: readonly string[] = []
  let hidden = false
  const up = () => (drawn.length > 0 ? `\u001b[${drawn.length}A\r` : "")
  const render = (lines: readonly string[]) => lines.map((line) => `${line}${endLine}`).join("")
  return {
    draw(lines) {
      // A line that wraps takes two rows, and the next drawing would miss its place; so it is cut.
      // One row stays free, or the terminal scrolls and the next drawing lands in the wrong place.
      const fitting = lines.slice(0, Math.max(1, (stream.rows || 24) - 1)).map((line) => cut(line, stream.columns || 80))
      stream.write(`${hidden ? "" : hideCursor}${up()}${render(fitting)}${eraseBelow}`)
      hidden = true
      drawn = fitting
    },
    above(lines) {
      stream.write(`${up()}${eraseBelow}${render(lines)}${render(drawn)}`)
    },
    close() {
      if (hidden) stream.write(showCursor)
      hidden = false
      drawn = []
    },
  }
}
