/** k: histories. The recorded ones against the times that Porcupine took for them, large made ones, and what a client's library costs to load. */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { checkDefaults, checkHistory, conclude, type HistoryEvent, historyOf, modelOf } from "@watercooler/judge/histories"
import { generatorDefaults, generatorOf } from "../src/histories/generators.ts"
import type { Row } from "./report.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const folder = process.env.WATERCOOLER_HISTORIES ?? resolve(root, "../shared/histories")
const rounds = 5

export async function benchHistories(): Promise<Row[]> {
  return [...recorded(), ...transactions(), ...libraries()]
}

/** All of them in a fresh process, as the command does it, so that nothing is warm: the median of some rounds. */
function recorded(): Row[] {
  const table = join(folder, "porcupine/verdicts.tsv")
  if (!existsSync(table)) return [{ bench: "k", what: "recorded histories (not there)", value: 0, unit: "" }]
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1)
  const theirs = rows.reduce((sum, row) => sum + Number(row.split("\t")[3]), 0)
  const times = Array.from({ length: rounds }, () => {
    const bin = join(root, "packages/watercooler/bin/run.js")
    const command = ["--max-old-space-size=640", bin, "check", join(folder, "porcupine"), "--json"]
    const began = performance.now()
    let out: string
    try {
      out = execFileSync(process.execPath, command, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    } catch (error) {
      // Some are violated, as they should be.
      out = String((error as { stdout?: unknown }).stdout)
    }
    const wall = performance.now() - began
    const checked = JSON.parse(out) as readonly { readonly checkMs: number; readonly readMs: number }[]
    return {
      wall,
      check: checked.reduce((sum, { checkMs }) => sum + checkMs, 0),
      read: checked.reduce((sum, { readMs }) => sum + readMs, 0),
    }
  })
  const median = (of: (time: (typeof times)[number]) => number) => times.map(of).sort((a, b) => a - b)[Math.floor(rounds / 2)] as number
  return [
    {
      bench: "k",
      what: `${rows.length} recorded histories, checked, × Porcupine on one core (${Math.round(theirs)} ms)`,
      value: median(({ check }) => check) / theirs,
      unit: "×",
      goal: { atMost: 3 },
    },
    {
      bench: "k",
      what: "the same with reading them",
      value: median(({ check, read }) => check + read) / theirs,
      unit: "×",
      goal: { atMost: 3 },
    },
    {
      bench: "k",
      what: "the same as a whole process, from its start to its end",
      value: median(({ wall }) => wall) / theirs,
      unit: "×",
      goal: { atMost: 3 },
    },
  ]
}

/** Fifty thousand transactions of a database that does one after the other. */
function transactions(): Row[] {
  const count = 50_000
  const generator = generatorOf("append", { ...generatorDefaults, seed: "bench", keyCount: 20 })
  const lists = new Map<unknown, unknown[]>()
  const events: HistoryEvent[] = []
  for (let number = 0; number < count; number++) {
    const { f, value } = generator.ask(number)
    const done = (value as readonly (readonly unknown[])[]).map(([kind, key, held]) => {
      const list = lists.get(key) ?? []
      if (kind === "r") return [kind, key, list]
      lists.set(key, [...list, held])
      return [kind, key, held]
    }) as HistoryEvent["value"]
    const process = number % 20
    events.push({ type: "invoke", process, f, value, line: 2 * number + 1 }, { type: "ok", process, f, value: done, line: 2 * number + 2 })
  }
  const history = historyOf(events)
  const began = performance.now()
  const { answer } = conclude(checkHistory(history, modelOf(history) ?? "list-append", checkDefaults))
  const seconds = (performance.now() - began) / 1_000
  if (answer !== "passed") throw new Error(`a serial history is ${answer}`)
  return [
    {
      bench: "k",
      what: "transactions a second, list-append, strict serializability",
      value: count / seconds,
      unit: "/s",
    },
  ]
}

/** Loaded only by whoever asks for it; this is what it then costs. */
function libraries(): Row[] {
  const cpu = (code: string) => {
    const measure = `const before = process.cpuUsage(); ${code}; const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
    const times = Array.from({ length: rounds }, () =>
      Number(
        execFileSync(process.execPath, ["--input-type=module", "-e", measure], {
          cwd: join(root, "packages/watercooler"),
          encoding: "utf8",
        }),
      ),
    )
    return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number
  }
  return [
    { bench: "k", what: "loading ioredis, CPU", value: cpu('await import("ioredis")'), unit: "ms" },
    {
      bench: "k",
      what: "loading the libraries of NATS, CPU",
      value: cpu('await import("@nats-io/transport-node"); await import("@nats-io/kv")'),
      unit: "ms",
    },
  ]
}
