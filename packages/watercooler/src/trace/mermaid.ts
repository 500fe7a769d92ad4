/** As a sequence diagram of Mermaid, which code hosts draw in Markdown. Time is only an order there. */
import { shortName } from "@watercooler/kernel"
import type { Message, SpaceTime } from "./space-time.ts"

interface Line {
  readonly t: number
  readonly text: string
}

export function mermaidOf({ bands, lanes, marks, messages }: SpaceTime): string {
  const lines: Line[] = [
    ...messages.flatMap(linesOf),
    ...marks.map(({ node, t, words }) => ({ t, text: `Note over ${idOf(node)}: ${plain(words)}` })),
    ...bands.flatMap(({ fromUs, nodes, toUs, words }) => {
      const over = [...new Set(nodes.filter((name) => lanes.includes(name)))]
      const place = over.length === 0 ? [lanes[0], lanes.at(-1)] : [over[0], over.at(-1)]
      const ids = [...new Set(place.map((name) => idOf(name ?? "")))].join(",")
      return [
        { t: fromUs, text: `Note over ${ids}: ${plain(words)}` },
        { t: toUs, text: `Note over ${ids}: over  ${plain(words)}` },
      ]
    }),
  ].sort((a, b) => a.t - b.t)
  return [
    "sequenceDiagram",
    ...lanes.map((name) => `  participant ${idOf(name)} as ${plain(shortName(name))}`),
    ...lines.map(({ text }) => `  ${text}`),
    "",
  ].join("\n")
}

function linesOf({ answeredUs, arrivedUs, because, from, heardUs, method, route, sentUs, status, to }: Message): readonly Line[] {
  const [asker, asked, what] = [idOf(from), idOf(to), plain(`${method} ${route}`)]
  if (arrivedUs === undefined) return [{ t: sentUs, text: `${asker}-x${asked}: ${what} (${plain(because ?? "lost")})` }]
  const there = { t: sentUs, text: `${asker}->>${asked}: ${what}` }
  if (answeredUs === undefined) return [there]
  return [there, { t: answeredUs, text: `${asked}${heardUs === undefined ? "--x" : "-->>"}${asker}: ${status}` }]
}

const idOf = (name: string): string => name.replace(/[^a-z0-9]/gi, "_")

/** A colon, a semicolon or a hash would end the words, and angle brackets would be markup. */
const plain = (words: string): string => words.replace(/[#;:<>{}"]/g, " ").slice(0, 120)
