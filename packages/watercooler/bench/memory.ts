/**
 * (b) Own memory of a BigLoad at height 10,000, after a minute of load: its proportional set size among its colleagues. There are ten of them, as
 * an office of 5 and 2 with Sauron, Boss and supervisor has ten processes, which share the pages of Node itself.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { bigloadsAt, longChain, writeChain } from "./chain.ts"
import { freePorts, get, startNodes, withFolder } from "./processes.ts"
import type { Row } from "./report.ts"
import { median } from "./start.ts"

const HEIGHT = 10_000
const NODES = 10
const LOAD_MS = 60_000
const PAY_MS = 2_000
/** Longer than an idle thread of work is kept. */
const REST_MS = 6_000
const DIFFICULTY = 4

export async function benchMemory(): Promise<Row[]> {
  if (!existsSync("/proc/self/smaps_rollup")) return []
  return withFolder(async (folder) => {
    const ports = await freePorts(NODES)
    const parties = bigloadsAt(ports)
    const { plan, blocks } = longChain(parties, HEIGHT, 100, [parties[0]?.endpoint as string], DIFFICULTY)
    for (const { name } of parties) writeChain(join(folder, name, "storage"), blocks)
    const nodes = await startNodes(folder, plan, parties, ({ name }) => ({
      journalFile: join(folder, `${name}.journal`),
      inputsFile: join(folder, `${name}.inputs`),
    }))
    const urls = nodes.map(({ url }) => url)
    const asked = await loadFor(
      LOAD_MS,
      urls,
      plan.parties.map(({ key }) => key),
    )
    const loaded = nodes.map(({ pid }) => pssMb(pid))
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    const sizes = nodes.map(({ pid }) => pssMb(pid))
    const anonymous = nodes.map(({ pid }) => pssMb(pid, "Pss_Anon"))
    const { height } = await get<{ height: number }>(`${urls[0]}/status`)
    await Promise.all(nodes.map((node) => node.stop()))
    return [
      {
        bench: "b",
        what: `load: requests a second per node, up to height ${height}`,
        value: asked / NODES / (LOAD_MS / 1_000),
        unit: "/s",
      },
      { bench: "b", what: "own memory (PSS) of a BigLoad under that load, with its thread that mines", value: median(loaded), unit: "MB" },
      {
        bench: "b",
        what: `own memory (PSS) of a BigLoad after it, from height ${HEIGHT}, median of ${NODES}`,
        value: median(sizes),
        unit: "MB",
        goal: { atMost: 40 },
      },
      { bench: "b", what: "of it anonymous, which is shared with nobody", value: median(anonymous), unit: "MB" },
    ]
  })
}

/** Every node is asked for its status and a range in turn, and pays every two seconds: five blocks a second in all. */
async function loadFor(ms: number, urls: readonly string[], keys: readonly string[]): Promise<number> {
  const until = performance.now() + ms
  let asked = 0
  const reader = async (url: string): Promise<void> => {
    while (performance.now() < until) {
      await get(`${url}/status`)
      await get(`${url}/blockchain?from=${1 + (asked % HEIGHT)}&limit=20`)
      asked += 2
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const payer = async (url: string, at: number): Promise<void> => {
    while (performance.now() < until) {
      const body = JSON.stringify({ to: keys[(at + 1) % keys.length], amount: 1 })
      await fetch(`${url}/transfer`, { method: "POST", headers: { "content-type": "application/json" }, body })
      await new Promise((resolve) => setTimeout(resolve, PAY_MS))
    }
  }
  await Promise.all([...urls.map(reader), ...urls.map(payer)])
  return asked
}

function pssMb(pid: number, line = "Pss"): number {
  return Number(new RegExp(`^${line}:\\s+([0-9]+) kB$`, "m").exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) / 1_024
}
