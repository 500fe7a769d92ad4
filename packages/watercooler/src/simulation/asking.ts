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

/** Everything that a client can find out about a node, its whole chain included. */
export function finalOf(net: Net, node: string, isAlive: boolean): FinalState {
  const base = { node, honest: true, alive: isAlive }
  const status = ask(net, node, { kind: "status" })
  if (status?.kind !== "status") return { ...base, reachable: false, height: 0, head: "", genesis: null, blocks: [], banned: [] }
  const { height, head, genesis, banned } = status
  return { ...base, reachable: true, height, head, genesis, banned, blocks: chainOf(net, node, height) }
}

function chainOf(net: Net, node: string, height: number): readonly Json[] {
  const blocks: Json[] = []
  while (blocks.length < height) {
    const range = ask(net, node, { kind: "blockchain", from: blocks.length + 1, limit: RANGE })
    if (range?.kind !== "range" || range.blocks.length === 0) break
    blocks.push(...(range.blocks as unknown as Json[]))
  }
  return blocks.slice(0, height)
}
