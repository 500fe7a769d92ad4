/** One node: a program that reads messages from standard input and writes them to standard output. */
import { closeSync, openSync } from "node:fs"
import { execa } from "execa"
import { identify, type ProcessId, signalGroup } from "../office/proc.ts"
import type { Warden } from "../office/warden.ts"
import { type Breach, lineMax, readLine } from "./line.ts"
import type { Message } from "./protocol.ts"

export interface Program {
  readonly file: string
  readonly args: readonly string[]
}

export interface NodeProcess {
  readonly id: ProcessId
  readonly ended: Promise<{ readonly exitCode: number | undefined; readonly signal: string | undefined }>
  deliver(message: Message): void
  signal(signal: NodeJS.Signals): void
}

export interface Listener {
  said(message: Message): void
  breached(breach: Omit<Breach, "node">): void
}

/** What is waiting to be read by a node that reads nothing; more is dropped. */
const unreadMax = 64 * 1_048_576

export function startNode({ file, args }: Program, logFile: string, warden: Warden, { said, breached }: Listener): NodeProcess {
  const log = openSync(logFile, "a", 0o600) as 3
  const child = execa(file, args, {
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: "pipe",
    stdout: "pipe",
    stderr: log,
  })
  closeSync(log)
  const { pid, stdin, stdout } = child
  if (pid === undefined) throw new Error(`${file} could not be started`)
  const id = identify(pid)
  warden.guard(id)
  stdin.on("error", () => undefined) // It has just ended; `ended` tells.
  stdout.setEncoding("utf8")
  splitLines(stdout, (line) => {
    const read = readLine(line)
    if (read === undefined) return
    if ("message" in read) said(read.message)
    else breached(read.breach)
  })
  let delivered = 0
  const ended = child.then((result) => {
    signalGroup(pid, "SIGKILL") // Whoever it left behind in its group.
    warden.gone(id)
    return { exitCode: result.exitCode, signal: result.signal }
  })
  return {
    id,
    ended,
    deliver: (message) => {
      // Numbered, as in Maelstrom; nobody needs the number.
      if (stdin.writable && stdin.writableLength < unreadMax) stdin.write(`${JSON.stringify({ id: delivered++, ...message })}\n`)
    },
    signal: (signal) => void signalGroup(pid, signal),
  }
}

function splitLines(stream: NodeJS.ReadableStream, line: (text: string) => void): void {
  let rest = ""
  stream.on("data", (text: string) => {
    rest += text
    let from = 0
    for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n", from)) {
      line(rest.slice(from, at))
      from = at + 1
    }
    rest = rest.slice(from)
    if (rest.length > lineMax) {
      line(rest)
      rest = ""
    }
  })
  stream.on("end", () => {
    if (rest !== "") line(rest)
  })
}
