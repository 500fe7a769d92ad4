/** How a function is asked for over HTTP: `PUT {url}/keys/{key} {"value": {value}}`. Read, looked through before anything is asked, and filled. */
import { isMap, type Value } from "@watercooler/judge/histories"
import type { Asked } from "../client.ts"
import { gapsFor, wrongFunctions } from "../functions.ts"
import type { GeneratorName } from "../generators.ts"

/** A template, read. */
export interface Template {
  readonly method: string
  readonly address: string
  readonly body: string | undefined
}

const METHODS: readonly string[] = ["GET", "PUT", "POST", "DELETE", "PATCH"]
const GAP = /\{([A-Za-z_][\w.-]*)\}/g

/** `METHOD address body`, of which the body may be missing; undefined if it is not that. */
export function templateOf(words: string): Template | undefined {
  const [, method = "", address = "", body] = /^(\S+)\s+(\S+)(?:\s+([\s\S]+))?$/.exec(words.trim()) ?? []
  return METHODS.includes(method.toUpperCase()) && address !== "" ? { method: method.toUpperCase(), address, body } : undefined
}

/** What is wrong with one template, or with all of them together: then no function is named. */
export interface WrongTemplate {
  readonly f: string | undefined
  readonly seen: string
  readonly expected: string
  readonly instead: string
}

/** All that can be told of templates without asking anybody. */
export function wrongTemplates(
  workload: GeneratorName,
  templates: readonly (readonly [f: string, words: string])[],
): readonly WrongTemplate[] {
  const wrong = wrongFunctions(
    workload,
    templates.map(([f]) => f),
  )
  const functions =
    wrong === undefined ? [] : [{ ...wrong, expected: "each function of the workload", instead: "read: 'GET {url}/keys/{key}'" }]
  return [...functions, ...templates.flatMap(([f, words]) => wrongWords(workload, f, words))]
}

function wrongWords(workload: GeneratorName, f: string, words: string): readonly WrongTemplate[] {
  const template = templateOf(words)
  if (template === undefined)
    return [
      {
        f,
        seen: shortened(words),
        expected: `a method (${METHODS.join(", ")}), an address, and a body if there is one`,
        instead: `PUT {url}/keys/{key} {"value": {value}}`,
      },
    ]
  const gaps = gapsFor(workload, f)
  const strangers = [...words.matchAll(GAP)].map(([, gap]) => gap as string).filter((gap) => !gaps.includes(gap))
  const unfilled = [...new Set(strangers)].map((gap) => ({
    f,
    seen: `nothing fills {${gap}}`,
    expected: `of ${f} one of ${gaps.map((each) => `{${each}}`).join(", ")}`,
    instead: "what is no gap, with a space behind its brace: { name }",
  }))
  if (/^(\{url\}|https?:\/\/)/.test(template.address)) return unfilled
  const elsewhere = {
    f,
    seen: `the address ${shortened(template.address)}`,
    expected: "one that begins with {url}",
    instead: "GET {url}/keys/{key}",
  }
  return [elsewhere, ...unfilled]
}

const shortened = (words: string): string => (words.length > 80 ? `${words.slice(0, 79)}…` : words)

/** `encode`: of words that stand in an address. */
export function fill(text: string, url: string, run: string, { key = null, value }: Asked, encode?: (text: string) => string): string {
  const [from, to] = Array.isArray(value) ? value : []
  const gaps: Readonly<Record<string, Value | undefined>> = {
    key,
    value,
    from,
    to,
    ...(isMap(value) ? Object.fromEntries([...value].map(([name, held]) => [String(name).replace(/^:/, ""), held])) : {}),
  }
  return text
    .replaceAll("{url}", url)
    .replaceAll("{run}", run)
    .replace(/\{([a-z]+)\}/g, (gap, name: string) => {
      const held = gaps[name]
      if (held === undefined) return gap
      return encode === undefined ? JSON.stringify(held) : encode(typeof held === "string" ? held : JSON.stringify(held))
    })
}
