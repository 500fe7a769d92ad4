/** A position that is filled by a program that is not ours: its command, its files, and how anybody knows that it is ready. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { NodeFolder } from "../office/folder.ts"
import type { Post } from "../office/post.ts"
import { type Running, startProgram } from "../office/spawn.ts"
import { damage } from "./damage.ts"
import { takesDatagrams } from "./dialler.ts"
import { ownEnvironment, proxyEnv } from "./environment.ts"
import { Follower } from "./logs.ts"
import { gapsOf, HOST, type Places } from "./places.ts"
import { type Program, type ProgramNode, speaks } from "./plan.ts"
import { fill, gapsIn } from "./template.ts"

/** Nothing tells when somebody else's program begins to listen, so it is tried this often. */
const AGAIN_MS = 25
const TRY_MS_MAX = 1_000

export interface ProgramPost extends Post {
  /** With its gaps. */
  command(): readonly string[]
  filled(command: readonly string[]): readonly string[]
  /** Whoever is started next is this. */
  become(command: readonly string[]): void
}

export interface PostAround {
  /** The folder of the scenario. */
  readonly here: string
  /** What it finds in its environment, unless its own words say otherwise. */
  readonly env: Readonly<Record<string, string>>
}

export function programPost(node: ProgramNode, places: Places, folder: NodeFolder, { env: given, here }: PostAround): ProgramPost {
  const { program } = node
  const gaps = gapsOf(node, places, folder.storage, here)
  const filled = (text: string): string => fill(text, gaps)
  let command = program.command
  const port = places.listens(node.name, program.ports[0] as string)
  return {
    port,
    settlesAtOnce: true,
    suffers: false,
    goodbye: program.goodbye,
    unready: (sinceWhen) =>
      `${awaited(node, places)} ${sinceWhen}${knowsPort(program, command) ? "" : " (its command has no {port}, so it cannot know where)"}`,
    start({ disk, heard }, { warden }) {
      const lost = damage(folder.storage, disk)
      for (const [name, text] of Object.entries(program.files)) {
        const file = join(folder.storage, name)
        if (existsSync(file)) continue
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, filled(text), { mode: 0o600 })
      }
      const [file = "", ...args] = command.map(filled)
      const env = {
        ...ownEnvironment(),
        ...proxyEnv(gaps.get("proxy")),
        ...given,
        ...Object.fromEntries(Object.entries(program.env).map(([key, value]) => [key, filled(value)])),
      }
      const log = new Follower(folder.output)
      log.lines() // What an earlier process has logged says nothing of this one.
      const running = startProgram({ file, args, cwd: process.cwd(), env, outputFile: folder.output }, warden)
      void untilReady(node, places, running, log).then((isReady) => {
        if (isReady) heard({ say: "ready", url: `http://${HOST}:${port}`, pid: running.id.pid })
      })
      return { running, damage: lost }
    },
    command: () => command,
    filled: (words) => words.map(filled),
    become(other) {
      command = other
    },
  }
}

async function untilReady(node: ProgramNode, places: Places, running: Running, log: Follower): Promise<boolean> {
  let hasEnded = false
  void running.ended.then(() => {
    hasEnded = true
  })
  const isReady = testOf(node, places, log)
  while (!hasEnded) {
    if (await isReady()) return !hasEnded
    await sleep(AGAIN_MS)
  }
  return false
}

function testOf({ name, program }: ProgramNode, places: Places, log: Follower): () => boolean | Promise<boolean> {
  const { ready } = program
  if (ready.by === "log") {
    const pattern = new RegExp(ready.pattern)
    return () => log.lines().some((line) => pattern.test(line))
  }
  const port = places.listens(name, ready.port)
  if (ready.by === "port" && !speaks(program, ready.port, "tcp")) return () => takesDatagrams(port)
  return ready.by === "port" ? () => listens(port) : () => answers(`http://${HOST}:${port}${ready.path}`)
}

/** What has not happened while a program is not ready. */
function awaited({ name, program }: ProgramNode, places: Places): string {
  const { ready } = program
  if (ready.by === "log") return `it has not logged /${ready.pattern}/`
  const address = `${HOST}:${places.listens(name, ready.port)}`
  if (ready.by === "http") return `nobody answers http://${address}${ready.path} with success`
  return speaks(program, ready.port, "tcp") ? `nobody listens on ${address}` : `nobody takes datagrams on ${address}`
}

/** Its ports are ours to choose: without a gap for one it is told of none. */
function knowsPort({ env, files, ready }: Program, command: readonly string[]): boolean {
  if (ready.by === "log") return true
  const gaps = [...command, ...Object.values(env), ...Object.values(files)].flatMap(gapsIn)
  return gaps.some((gap) => /^(port|all|advertised)(\.|$)|-\d/.test(gap))
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: TRY_MS_MAX })
    const done = (is: boolean) => (): void => {
      socket.destroy()
      resolve(is)
    }
    socket.once("connect", done(true)).once("error", done(false)).once("timeout", done(false))
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TRY_MS_MAX) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false // Not there yet; when it has taken too long, whoever hired it says so.
  }
}
