/** Every command of the documentation is run, page by page, against real offices; what a page shows is what is printed. */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { portsOfOthers } from "../../src/office/kept-ports.ts"
import { isPortFree } from "../../src/office/ports.ts"
import { findProgram } from "../../src/programs/known.ts"
import { type Desk, openDesk, type Started } from "../fixtures/cli.ts"
import { noPython } from "../maelstrom/play.ts"
import { curl } from "./curl.ts"
import { CTRL_C, LAST_RUN, patternOf, SAVE, type Step, storyOf } from "./story.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .map((name) => `docs/${name}`),
  "docs/your-own-node.md",
]
/** A compiler in C, for the page that needs one. */
const cc = findProgram("cc")

/** Longest wait for what a page says that one will see. */
const seenMsMax = 30_000
/** A visitor looks for a while before the Ctrl-C; within six seconds every shit has misbehaved. */
const lookMs = 7_000
/** What a page gives half a minute is given this: enough for everybody to act. */
const halfMinute = "8s"

// Somebody who follows a page mostly waits, so several can at once.
test.concurrent.each(pages)("%s", async (page) => {
  const steps = storyOf(readFileSync(join(root, page), "utf8")).filter(({ line }) => cc !== undefined || !/^cc |tally/.test(line))
  expect(steps.length).toBeGreaterThan(0)
  for (let times = 1; !(await isTold(steps, times === timesMax)); times++);
})

/** False if a run showed nothing, as when nobody had said anything while a wire was cut: no answer, so the whole page is begun again. */
async function isTold(steps: readonly Step[], isLast: boolean): Promise<boolean> {
  await using story = await openStory()
  try {
    for (const step of steps) if (!isMissing(step)) await story.play(step)
    await story.endOffice(undefined)
    return true
  } catch (error) {
    if (isLast || !(error instanceof Inconclusive)) throw error
    return false
  }
}

/** A run that was to pass, and came to nothing. */
class Inconclusive extends Error {}

/** How often a page may be begun. */
const timesMax = 3

function demand(what: { readonly line: string; readonly code: number | null }, exits: number, printed: string): void {
  if (what.code === 3 && exits === 0) throw new Inconclusive(`${what.line}\n${printed}`)
  expect(what, printed).toEqual({ line: what.line, code: exits })
}

/** A machine without Python cannot follow what is about a node in Python; the examples' own test says so. */
const isMissing = ({ words }: Step): boolean => words.some((word) => word.endsWith(".py")) && noPython() !== undefined

test("there is nothing in a page that is not run", () => {
  const strange = pages
    .flatMap((page) => storyOf(readFileSync(join(root, page), "utf8")))
    .filter(
      ({ words: [first, second] }) =>
        !["watercooler", "curl", "cc", CTRL_C, SAVE].includes(first ?? "") && !(first === "npm" && second === "start"),
    )
  expect(strange.map(({ line }) => line)).toEqual([])
})

test("the scenarios of real servers that a page names are there; test/programs runs them, where their servers are installed", () => {
  const named = pages.flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/^watercooler run (scenarios\/real\/\S+)/gm)].map(([, file]) => file ?? ""),
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

interface Opened {
  readonly started: Started
  readonly exits: number
  readonly auto: boolean
  readonly at: number
}

interface Story extends AsyncDisposable {
  play(step: Step): Promise<void>
  endOffice(step: Step | undefined): Promise<void>
}

async function openStory(): Promise<Story> {
  const desk = openDesk({ stub: false })
  // As in a clone, where people are who follow the pages.
  symlinkSync(join(root, "scenarios"), join(desk.cwd, "scenarios"))
  cpSync(join(root, "examples"), join(desk.cwd, "examples"), { recursive: true }) // Pages compile what is in it.
  const ports = await freePorts()
  let open: Opened | undefined

  const endOffice = async (step: Step | undefined) => {
    if (open === undefined) return
    const { started, exits, auto, at } = open
    open = undefined
    if (auto) await until(() => performance.now() - at > lookMs)
    started.signal("SIGINT")
    const { code } = await started.ended
    demand({ line: "the office", code }, exits, `${started.out()}\n${started.err()}`)
    if (step !== undefined) show(step, started.out())
  }

  return {
    endOffice,
    async play(step) {
      if (step.words[0] === CTRL_C) return endOffice(step)
      if (step.words[0] === SAVE) return writeFileSync(join(desk.cwd, step.words[1] as string), step.text as string)
      if (step.words[0] === "cc") return void execFileSync("cc", step.words.slice(1), { cwd: desk.cwd })
      if (opensOffice(step)) {
        await endOffice(undefined)
        open = await openOffice(step, desk, ports)
        const { started } = open
        return eventually(step, async () => started.out() + started.err())
      }
      // Looking again harms nobody; acting again would.
      if (looksOnly(step)) return eventually(step, () => run(step, desk, ports))
      show(step, await run(step, desk, ports))
    },
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  }
}

