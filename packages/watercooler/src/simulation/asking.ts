/** Asks nodes of a simulation from outside, as a client would: what they hold, and to pay. Time passes until they answer. */
import type { Answer, Request } from "@watercooler/bigload"
import type { FinalState } from "@watercooler/judge"
import type { Json } from "@watercooler/kernel"
import type { Simulation } from "@watercooler/simulator"

export type Net = Simulation<Request, Answer>

const PATIENCE_US = 5_000_000
const LOOK_US = 10_000
const RANGE = 100

/** One question to many at once. Whoever does not answer in time is missing from the answers. */
export function askAll(net: Net, names: readonly string[], requestOf: (name: string) => Request): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>()
  for (const name of names) net.request(name, requestOf(name), (answer) => void answers.set(name, answer))
  for (let waited = 0; answers.size < names.length && waited < PATIENCE_US && net.finding === undefined; waited += LOOK_US) net.run(LOOK_US)
  return answers
}

export function ask(net: Net, name: string, request: Request): Answer | undefined {
  return askAll(net, [name], () => request).get(name)
}

/** Everything that a client can find out about these nodes, their whole chains included. Dead ones do not answer. */
export function finalsOf(net: Net, names: readonly string[], isAlive: (name: string) => boolean): readonly FinalState[] {
  const states = askAll(net, names, () => ({ kind: "status" }))
  const heights = new Map([...states].map(([name, answer]) => [name, answer.kind === "status" ? answer.height : 0]))
  const chains = chainsOf(net, heights)
  return names.map((node) => {
    const base = { node, honest: true, alive: isAlive(node) }
    const status = states.get(node)
    if (status?.kind !== "status") return { ...base, reachable: false, height: 0, head: "", genesis: null, blocks: [], banned: [] }
    const { height, head, genesis, banned } = status
    return { ...base, reachable: true, height, head, genesis, banned, blocks: (chains.get(node) ?? []).slice(0, height) }
  })
}

/** The chains of these nodes, up to these heights, range by range. */
function chainsOf(net: Net, heights: ReadonlyMap<string, number>): ReadonlyMap<string, readonly Json[]> {
  const chains = new Map([...heights.keys()].map((name) => [name, [] as Json[]]))
  const lengthOf = (name: string): number => chains.get(name)?.length ?? 0
  let unfinished = [...heights].filter(([, height]) => height > 0)
  while (unfinished.length > 0) {
    const names = unfinished.map(([name]) => name)
    const ranges = askAll(net, names, (name) => ({ kind: "blockchain", from: lengthOf(name) + 1, limit: RANGE }))
    unfinished = unfinished.filter(([name, height]) => {
      const range = ranges.get(name)
      if (range?.kind !== "range" || range.blocks.length === 0) return false
      chains.get(name)?.push(...(range.blocks as unknown as Json[]))
      return lengthOf(name) < height
    })
  }
  return chains
}
