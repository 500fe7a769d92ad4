/** `watercooler maelstrom …`, as it is seen: what happens while it happens, then the answer, then the figures. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { ChalkInstance } from "chalk"
import { BadInput } from "../input/complaint.ts"
import { scheduleOf } from "../maelstrom/plan.ts"
import { breachesMax, type MaelstromResult, runMaelstrom } from "../maelstrom/run.ts"
import { type MaelstromOptions, SCHEDULE_VERSION, type Schedule } from "../maelstrom/schedule.ts"
import { shrinkSchedule } from "../maelstrom/shrink.ts"
import type { Statistics } from "../maelstrom/statistics.ts"
import { freshRunId } from "../office/folder.ts"
import { exitOf, marks, opinionLines } from "./checking.ts"
import { colourFor } from "./colour.ts"
import { interrupts } from "./interrupts.ts"

interface Shown {
  readonly json: boolean
  readonly dir?: string | undefined
  readonly junit?: string | undefined
  readonly sauron?: boolean
}

export async function testMaelstrom(options: MaelstromOptions, shown: Shown): Promise<number> {
  return play(scheduleOf(options), shown)
}

export async function replayMaelstrom(run: string, shown: Shown): Promise<number> {
  const schedule = readSchedule(run)
  return play(schedule, shown)
}

async function play(schedule: Schedule, { json, dir, junit, sauron = false }: Shown): Promise<number> {
  const stream = json ? process.stderr : process.stdout
  const chalk = colourFor(stream)
  const folder = folderFor(dir)
  const stop = interrupts(() => true)
  stop.now.addEventListener("abort", () => process.exit(130))
  await using view = sauron ? await (await import("../maelstrom/view.ts")).openView([`watercooler watch ${folder}`]) : undefined
  const watcher = {
    ...(view === undefined ? {} : { event: view.see }),
    said: (atMs: number, words: string) => void stream.write(`${chalk.dim(`${(atMs / 1000).toFixed(1).padStart(6)} s`)}  ${words}\n`),
  }
  watcher.said(0, `${schedule.options.workload}, seed ${schedule.options.seed}, in ${folder}`)
  if (view !== undefined) watcher.said(0, `Sauron sees it at ${view.url}`)
  const result = await runMaelstrom(schedule, folder, watcher, stop.calm)
  stop.ignore()
  writeFileSync(join(folder, "schedule.json"), `${JSON.stringify(result.schedule, undefined, 1)}\n`)
  if (junit !== undefined) writeFileSync(junit, junitOf(result))
  stream.write(`${report(result, chalk).join("\n")}\n`)
  if (json) process.stdout.write(`${JSON.stringify(plain(result))}\n`)
  return exitOf([result.answer])
}

function report(result: MaelstromResult, chalk: ChalkInstance): readonly string[] {
  const { answer, detail, opinion, breaches, statistics, dir, schedule } = result
  const own = answer === opinion.answer && detail === opinion.detail
  const paint = { passed: chalk.green, violated: chalk.red, inconclusive: chalk.yellow, undecided: chalk.yellow }[answer]
  return [
    "",
    ...(own
      ? opinionLines(opinion, chalk)
      : [paint(`${marks[answer]} ${answer}: ${detail}`), ...opinionLines(opinion, chalk).map((line) => `  ${line}`)]),
    ...(breaches.length > 0
      ? [
          "",
          chalk.red(
            `  ${breaches.length === 1 ? "once" : `${breaches.length >= breachesMax ? "at least " : ""}${breaches.length} times`} a node did what the protocol does not allow; the first:`,
          ),
          `    ${breaches[0]?.node}: ${breaches[0]?.saw}`,
          `    ${breaches[0]?.instead}`,
        ]
      : []),
    "",
    ...figures(statistics),
    "",
    `  seed     ${schedule.options.seed}`,
    `  run      ${dir}`,
    `  replay   watercooler maelstrom replay ${dir}`,
    `  watch    watercooler watch ${dir}`,
    ...(answer === "violated" ? [`  smaller  watercooler maelstrom shrink ${dir}`] : []),
  ]
}

function figures({ operations, availability, messages, latencyMs }: Statistics): readonly string[] {
  const all = operations.ok + operations.fail + operations.info
  return [
    `  ${all} operations: ${operations.ok} ok, ${operations.fail} failed, ${operations.info} unknown · availability ${(availability * 100).toFixed(2)} %`,
    `  ${messages.all.sent} messages, ${messages.servers.sent} of them between nodes and services: ${messages.servers.perOperation} an operation; ${messages.servers.lost} did not arrive`,
    `  latency ${latencyMs.median} ms in the median, 95 % ${latencyMs.p95}, 99 % ${latencyMs.p99}, longest ${latencyMs.max}`,
  ]
}

interface Shrinking {
  readonly forMs: number
  /** Of each smaller schedule, and of the one to begin with. */
  readonly tries: number
  readonly json: boolean
}

