/** (f) Fifty BigLoads in one office, one transfer a second, 16 bits of work: how long a block takes to reach all of them. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { JournalEvent } from "@watercooler/kernel"
import { get, withFolder } from "./processes.ts"
import type { Row } from "./report.ts"

const NODES = 50
const SECONDS = 60

const command = join(import.meta.dirname, "..", "bin", "run.js")

export async function benchPropagation(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const dir = join(folder, "run")
    const args = [command, "-x", String(NODES), "--sauron", "--difficulty", "16", "--json", "--duration", `${SECONDS + 5}s`, "--dir", dir]
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, WATERCOOLER_HOME: folder, CI: "1" },
    })
    let said = ""
    await new Promise<void>((resolve, reject) => {
      child.stderr.on("data", (chunk) => {
        said += chunk
        if (said.includes("storm begins")) resolve()
      })
      child.once("exit", () => reject(new Error(`the office never opened:\n${said}`)))
    })
    const gone = once(child, "exit")
    await payOnceASecond(dir)
    await gone
    return rowsOf(readFileSync(join(dir, "journal.ndjson"), "utf8"))
  })
}

async function payOnceASecond(dir: string): Promise<void> {
  const urls = Array.from({ length: NODES }, (_, i) => configOf(dir, `bigload-${i + 1}`))
  const keys = await Promise.all(urls.map((url) => get<{ key: string }>(`${url}/pubkey`).then(({ key }) => key)))
  const startedAt = performance.now()
  for (let i = 0; i < SECONDS; i++) {
    const body = JSON.stringify({ to: keys[(i + 7) % NODES], amount: 1 })
    await fetch(`${urls[i % NODES]}/transfer`, { method: "POST", headers: { "content-type": "application/json" }, body })
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + (i + 1) * 1_000 - performance.now())))
  }
}

function configOf(dir: string, name: string): string {
  const { host, port } = JSON.parse(readFileSync(join(dir, "nodes", name, "config.json"), "utf8")) as { host: string; port: number }
  return `http://${host}:${port}`
}

/** From the moment a block is mined to the moment the last of the fifty has stored it. */
function rowsOf(journal: string): Row[] {
  const mined = new Map<string, number>()
  const stored = new Map<string, number[]>()
  for (const line of journal.split("\n")) {
    if (!line.includes('"block-')) continue
    const event = JSON.parse(line) as JournalEvent
    if (event.type !== "note") continue
    const hash = String(event.fact.hash)
    if (event.fact.note === "block-mined") mined.set(hash, event.t)
    else if (event.fact.note === "block-stored") stored.set(hash, [...(stored.get(hash) ?? []), event.t])
  }
  const complete = [...mined].flatMap(([hash, t]) => {
    const arrivals = stored.get(hash) ?? []
    return arrivals.length >= NODES ? [(Math.max(...arrivals) - t) / 1e6] : []
  })
  complete.sort((a, b) => a - b)
  const at = (share: number): number =>
    complete[Math.min(complete.length - 1, Math.floor(complete.length * share))] ?? Number.POSITIVE_INFINITY
  return [
    { bench: "f", what: `blocks mined in an office of ${NODES}`, value: mined.size, unit: "blocks" },
    {
      bench: "f",
      what: "of them, stored by every node",
      value: complete.length / Math.max(1, mined.size),
      unit: "×",
      goal: { atLeast: 1 },
    },
    { bench: "f", what: "a block reaches everybody, median", value: at(0.5), unit: "s" },
    { bench: "f", what: "a block reaches everybody, 99th percentile", value: at(0.99), unit: "s", goal: { atMost: 1 } },
  ]
}
