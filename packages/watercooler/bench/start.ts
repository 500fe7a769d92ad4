/** (a) The office of the main job, from start to every node ready and peered, against starting as many bare Node processes. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { withFolder } from "./processes.ts"
import type { Row } from "./report.ts"

const ROUNDS = 5
const BIGLOADS = 5
const SHITS = 2
/** The nodes, Sauron, the Boss. */
const PROCESSES = BIGLOADS + SHITS + 2

const command = join(import.meta.dirname, "..", "bin", "run.js")

export async function benchStart(): Promise<Row[]> {
  const ratios: number[] = []
  const offices: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bareMs = await startBare()
    const officeMs = await startOffice()
    bare.push(bareMs)
    offices.push(officeMs)
    ratios.push(officeMs / bareMs)
  }
  return [
    { bench: "a", what: `${PROCESSES} bare \`node -e 0\` at once`, value: median(bare), unit: "ms" },
    { bench: "a", what: `office of ${BIGLOADS}+${SHITS}+Sauron+Boss, ready and peered`, value: median(offices), unit: "ms" },
    { bench: "a", what: "office against bare processes", value: median(ratios), unit: "×", goal: { atMost: 8 } },
  ]
}

async function startBare(): Promise<number> {
  const startedAt = performance.now()
  const children = Array.from({ length: PROCESSES }, () => spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }))
  await Promise.all(children.map((child) => once(child, "exit")))
  return performance.now() - startedAt
}

/** The command's own start counts too: from the moment it is called to the line that says the storm begins. */
async function startOffice(): Promise<number> {
  return withFolder(async (folder) => {
    const args = [
      command,
      "-x",
      String(BIGLOADS),
      "-y",
      String(SHITS),
      "--sauron",
      "--boss",
      "--auto",
      "--duration",
      "1s",
      "--json",
      "--dir",
      join(folder, "run"),
    ]
    const startedAt = performance.now()
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, WATERCOOLER_HOME: folder, CI: "1" },
    })
    const readyMs = new Promise<number>((resolve, reject) => {
      let said = ""
      child.stderr.on("data", (chunk) => {
        said += chunk
        if (said.includes("storm begins")) resolve(performance.now() - startedAt)
      })
      child.once("exit", () => reject(new Error(`the office never opened:\n${said}`)))
    })
    const gone = once(child, "exit")
    const ms = await readyMs
    await gone
    return ms
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}