export async function shrinkMaelstrom(run: string, { forMs, tries: triesEach, json }: Shrinking): Promise<number> {
  const schedule = readSchedule(run)
  const stream = json ? process.stderr : process.stdout
  const began = performance.now()
  const stop = interrupts(() => true)
  stop.now.addEventListener("abort", () => process.exit(130))
  const folder = folderFor(undefined)
  let tries = 0
  const tryOut = async (candidate: Schedule) => {
    const { answer, opinion, breaches } = await runMaelstrom(
      candidate,
      join(folder, `try-${++tries}`),
      { said: () => undefined },
      stop.calm,
    )
    stream.write(
      `  try ${tries}: ${candidate.faults.length} faults, ${candidate.operations.length} operations, ${candidate.options.limitMs / 1000} s: ${answer}\n`,
    )
    return {
      answer,
      names: [
        ...opinion.anomalies.filter(({ isViolation }) => isViolation).map(({ name }) => name),
        ...(breaches.length > 0 ? ["breach"] : []),
      ],
    }
  }
  let first = await tryOut(schedule)
  while (first.answer !== "violated" && tries < triesEach && !stop.calm.aborted) first = await tryOut(schedule)
  if (first.answer !== "violated") {
    stream.write(`? it did not happen again: ${first.answer}. Nodes are real processes; another try may show it.\n`)
    return 1
  }
  const mayGoOn = () => performance.now() - began < forMs && !stop.calm.aborted
  const smaller = await shrinkSchedule(schedule, { tryOut, names: first.names, tries: triesEach, mayGoOn })
  const last = await tryOut(smaller)
  stop.ignore()
  const file = join(folder, "schedule.json")
  writeFileSync(file, `${JSON.stringify(smaller, undefined, 1)}\n`)
  const told = `${schedule.faults.length} faults → ${smaller.faults.length}, ${schedule.operations.length} operations → ${smaller.operations.length}, ${schedule.options.limitMs / 1000} s → ${smaller.options.limitMs / 1000} s`
  const isSure = last.answer === "violated"
  if (!isSure)
    stream.write(
      `? tried once more, it was ${last.answer}: what nodes do depends on their own clocks too. It may take some tries to see it again.\n`,
    )
  stream.write(`${isSure ? "✓" : "·"} smaller after ${tries} tries: ${told}\n\n  replay   watercooler maelstrom replay ${file}\n`)
  if (json)
    process.stdout.write(
      `${JSON.stringify({ tries, isSure, faults: smaller.faults.length, operations: smaller.operations.length, limitMs: smaller.options.limitMs, schedule: file })}\n`,
    )
  return 0
}

function readSchedule(run: string): Schedule {
  const file = existsSync(run) && statSync(run).isDirectory() ? join(run, "schedule.json") : run
  const refuse = (saw: string) =>
    new BadInput({
      saw: `${run}: ${saw}`,
      expected: "the folder of a Maelstrom run, or its schedule.json",
      instead: "watercooler maelstrom replay .watercooler/maelstrom/…",
    })
  if (!existsSync(file)) throw refuse("there is no schedule.json")
  let schedule: Schedule
  try {
    schedule = JSON.parse(readFileSync(file, "utf8")) as Schedule
  } catch {
    throw refuse("it is not JSON")
  }
  if (schedule.version !== SCHEDULE_VERSION || !Array.isArray(schedule.operations) || !Array.isArray(schedule.faults))
    throw refuse(`it is no schedule of version ${SCHEDULE_VERSION}`)
  for (const { name, sign, not } of schedule.options.roles ?? [])
    for (const each of [sign, not])
      try {
        if (each?.by === "log") new RegExp(each.pattern, each.flags)
      } catch (error) {
        throw refuse(`its role ${name}: ${(error as Error).message}`)
      }
  return schedule
}

function folderFor(dir: string | undefined): string {
  const folder = resolve(dir ?? join(".watercooler", "maelstrom", freshRunId(new Date())))
  if (!existsSync(join(folder, "schedule.json"))) return folder
  throw new BadInput({
    saw: `--dir ${dir}: there is a run in it`,
    expected: "a folder that is new or empty",
    instead: "--dir my-run, or leave it out",
  })
}

const plain = ({ answer, detail, opinion, breaches, statistics, dir, schedule }: MaelstromResult) => ({
  workload: schedule.options.workload,
  seed: schedule.options.seed,
  answer,
  detail,
  anomalies: opinion.anomalies,
  breaches,
  statistics,
  dir,
})

function junitOf({ answer, detail, schedule }: MaelstromResult): string {
  const safe = detail.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)
  const bad = answer === "violated" ? `<failure message="${safe}"/>` : answer === "passed" ? "" : `<skipped message="${safe}"/>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="maelstrom" tests="1" failures="${answer === "violated" ? 1 : 0}"><testcase name="${schedule.options.workload}">${bad}</testcase></testsuite>\n`
}
