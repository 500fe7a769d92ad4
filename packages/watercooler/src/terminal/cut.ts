/** Text that fits: cut at the width, or broken between words. Colours take no room. */

const escapeCharacter = "\u001b"
const colour = new RegExp(`(${escapeCharacter}\\[[0-9;]*m)`)

export function cut(line: string, width: number): string {
  const parts = line.split(colour)
  const isText = (_: string, at: number) => at % 2 === 0
  if (parts.filter(isText).join("").length <= width) return line
  let room = Math.max(0, width - 1)
  const kept = parts.map((part, at) => {
    if (!isText(part, at)) return part // All colours stay, so that what was begun also ends.
    const text = part.slice(0, room)
    room -= text.length
    return text
  })
  return `${kept.join("")}…`
}

/** Plain words in lines of at most this width, the first of which has less room. A word that is longer has a line of its own. */
export function wrap(words: string, width: number, firstWidth = width): readonly string[] {
  const lines: string[] = []
  let line = ""
  for (const word of words.split(" ")) {
    const room = lines.length === 0 ? firstWidth : width
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else {
      line = line === "" ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
