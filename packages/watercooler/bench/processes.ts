/** Node processes for benches: started with a configuration, asked over HTTP, ended by their id. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { CrapcoinPlan, PlannedParty } from "@watercooler/bigload"
import type { NodeConfig } from "@watercooler/host"
import { frugality } from "../src/office/frugality.ts"

const processes = join(import.meta.dirname, "..", "dist", "processes")
/** Every build has a folder of its own, named after its contents. */
const entry = join(processes, readFileSync(join(processes, "current"), "utf8").trim(), "node.js")

export interface BenchNode {
  readonly url: string
  readonly pid: number
  readonly child: ChildProcess
  stop(): Promise<void>
}

/** A folder that is gone after use. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-bench-"))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

export function startNode(
  folder: string,
  config: Partial<NodeConfig> & Pick<NodeConfig, "name" | "port" | "settings">,
): Promise<BenchNode> {
  const file = join(folder, `${config.name}.json`)
  const places = { storageDir: join(folder, config.name, "storage"), logDir: join(folder, config.name, "logs") }
  writeFileSync(file, JSON.stringify({ seed: "bench", ...places, ...config }))
  const child = spawn(process.execPath, [...frugality.flags, entry, "--config", file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...frugality.env },
  })
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${config.name} ended with ${code}`)))
    child.on("message", (message: { say: string; url?: string }) => {
      if (message.say !== "ready") return
      const stop = () =>
        new Promise<void>((stopped) => {
          child.removeAllListeners("exit")
          child.once("exit", () => stopped())
          child.kill("SIGKILL")
        })
      resolve({ url: message.url as string, pid: child.pid as number, child, stop })
    })
  })
}

/** All of them at once, each at the port of its endpoint, with what only this bench wants of it. */
export function startNodes(
  folder: string,
  plan: CrapcoinPlan,
  parties: readonly PlannedParty[],
  wanted: (party: PlannedParty, at: number) => Partial<NodeConfig>,
): Promise<BenchNode[]> {
  return Promise.all(
    parties.map((party, at) => {
      const port = Number(new URL(party.endpoint).port)
      return startNode(folder, { name: party.name, port, settings: plan.settingsOf(party), ...wanted(party, at) })
    }),
  )
}

export async function get<T>(url: string): Promise<T> {
  const response = await fetch(url)
  return (await response.json()) as T
}

/** Sauron in a thread of its own, as he has a process of his own in an office. */
export async function startSauron(): Promise<{ readonly url: string; stop(): Promise<unknown> }> {
  const thread = new Worker(new URL("../../sauron/bench/eye.ts", import.meta.url), { workerData: { sauron: true } })
  const url = await new Promise<string>((resolve, reject) => thread.once("message", resolve).once("error", reject))
  return { url, stop: () => thread.terminate() }
}
