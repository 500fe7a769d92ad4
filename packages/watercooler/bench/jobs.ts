/** (i) Many seeds of one scenario: one command with two jobs against two commands side by side that know nothing of each other. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import type { Row } from "./report.ts"

const bin = join(import.meta.dirname, "..", "bin", "run.js")
const scenario = join(import.meta.dirname, "../../../scenarios/loss.yaml")
const SEEDS = 200

export async function benchJobs(): Promise<Row[]> {
  const together = await seedsPerSecond(1, SEEDS, 2)
  const apart = await Promise.all([seedsPerSecond(1, SEEDS / 2, 1), seedsPerSecond(1 + SEEDS / 2, SEEDS / 2, 1)])
  const sum = apart.reduce((all, rate) => all + rate, 0)
  return [
    { bench: "i", what: "seeds a second of two processes, five nodes, 60 s with 30 % loss", value: sum, unit: "/s" },
    { bench: "i", what: "`--jobs 2` against two independent processes", value: together / sum, unit: "×", goal: { atLeast: 0.9 } },
  ]
}

function seedsPerSecond(first: number, runs: number, jobs: number): Promise<number> {
  const args = ["simulate", scenario, "--seed", String(first), "--runs", String(runs), "--jobs", String(jobs), "--json"]
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "ignore"] })
  let out = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text
  })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code) => {
      if (code === 0) resolve((JSON.parse(out) as { seedsPerSecond: number }).seedsPerSecond)
      else reject(new Error(`simulate ended with ${code}`))
    })
  })
}
