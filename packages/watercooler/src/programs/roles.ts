/** Who has a role at this moment: found by asking every node, or by what it has logged. */
import { connect } from "node:net"
import { pathToFileURL } from "node:url"
import { HOST, type Places } from "./places.ts"

/** How a node is asked, and which answer means that it is the one. */
export interface Role {
  /** Only nodes of this program. Undefined: all. */
  readonly of: string | undefined
  readonly probe:
    | {
        readonly by: "http"
        readonly method: string
        readonly path: string
        readonly body: string | undefined
        readonly port: string | undefined
      }
    /** Bytes are sent, and what comes back is read until it says enough, or until nothing follows. */
    | { readonly by: "tcp"; readonly send: string; readonly port: string | undefined }
    /** A module whose default export is given all nodes, and says who it is. */
    | { readonly by: "module"; readonly file: string }
    /** Whoever logged such a line last, of those with the highest term if the pattern has a group; `finder.ts` knows. */
    | { readonly by: "log"; readonly pattern: string }
  /** Where in an answer that is JSON: a pointer (RFC 6901). */
  readonly at: string
  readonly means:
    | { readonly is: string | number | boolean | null }
    | { readonly says: string }
    /** Whose answer is the least, or the most, of all. */
    | { readonly least: true }
    | { readonly most: true }
}

const ANSWER_MS_MAX = 500
const MODULE_MS_MAX = 2_000
const ANSWER_BYTES_MAX = 1_048_576

export interface Asked {
  readonly name: string
  readonly program: string
  readonly ports: readonly string[]
  readonly number: number
}

/** Names of those who have it. Whoever does not answer has none. */
export async function whoHas(role: Role, nodes: readonly Asked[], places: Pick<Places, "listens">): Promise<readonly string[]> {
  const asked = nodes.filter(({ program }) => role.of === undefined || program === role.of)
  const { means, probe } = role
  if (probe.by === "module") return namedBy(probe.file, asked, places)
  const answers = await answersTo(role, asked, places)
  if ("least" in means || "most" in means) {
    const numbers = answers.flatMap(({ answer, node }) => {
      const value = answer === undefined ? Number.NaN : Number(valueAt(answer, role.at))
      return Number.isFinite(value) ? [{ name: node.name, value: "least" in means ? value : -value }] : []
    })
    const [first] = numbers.sort((a, b) => a.value - b.value)
    return first === undefined ? [] : [first.name]
  }
  return answers.flatMap(({ answer, node }) => {
    if (answer === undefined) return []
    if ("says" in means) return new RegExp(means.says, "m").test(answer) ? [node.name] : []
    const wanted =
      typeof means.is === "string" ? means.is.replaceAll("{name}", node.name).replaceAll("{number}", String(node.number)) : means.is
    return valueAt(answer, role.at) === wanted ? [node.name] : []
  })
}

async function answersTo(role: Role, asked: readonly Asked[], places: Pick<Places, "listens">) {
  return Promise.all(asked.map(async (node) => ({ node, answer: await answerOf(role, node, places).catch(() => undefined) })))
}

/** What is told of a search that found nobody: so many answers, so many letters of each. */
const TOLD_MAX = 5
const TOLD_LETTERS = 60

/** `nobody said "leader": node-1 says "follower", node-2 does not answer`, asked once more. */
export async function nobodyWords(role: Role, nodes: readonly Asked[], places: Pick<Places, "listens">): Promise<string> {
  const { at, means, of, probe } = role
  if (probe.by === "log") return `nobody has logged /${probe.pattern}/`
  if (probe.by === "module") return `${probe.file} named nobody who works here`
  const wanted = "is" in means ? JSON.stringify(means.is) : "says" in means ? `/${means.says}/` : "a number"
  const answers = await answersTo(
    role,
    nodes.filter(({ program }) => of === undefined || program === of),
    places,
  )
  const told = answers.slice(0, TOLD_MAX).map(({ answer, node }) => {
    if (answer === undefined) return `${node.name} does not answer`
    const said = "says" in means ? answer : valueAt(answer, at)
    return said === undefined ? `${node.name} has nothing at ${at}` : `${node.name} says ${shortened(JSON.stringify(said))}`
  })
  const more = answers.length > TOLD_MAX ? [`… and ${answers.length - TOLD_MAX} more`] : []
  return `nobody said ${wanted}: ${[...told, ...more].join(", ")}`
}

function shortened(words: string): string {
  return words.length > TOLD_LETTERS ? `${words.slice(0, TOLD_LETTERS)}…` : words
}

/** A node, as a module is told of it. */
export interface NodeForModules {
  readonly name: string
  readonly number: number
  readonly program: string
  readonly host: string
  /** Where it listens, by the names of its ports. */
  readonly ports: Readonly<Record<string, number>>
}

/** A name, several, or nothing; whoever takes too long has said nothing. */
async function namedBy(file: string, asked: readonly Asked[], places: Pick<Places, "listens">): Promise<readonly string[]> {
  const nodes = asked.map(({ name, number, program, ports }): NodeForModules => {
    return { name, number, program, host: HOST, ports: Object.fromEntries(ports.map((port) => [port, places.listens(name, port)])) }
  })
  const { default: find } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  if (typeof find !== "function") throw new Error(`${file}: its default export is no function, which would say who has the role`)
  let patience: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    patience = setTimeout(resolve, MODULE_MS_MAX, undefined)
  })
  const said: unknown = await Promise.race([find(nodes), late]).finally(() => clearTimeout(patience))
  const names = Array.isArray(said) ? said : [said]
  return names.filter((name) => nodes.some((node) => node.name === name))
}

async function answerOf({ probe, means }: Role, { name, ports }: Asked, places: Pick<Places, "listens">): Promise<string> {
  if (probe.by === "log" || probe.by === "module") return ""
  const port = places.listens(name, probe.port ?? (ports[0] as string))
  if (probe.by === "tcp") return conversation(port, probe.send, "says" in means ? new RegExp(means.says, "m") : undefined)
  const response = await fetch(`http://${HOST}:${port}${probe.path}`, {
    method: probe.method,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
    ...(probe.body === undefined ? {} : { body: probe.body, headers: { "content-type": "application/json" } }),
  })
  let text = ""
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true })
    if (text.length > ANSWER_BYTES_MAX) break
  }
  return text
}

function conversation(port: number, send: string, enough: RegExp | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    const socket = connect({ host: HOST, port })
    const done = (): void => {
      clearTimeout(patience)
      socket.destroy()
      resolve(text)
    }
    const patience = setTimeout(done, ANSWER_MS_MAX)
    socket.on("connect", () => socket.write(send))
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      if (text.length > ANSWER_BYTES_MAX || enough?.test(text)) done()
    })
    socket.on("end", done)
    socket.on("error", (error) => {
      clearTimeout(patience)
      reject(error)
    })
  })
}

/** Of a JSON answer the value that is pointed at; an answer that is no JSON is itself the value. */
export function valueAt(answer: string, pointer: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(answer)
  } catch {
    return answer.trim() // Not JSON: `true` and `42` are.
  }
  return pointedAt(value, pointer)
}

/** What a JSON pointer (RFC 6901) points at; undefined if that is not there. */
export function pointedAt(whole: unknown, pointer: string): unknown {
  let value = whole
  for (const step of pointer.split("/").slice(1))
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[step.replaceAll("~1", "/").replaceAll("~0", "~")]
  return value
}

/** A term or a figure, as a number or in digits; undefined for anything else. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
