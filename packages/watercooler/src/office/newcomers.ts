/** Hires somebody whom nobody had planned, while the office is open: a name, a spare port, a key, and a first day. */
import { mkdirSync } from "node:fs"
import type { Newcomer } from "@watercooler/boss/faults"
import { assignMisdeeds, catalogue } from "./assignment.ts"
import { Employee, type Outcome } from "./employee.ts"
import { nextName } from "./names.ts"
import { nodeConfig } from "./node-config.ts"
import type { Office } from "./office.ts"
import { isPortFree } from "./ports.ts"
import { nodePost } from "./post.ts"

/** What somebody wants; what is left out is as in the rest of the office. */
export interface NewcomerWish extends Newcomer {
  /** How it is to be called; the next free name when left out. */
  readonly name?: string
}

const tooLate = "the storm is over, and nobody new is hired any more"

export type Hired = { readonly name: string; readonly outcome: Outcome }
type Refused = { readonly refused: string }

export async function hireNewcomer(office: Office, wish: NewcomerWish, by: string, id?: string): Promise<Hired | Refused> {
  const kind = wish.party ?? office.parts.options.kind
  const because = await whyNot(office, kind, wish)
  if (because !== undefined) return { refused: because }
  const known = await catalogue()
  const port = await takePort(office.parts.sparePorts)
  if (port === undefined) return { refused: "all ports that were reserved for newcomers are taken" }
  if (office.isCallingBack) return { refused: tooLate }
  // From here on nothing is waited for until the newcomer is on the roster: two who come at once get two names.
  const names = office.parts.employees.map(({ name }) => name)
  const name = wish.name ?? nextName(kind !== "shit", names)
  if (names.includes(name)) return { refused: `${name} is somebody else already` }
  const place = { name, endpoint: `http://127.0.0.1:${port}` }
  const misdeeds = kind === "shit" ? misdeedsOf(office, name, wish.misdeeds, known) : []
  enrol(office, office.parts.plan.newcomer(place, kind, misdeeds), bootOf(office, wish.boot))
  return { name, outcome: await office.carryOut({ kind: "hire", node: name, disk: "kept", newcomer: said(wish) }, by, id) }
}

async function whyNot(office: Office, kind: string, { boot, misdeeds = [] }: NewcomerWish): Promise<string | undefined> {
  if (office.phase === "opening") return "the office is still opening: somebody new is hired when the storm has begun"
  if (office.isCallingBack || office.phase !== "storm") return tooLate
  if (office.parts.options.programs !== undefined)
    return "an office of programs has a place for those that it was opened with, and for nobody new"
  if (office.parts.options.kind === "wall" && kind !== "wall") return "an office of walls has no chain for anybody else: hire a wall"
  if (boot !== undefined && office.find(boot) === undefined) return `nobody here is named ${boot}`
  if (misdeeds.length > 0 && kind !== "shit") return `a ${kind} does no misdeeds: hire a shit`
  const known = (await catalogue()).map(({ name }) => name)
  const unknown = misdeeds.find((misdeed) => !known.includes(misdeed))
  return unknown === undefined ? undefined : `no misdeed is called ${unknown}`
}

/** The first that is free now: a stranger may sit on one. */
async function takePort(spare: number[]): Promise<number | undefined> {
  for (let port = spare.shift(); port !== undefined; port = spare.shift()) if (await isPortFree(port)) return port
  return undefined
}

/** Drawn as if the newcomer had been there from the start, so that it does what nobody else does yet. */
function misdeedsOf(
  { parts: { employees, options } }: Office,
  name: string,
  asked: readonly string[] | undefined,
  known: Awaited<ReturnType<typeof catalogue>>,
): readonly string[] {
  const shits = employees.filter(({ party }) => !party.honest).map((employee) => employee.name)
  return assignMisdeeds([...shits, name], asked ?? options.misdeeds, known, options.seed).get(name) ?? []
}

/** By whom it joins: who was asked for; without a tracker somebody honest who is at work; otherwise the tracker. */
function bootOf(office: Office, wanted: string | undefined): string | undefined {
  if (wanted !== undefined) return office.find(wanted)?.party.endpoint
  if (office.parts.sauronUrl !== undefined) return undefined
  return office.chained.find(({ standing }) => standing.state === "up")?.party.endpoint
}

/** Writes the newcomer into everything that lists who works here: roster, journal (and so Sauron and the judge), manifest. */
function enrol(office: Office, party: Employee["party"], boot: string | undefined): void {
  const { employees, folder, options, plan, recorder, manifest, runStartedNs, sauronUrl, dial, around, wiring } = office.parts
  const parties = [...employees.map((employee) => employee.party), party]
  const place = folder.node(party.name)
  for (const part of [place.storage, place.logs]) mkdirSync(part, { recursive: true })
  const settled = { ...plan, settingsOf: () => plan.settingsOf(party, boot) }
  const config = nodeConfig({
    party,
    parties,
    plan: settled,
    options,
    folder: place,
    runStartedNs,
    sauronUrl,
    dial,
    linkSecret: wiring.secretOf(party.name),
  })
  wiring.enrol(party)
  employees.push(new Employee(party, place, nodePost(config, place), around))
  recorder.record({ type: "header", version: 1, world: "real", run: folder.run, seed: options.seed, parties, rules: plan.rules })
  manifest.joined(parties)
}

/** The wish as a journal tells it: these words, and nothing that came beside them through the control API. */
function said({ party, misdeeds, boot }: NewcomerWish): Newcomer {
  return {
    ...(party === undefined ? {} : { party }),
    ...(misdeeds === undefined ? {} : { misdeeds }),
    ...(boot === undefined ? {} : { boot }),
  }
}
