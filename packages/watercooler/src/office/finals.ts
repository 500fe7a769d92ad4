/** What the honest nodes hold when the run ends, asked for over HTTP as anybody could, and kept in the run's folder. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { FinalState } from "@watercooler/judge"
import type { Json } from "@watercooler/kernel"
import type { Employee } from "./employee.ts"
import type { Office } from "./office.ts"
import { getJson } from "./transfer.ts"

const rangeMax = 200
/** A chain that grows while it is read is read again. */
const attemptsMax = 3

export async function collectFinals(office: Office): Promise<readonly FinalState[]> {
  const { employees, options, folder } = office.parts
  if (options.kind === "wall") return []
  const finals = await Promise.all(office.chained.map(finalOf))
  for (const final of finals) {
    const endpoint = employees.find(({ name }) => name === final.node)?.party.endpoint ?? ""
    const peers = final.reachable ? (await getJson(endpoint, "/peers")).body.peers : undefined
    writeFileSync(join(folder.states, `${final.node}.json`), `${JSON.stringify({ ...final, peers: peers ?? [] })}\n`)
  }
  return finals
}

async function finalOf(employee: Employee): Promise<FinalState> {
  const { party, standing } = employee
  const base = { node: party.name, honest: party.honest, alive: employee.pid !== undefined }
  const silent: FinalState = {
    ...base,
    reachable: false,
    height: standing.height,
    head: standing.head,
    genesis: null,
    blocks: [],
    banned: [],
  }
  for (let attempt = 1; ; attempt++) {
    const status = await getJson(party.endpoint, "/status")
    if (status.status !== 200) return silent
    const height = Number(status.body.height)
    const head = String(status.body.head)
    const blocks = await chainOf(party.endpoint, height)
    if (blocks === undefined) return silent
    standing.told(height, head)
    const top = blocks.at(-1) as { readonly hash?: string } | undefined
    if ((blocks.length === height && (height === 0 || top?.hash === head)) || attempt === attemptsMax) {
      const banned = Array.isArray(status.body.banned) ? status.body.banned.map(String) : []
      return { ...base, reachable: true, height, head, genesis: (status.body.genesis ?? null) as Json, blocks, banned }
    }
  }
}

async function chainOf(endpoint: string, height: number): Promise<readonly Json[] | undefined> {
  const blocks: Json[] = []
  while (blocks.length < height) {
    const { status, body } = await getJson(
      endpoint,
      `/blockchain?from=${blocks.length + 1}&limit=${Math.min(rangeMax, height - blocks.length)}`,
    )
    if (status !== 200 || !Array.isArray(body.blocks)) return undefined
    if (body.blocks.length === 0) break
    blocks.push(...(body.blocks as Json[]))
  }
  return blocks
}