const shortened = (args: readonly string[]): readonly string[] =>
  args.map((arg, at) => (args[at - 1] === "--duration" && arg === "30s" ? halfMinute : arg))

/** The flags behind `watercooler`, or behind the `npm start --` that stands for it. */
function argumentsOf({ words }: Step): readonly string[] {
  if (words[0] === "watercooler") return words.slice(1)
  return words.length > 2 ? words.slice(3) : ["-x", "5", "-y", "2", "--sauron", "--boss", "--auto"]
}

function opensOffice(step: Step): boolean {
  if (step.words[0] === "curl") return false
  const [first = ""] = argumentsOf(step)
  const args = argumentsOf(step)
  return first.startsWith("-") && step.exits !== 2 && !["--duration", "--dry-run"].some((flag) => args.includes(flag))
}

const looksOnly = ({ words }: Step): boolean =>
  ["ps", "open", "logs"].includes(words[1] ?? "") || (words[0] === "curl" && !words.includes("-d"))

interface PortsOfStory {
  readonly nodes: number
  readonly sauron: number
}

async function openOffice(step: Step, desk: Desk, { nodes, sauron }: PortsOfStory): Promise<Opened> {
  const args = argumentsOf(step)
  const sauronPort = args.includes("--sauron") ? ["--sauron-port", String(sauron)] : []
  const started = desk.start(...seeded(args), "--port", String(nodes), ...sauronPort)
  await started.says("storm begins")
  return { started, exits: step.exits, auto: args.includes("--auto"), at: performance.now() }
}

/** A page does not say with which seed; a test must. */
const seeded = (args: readonly string[]): readonly string[] =>
  args.includes("--auto") && !args.includes("--seed") ? [...args, "--seed", "docs"] : args

async function run(step: Step, desk: Desk, ports: PortsOfStory): Promise<string> {
  if (step.words[0] === "curl") return curl(step.words.slice(1).map((word) => withPorts(word, ports)))
  const args = argumentsOf(step).map((arg) => (arg === LAST_RUN ? lastRun(desk) : arg))
  let { code, out, err } = await desk.run(...shortened(seeded(args)))
  for (let n = 1; code !== step.exits && n < step.runs; n++) ({ code, out, err } = await desk.run(...shortened(seeded(args))))
  demand({ line: step.line, code }, step.exits, `${out}\n${err}`)
  return out + err
}

function lastRun(desk: Desk): string {
  const made = desk.runDirs().map((dir) => ({ dir, at: statSync(dir).mtimeMs }))
  return made.sort((a, b) => b.at - a.at)[0]?.dir ?? LAST_RUN
}

/** Pages speak of ports 8000 and 8999; here these may be somebody else's. */
function withPorts(word: string, { nodes, sauron }: PortsOfStory): string {
  return word
    .replaceAll("127.0.0.1:8999", `127.0.0.1:${sauron}`)
    .replace(/127\.0\.0\.1:80(\d\d)/g, (_, at) => `127.0.0.1:${nodes + Number(at)}`)
}

const missing = ({ shown }: Step, printed: string): readonly string[] => shown.filter((line) => !patternOf(line).test(printed))

function show(step: Step, printed: string): void {
  expect(missing(step, printed), `not printed by: ${step.line}\n\nbut this was:\n${printed}`).toEqual([])
}

async function eventually(step: Step, look: () => Promise<string>): Promise<void> {
  let printed = ""
  await until(async () => {
    printed = await look()
    return missing(step, printed).length === 0
  })
  show(step, printed)
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + seenMsMax
  while (!(await isSo()) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Where the next story looks for ports: those of two stories are never the same. */
let portsFrom = 21_000

/** Thirty ports for nodes, and those in front of them, and one for Sauron, below those that the system gives out by itself. */
async function freePorts(): Promise<PortsOfStory> {
  const kept = portsOfOthers() // Of another office of this machine, as when two checkouts are tested at once.
  while (portsFrom < 32_000) {
    const nodes = portsFrom
    portsFrom += 40
    const ports = Array.from({ length: 31 }, (_, at) => nodes + at)
    const isFree = async (port: number) => !kept.has(port) && (await isPortFree(port))
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return { nodes, sauron: nodes + 30 }
  }
  throw new Error("no thirty-one free ports in a row from 21000 on")
}
