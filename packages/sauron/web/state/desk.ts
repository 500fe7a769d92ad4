/** The Boss's desk: acts on the office, through Sauron, with the run's token. The token lives in this page's memory and nowhere else. */
import { computed, signal } from "@preact/signals"
import type { Receipt } from "@watercooler/kernel"
import type { Wire } from "../draw/wires.ts"
import { hello, line } from "./store.ts"
import { touched } from "./touched.ts"

export type Act = "fire" | "layoff" | "hire" | "pause" | "resume" | "transfer" | "cut" | "heal" | "latency" | "temper" | "scenario"

export interface Done {
  readonly at: number
  readonly words: string
  readonly result: "done" | "refused" | "asked"
  readonly detail: string
}

export const token = signal("")
export const isOpen = signal(false)
export const log = signal<readonly Done[]>([])
/** Acts that this office has answered with "no such thing". */
export const unable = signal<ReadonlyMap<string, string>>(new Map())
export const hasDesk = computed(() => hello.value?.desk === true && line.value === "up")
export const canAct = computed(() => hasDesk.value && isOpen.value)
export const canCut = computed(() => canAct.value && !unable.value.has("cut"))

const LOG_MAX = 60

export interface Answer {
  readonly status: number
  readonly body: { readonly [field: string]: unknown }
}

export async function post(act: Act, words: object): Promise<Answer> {
  try {
    const answer = await fetch(`/desk/${act}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token.peek()}`, "content-type": "application/json" },
      body: JSON.stringify(words),
    })
    const body: unknown = await answer.json().catch(() => ({}))
    return { status: answer.status, body: typeof body === "object" && body !== null ? (body as Answer["body"]) : {} }
  } catch (error) {
    return { status: 0, body: { because: error instanceof Error ? error.message : String(error) } }
  }
}

/** True if the office believes the token. */
export async function openDesk(given: string): Promise<string | undefined> {
  token.value = given.trim()
  try {
    const answer = await fetch("/desk", { headers: { authorization: `Bearer ${token.peek()}` } })
    if (answer.ok) {
      isOpen.value = true
      return undefined
    }
    token.value = ""
    return answer.status === 401 ? "That is not this run's token." : `Sauron answered ${answer.status}.`
  } catch (error) {
    token.value = ""
    return `Sauron did not answer: ${error instanceof Error ? error.message : String(error)}.`
  }
}

/** Asks the office for something, and writes down what came of it. */
export async function act(name: Act, words: object, said: string): Promise<Answer> {
  const answer = await post(name, words)
  const { because, detail, receipt, fault, transaction } = answer.body
  const why = String(because ?? detail ?? `the office answered ${answer.status}`)
  // Of somebody who is not here the office says 404 as well, but with a reason of its own.
  const isMissing = answer.status === 501 || (answer.status === 404 && because === undefined)
  if (isMissing) unable.value = new Map([...unable.peek(), [name, why]])
  const isDone = answer.status >= 200 && answer.status < 300
  const what = isDone ? doneWords(receipt, fault ?? transaction) : isMissing ? `this office cannot do that: ${why}` : why
  log.value = [
    { at: Date.now(), words: said, result: isDone ? ("done" as const) : ("refused" as const), detail: what },
    ...log.peek(),
  ].slice(0, LOG_MAX)
  return answer
}

function doneWords(receipt: unknown, id: unknown): string {
  if (isReceipt(receipt)) {
    const parts = touched(receipt)
    return parts.length === 0 ? "touched nothing" : `touched ${parts.join(", ")}`
  }
  return typeof id === "string" ? id.slice(0, 16) : "done"
}

function isReceipt(value: unknown): value is Receipt {
  return typeof value === "object" && value !== null && "processes" in value
}

/** What a stroke across the map has crossed, cut both ways: everybody on one side from those on the other. */
export function bladeCuts(crossed: readonly Wire[]): void {
  if (crossed.length === 0) return
  const pairs = crossed.filter(({ state }) => state !== "broken")
  const { from, to } = sidesOf(pairs)
  if (from.length > 0) void act("cut", { from, to, both: true }, `cut ${from.join(" ")} | ${to.join(" ")}`)
}

/** Two sides such that every crossed wire goes from one to the other; where that cannot be, as many as can. */
export function sidesOf(wires: readonly Pick<Wire, "a" | "b">[]): { readonly from: readonly string[]; readonly to: readonly string[] } {
  const side = new Map<string, 0 | 1>()
  const open = [...wires]
  while (open.length > 0) {
    const at = Math.max(
      0,
      open.findIndex(({ a, b }) => side.has(a) || side.has(b)),
    )
    const [wire] = open.splice(at, 1)
    if (wire === undefined) break
    const known = side.get(wire.a)
    if (known !== undefined) side.set(wire.b, side.get(wire.b) ?? (known === 0 ? 1 : 0))
    else {
      const other = side.get(wire.b) ?? 1
      side.set(wire.b, other)
      side.set(wire.a, other === 0 ? 1 : 0)
    }
  }
  const of = (wanted: 0 | 1) => [...side].filter(([, where]) => where === wanted).map(([name]) => name)
  return { from: of(0), to: of(1) }
}
