/**
 * As a log with vector clocks (Mattern 1989, Fidge 1988), which ShiViz draws: each event on two lines, `host {"host": 1, …}` and its words. Paste it with ShiViz's
 * own expression for logs, `(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`.
 */
import { shortName } from "@watercooler/kernel"
import type { SpaceTime } from "./space-time.ts"

interface Happening {
  readonly t: number
  /** Of the same moment: what is sent comes before what is heard. */
  readonly rank: number
  readonly node: string
  readonly words: string
  /** Names what is sent, for whoever hears it. */
  readonly sends?: string
  readonly hears?: string
}

export function shivizOf({ marks, messages }: SpaceTime): string {
  const happenings: Happening[] = marks.map(({ node, t, words }) => ({ t, rank: 1, node, words }))
  for (const { answeredUs, arrivedUs, from, heardUs, method, route, sentUs, status, to, trace } of messages) {
    const what = `${method} ${route}`
    happenings.push({ t: sentUs, rank: 0, node: from, words: `asks ${shortName(to)}: ${what}`, sends: `${trace} there` })
    if (arrivedUs !== undefined) happenings.push({ t: arrivedUs, rank: 2, node: to, words: `is asked: ${what}`, hears: `${trace} there` })
    if (answeredUs !== undefined) happenings.push({ t: answeredUs, rank: 3, node: to, words: `answers ${status}`, sends: `${trace} back` })
    if (heardUs !== undefined && answeredUs !== undefined)
      happenings.push({ t: heardUs, rank: 4, node: from, words: `hears ${status}`, hears: `${trace} back` })
  }
  happenings.sort((a, b) => a.t - b.t || a.rank - b.rank || (a.node < b.node ? -1 : 1))
  const clocks = new Map<string, Map<string, number>>()
  const sent = new Map<string, ReadonlyMap<string, number>>()
  const lines = happenings.map(({ hears, node, sends, words }) => {
    const clock = clocks.get(node) ?? new Map<string, number>()
    clocks.set(node, clock)
    for (const [name, count] of sent.get(hears ?? "") ?? []) clock.set(name, Math.max(count, clock.get(name) ?? 0))
    clock.set(node, (clock.get(node) ?? 0) + 1)
    if (sends !== undefined) sent.set(sends, new Map(clock))
    return `${node} ${JSON.stringify(Object.fromEntries([...clock].sort(([a], [b]) => (a < b ? -1 : 1))))}\n${words.replaceAll("\n", " ")}`
  })
  return `${lines.join("\n")}\n`
}
