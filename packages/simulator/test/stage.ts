/** A stage for simulated stories: programs made of a few lines, a plain codec, and a crypto that nobody needs. */
import type { Crypto, HttpCodec, Input, Json, NodeProgram, Out } from "@watercooler/kernel"
import { type PartyPlan, Simulation, type SimulationOptions } from "../src/index.ts"

export const MS = 1_000
export const SECOND = 1_000_000

export type Request = { readonly kind: string; readonly [word: string]: Json }
export type Answer = { readonly [word: string]: Json }
export type Told = Input<Request, Answer>
export type Asks = Out<Request, Answer>
export type Program = NodeProgram<Request, Answer>
export type Party = PartyPlan<Request, Answer>
export type Sim = Simulation<Request, Answer>

export const codec: HttpCodec<Request, Answer> = {
  routes: ["POST /push", "POST /ask"],
  routeOf: (_method, url) => url,
  encodeRequest: (request) => ({
    method: "POST",
    url: `/${request.kind}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  }),
  decodeRequest: ({ url, body }) =>
    url === "/nowhere" ? { ok: false, because: "no such route", status: 404 } : parse<Request>(body, "kind"),
  encodeAnswer: (answer) => ({ status: 200, headers: {}, body: JSON.stringify(answer) }),
  decodeAnswer: ({ body }) => parse<Answer>(body),
  refusal: (because, status) => ({ status, headers: {}, body: because }),
}

function parse<T>(body: string, needs?: string): { ok: true; value: T } | { ok: false; because: string } {
  try {
    const value = JSON.parse(body) as T
    if (typeof value !== "object" || value === null) return { ok: false, because: "not an object" }
    if (needs !== undefined && !(needs in value)) return { ok: false, because: `no ${needs}` }
    return { ok: true, value }
  } catch {
    return { ok: false, because: "not JSON" }
  }
}

const refuse = (): never => {
  throw new Error("these programs need no crypto")
}
export const crypto: Crypto = { hash: refuse, hashBytes: refuse, publicKeyOf: refuse, sign: refuse, verify: refuse }

export const endpoint = (name: string): string => `http://${name}:80`

export function party(name: string, step: (input: Told, out: Asks) => void, more: Partial<Party> = {}): Party {
  return { name, endpoint: endpoint(name), create: () => ({ step: (input, out) => void step(input, out) }), codec, ...more }
}

/** Hears everything, answers every request, and remembers when it was told what. */
export function listener(name: string, heard: (Told & { readonly at?: number })[] = [], more: Partial<Party> = {}): Party {
  return party(
    name,
    (input, out) => {
      heard.push(input)
      if (input.kind === "request") out.reply(input.id, { ok: true })
    },
    more,
  )
}

/** Says something `count` times, first at its boot and then every so often; what comes back goes to `heard`. */
function repeater(
  name: string,
  everyUs: number,
  heard: Told[],
  count: number,
  say: (number: number, now: number, out: Asks) => void,
): Party {
  return {
    ...party(name, () => undefined),
    create: () => {
      let said = 0
      return {
        step: (input, out) => {
          heard.push(input)
          if ((input.kind !== "boot" && input.kind !== "timer") || said >= count) return
          say(said++, input.now, out)
          out.timer("again", everyUs)
        },
      }
    },
  }
}

/** Tells `to` one numbered push every so often. */
export function teller(name: string, to: readonly string[], everyUs: number, heard: Told[] = [], count = Number.POSITIVE_INFINITY): Party {
  return repeater(name, everyUs, heard, count, (number, now, out) => out.tell(to.map(endpoint), { kind: "push", number, sentAt: now }))
}

/** As `teller`, but asks, one name per request. */
export function asker(name: string, to: string, everyUs: number, heard: Told[] = [], count = Number.POSITIVE_INFINITY, text = ""): Party {
  return repeater(name, everyUs, heard, count, (number, now, out) =>
    out.ask(`ask ${number}`, endpoint(to), { kind: "ask", number, sentAt: now, text }),
  )
}

/** Passes on what it hears for the first time; every so often says something new. */
export function gossip(name: string, peers: readonly string[], everyUs: number): Party {
  const all = peers.map(endpoint)
  return {
    ...party(name, () => undefined),
    create: () => {
      const seen = new Set<string>()
      return {
        step: (input, out) => {
          if (input.kind === "boot") out.timer("say", 1 + (out.random() % everyUs))
          else if (input.kind === "timer") {
            const rumour = `${name} ${out.random()}`
            seen.add(rumour)
            out.persist({ rumour })
            out.tell(all, { kind: "push", rumour })
            out.timer("say", everyUs)
          } else if (input.kind === "request") {
            const { rumour } = input.request
            out.reply(input.id, { ok: true })
            if (typeof rumour !== "string" || seen.has(rumour)) return
            seen.add(rumour)
            out.note({ note: "heard", rumour })
            out.tell(all, input.request)
          }
        },
      }
    },
  }
}

/** Everybody gossips with the next three. */
export function ring(size: number, everyUs = 200 * MS): Party[] {
  const name = (i: number): string => `g${(i + size) % size}`
  return [...Array(size).keys()].map((i) => gossip(name(i), [name(i + 1), name(i + 2), name(i + 5)], everyUs))
}

export function simulate(options: Partial<SimulationOptions<Request, Answer>>): Sim {
  return new Simulation({ seed: "stage", crypto, costs: { diskWriteUs: 0 }, ...options })
}

export function kinds(heard: readonly Told[]): string[] {
  return heard.map((input) => input.kind)
}

export function only<Kind extends Told["kind"]>(heard: readonly Told[], kind: Kind): Extract<Told, { kind: Kind }>[] {
  return heard.filter((input): input is Extract<Told, { kind: Kind }> => input.kind === kind)
}
