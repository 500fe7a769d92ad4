/** The walls of the house: who may import whom, and what may not be touched in the pure rooms. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { describe, expect, test } from "vitest"

const packages = resolve(import.meta.dirname, "..", "packages")

/** `room` or `room/part` → what its sources may import of ours, and which outside packages. `node` stands for Node's own modules. */
const WALLS: Readonly<Record<string, { readonly ours: readonly string[]; readonly outside: readonly string[] }>> = {
  kernel: { ours: [], outside: [] },
  bigload: { ours: ["kernel"], outside: [] },
  "shit-node": { ours: ["kernel"], outside: [] },
  "boss/faults": { ours: ["kernel"], outside: [] },
  boss: { ours: ["kernel", "boss/faults"], outside: ["node"] },
  simulator: { ours: ["kernel", "boss/faults"], outside: [] },
  judge: { ours: ["kernel"], outside: [] },
  host: { ours: ["kernel", "sauron/eye"], outside: ["node", "fastify"] },
  "sauron/tracker": { ours: ["kernel"], outside: [] },
  "sauron/picture": { ours: ["kernel"], outside: [] },
  "sauron/recording": { ours: ["kernel", "sauron/picture"], outside: [] },
  "sauron/eye": { ours: ["kernel"], outside: ["node", "fastify", "socket.io-client"] },
  sauron: {
    ours: ["kernel", "judge", "sauron/eye", "sauron/tracker", "sauron/picture", "sauron/recording"],
    outside: ["node", "fastify", "socket.io", "socket.io-client"],
  },
  watercooler: { ours: ["*"], outside: ["*"] },
}

const PURE = ["kernel", "bigload", "shit-node", "boss/faults", "sauron/tracker", "sauron/picture", "sauron/recording", "judge", "simulator"]

/** What would bring a clock, chance, I/O or another engine's opinion into a pure room. */
const BANNED: readonly (readonly [string, RegExp])[] = [
  ["Date", /\bDate\b(?!\w)/],
  ["Math.random", /\bMath\s*\.\s*random\b/],
  ["inexact mathematics", /\bMath\s*\.\s*(log|log2|log10|log1p|exp|expm1|pow|sin|cos|tan|sqrt|cbrt|hypot)\b/],
  ["timers", /\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/],
  ["process", /\bprocess\s*\./],
  ["performance", /\bperformance\s*\./],
  ["Intl or localeCompare", /\bIntl\b|\blocaleCompare\b|\btoLocale\w*\b/],
  ["fetch", /\bfetch\s*\(/],
  ["global crypto", /\bglobalThis\b|\bcrypto\s*\.\s*(random|subtle|getRandomValues)/],
  ["promises", /\basync\b|\bawait\b|\bnew Promise\b|\bPromise\s*\./],
]

interface Source {
  readonly file: string
  readonly room: string
  readonly part: string
  readonly text: string
  readonly imports: readonly string[]
}

const sources = readdirSync(packages).flatMap((room) => sourcesOf(room))

function sourcesOf(room: string): Source[] {
  const src = join(packages, room, "src")
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((name) => {
      const file = join(src, name)
      const text = readFileSync(file, "utf8")
      const [folder = ""] = name.split(/[\\/]/)
      const part = `${room}/${folder}`
      return { file, room, part: part in WALLS ? part : room, text, imports: importsOf(text) }
    })
}

function importsOf(text: string): string[] {
  const bare = withoutComments(text)
  return [...bare.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)"([^"]+)"/g)].map((match) => match[1] as string)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
}

/** `@watercooler/boss/faults` → `boss/faults`; a relative path into another part of the same room → that part. */
function ourTarget(source: Source, specifier: string): string | undefined {
  if (specifier.startsWith("@watercooler/")) return specifier.slice("@watercooler/".length)
  if (!specifier.startsWith(".")) return undefined
  const [room = "", , folder = ""] = relative(packages, resolve(dirname(source.file), specifier)).split(/[\\/]/)
  const part = `${room}/${folder}`
  return part in WALLS ? part : room
}

function outsideName(specifier: string): string {
  return specifier.startsWith("node:") ? "node" : specifier
}

function mayImport(allowed: readonly string[], name: string): boolean {
  return allowed.includes("*") || allowed.includes(name)
}

describe("the walls", () => {
  test("every package is a room of the plan", () => {
    const rooms = Object.keys(WALLS).filter((room) => !room.includes("/"))
    expect(readdirSync(packages).sort()).toEqual(rooms.sort())
  })

  test.each(Object.keys(WALLS))("%s imports only what it may", (part) => {
    const { ours, outside } = WALLS[part] as (typeof WALLS)[string]
    const trespasses: string[] = []
    for (const source of sources.filter((each) => each.part === part)) {
      for (const specifier of source.imports) {
        const target = ourTarget(source, specifier)
        const allowed = target === undefined ? mayImport(outside, outsideName(specifier)) : target === part || mayImport(ours, target)
        if (!allowed) trespasses.push(`${relative(packages, source.file)} imports ${specifier}`)
      }
    }
    expect(trespasses).toEqual([])
  })

  test("the page imports what runs in a browser, and of ours only what is pure", () => {
    const web = join(packages, "sauron", "web")
    const pages = readdirSync(web, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file))
    expect(pages.length).toBeGreaterThan(20)
    const libraries = ["preact", "preact/hooks", "@preact/signals", "d3-force", "d3-hierarchy", "uplot", "socket.io-client"]
    const strangers = pages.flatMap((name) =>
      importsOf(readFileSync(join(web, name), "utf8"))
        .filter((specifier) => {
          if (specifier.startsWith("."))
            return !/^web\/|^src\/(picture|recording)\//.test(relative(join(web, ".."), resolve(web, dirname(name), specifier)))
          return !libraries.includes(specifier) && specifier !== "@watercooler/kernel"
        })
        .map((specifier) => `web/${name} imports ${specifier}`),
    )
    expect(strangers).toEqual([])
  })

  test("only the rooms that need them know oclif, execa, fastify and socket.io", () => {
    const keepers: Readonly<Record<string, readonly string[]>> = {
      "@oclif/core": ["watercooler"],
      execa: ["watercooler"],
      fastify: ["host", "sauron", "watercooler"],
      "socket.io": ["sauron"],
      "socket.io-client": ["sauron"],
    }
    const strangers = sources.flatMap(({ file, room, imports }) =>
      imports.filter((name) => keepers[name]?.includes(room) === false).map((name) => `${relative(packages, file)} imports ${name}`),
    )
    expect(strangers).toEqual([])
  })
})

describe("the pure rooms", () => {
  test.each(PURE)("%s has no clock, no chance, no I/O and no promise", (part) => {
    const findings = sources
      .filter((source) => source.part === part)
      .flatMap(({ file, text }) => {
        const code = withoutComments(text).replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
        return BANNED.filter(([, pattern]) => pattern.test(code)).map(([what]) => `${relative(packages, file)} touches ${what}`)
      })
    expect(findings).toEqual([])
  })

  test("the ban finds what it bans", () => {
    const sins = [
      "const now = Date.now()",
      "Math.random()",
      "Math.log(2)",
      "setTimeout(f, 1)",
      "await answer",
      "crypto.getRandomValues(b)",
      'fetch("/")',
    ]
    for (const sin of sins)
      expect(
        BANNED.some(([, pattern]) => pattern.test(sin)),
        sin,
      ).toBe(true)
  })
})
