/** Faults of whoever has a role when their moment has come, and those that only programs know. */
import { isLinkFault, type LinkFault, type NodeFault, type ProcessFault, undoOf } from "@watercooler/boss/faults"
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Office } from "../office/office.ts"
import type { Upgrade } from "../office/post.ts"
import type { Finder } from "./finder.ts"
import { LOGGED, type ProgramsPlan, type RoleFault } from "./plan.ts"
import type { ProgramPost } from "./post.ts"

const BY = "scenario"
/** Nobody is asked again more often than this, and nobody waits longer: an election takes a while. */
const AGAIN_MS = 100
const FOUND_MS_MAX = 10_000

export interface RoleTimeline {
  /** Nothing more begins. Resolves when it is written down of everybody who is still looked for. */
  end(): Promise<void>
}

export function beginRoles(
  office: Office,
  { roleFaults, seed }: ProgramsPlan,
  finder: Finder,
  posts: ReadonlyMap<string, ProgramPost>,
): RoleTimeline {
  const over = new AbortController()
  const underWay = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  const names = [...posts.keys()]
  const after = (us: number, act: () => void): void => {
    if (!over.signal.aborted) timers.add(setTimeout(act, us / 1_000))
  }
  const find = async (role: RoleFault["role"]): Promise<string | undefined> => {
    if (typeof role === "string") return role
    const patience = performance.now() + FOUND_MS_MAX
    while (!over.signal.aborted && performance.now() < patience) {
      const [name] = await finder.whoHas(role)
      if (name !== undefined) return name
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    return undefined
  }
  const upgrade = async ({ id, forUs, to }: RoleFault, name: string): Promise<void> => {
    const post = posts.get(name) as ProgramPost
    const become = async (command: readonly string[], id: string, isBack = false): Promise<void> => {
      const what: Upgrade = { kind: "upgrade", node: name, to: post.filled(command).join(" "), ...(isBack ? { back: true } : {}) }
      await office.upgrade(what, BY, id, () => post.become(command))
    }
    const before = post.command()
    await become(to, id)
    if (forUs !== undefined) after(forUs, () => void become(before, `${id}.over`, true))
  }
  const begin = async (planned: RoleFault): Promise<void> => {
    const { disk, forUs, id } = planned
    let because: string | undefined
    const name = await find(planned.role).catch((error: unknown) => {
      because = `who has this role cannot be said: ${error instanceof Error ? error.message : String(error)}`
      return undefined
    })
    if (name === undefined || over.signal.aborted) {
      const when = over.signal.aborted ? "before the storm was over" : `within ${FOUND_MS_MAX / 1_000} s`
      if (name !== undefined || typeof planned.role === "string") because = "the storm was over"
      else because ??= `${when}, ${await finder.whyNobody(planned.role)}`
      return office.desk.missed(faultOf(planned, "nobody", [], seed), BY, id, because)
    }
    if (planned.kind === "upgrade") return upgrade(planned, name)
    const fault = faultOf(planned, name, names, seed)
    if (isLinkFault(fault) || fault.kind === "slow") {
      await office.start(fault, BY, { id, forMs: forUs === undefined ? undefined : forUs / 1_000 })
      // After it, so that nobody who dials again comes through.
      if (planned.closes && fault.kind === "cut") await office.start({ ...fault, kind: "reset" }, BY, { id: `${id}.close` })
      return
    }
    const harm = fault as ProcessFault
    await office.carryOut(harm, BY, id)
    const undo = forUs === undefined ? undefined : undoOf(harm)
    const back = undo?.kind === "hire" ? { ...undo, disk } : undo
    if (forUs !== undefined && back !== undefined) after(forUs, () => void office.carryOut(back, BY, `${id}.over`))
  }
  const beginSoon = (fault: RoleFault): void =>
    after(fault.atUs ?? fault.afterUs, () => {
      const begun: Promise<void> = begin(fault).finally(() => underWay.delete(begun))
      underWay.add(begun)
    })
  for (const fault of roleFaults) {
    const { when } = fault
    if (when === undefined) beginSoon(fault)
    else {
      // Said beforehand: the judge misses what never begins.
      const planned = faultOf(fault, typeof fault.role === "string" ? fault.role : "whoever it is", [], seed)
      office.parts.recorder.record({ type: "fault", what: "planned", id: fault.id, fault: { ...planned }, by: BY })
      if ("sends" in when) void office.parts.wiring.watch(fault.id, when, () => beginSoon(fault))
      else onceLogged(when, finder, () => beginSoon(fault))
    }
  }
  return {
    async end() {
      over.abort()
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(underWay)
    },
  }
}

/** The office's own timeline knows of notes only. */
export function tellLines(office: Office, { faults }: ProgramsPlan, finder: Finder): void {
  const patterns = faults.flatMap((fault) => ("when" in fault && "note" in fault.when ? [String(fault.when.where?.line)] : []))
  for (const line of new Set(patterns)) finder.onLog(line, (node) => office.timeline?.hear({ node, fact: { note: LOGGED, line } }))
}

function onceLogged({ count, logs, node }: Extract<RoleFault["when"], { logs: string }>, finder: Finder, act: () => void): void {
  let left = count
  finder.onLog(logs, (name) => {
    if ((node === undefined || name === node) && --left === 0) act()
  })
}

function faultOf(
  { factor, id, kind, others, to }: RoleFault,
  node: string,
  all: readonly string[],
  seed: string,
): LinkFault | NodeFault | ProcessFault | Upgrade {
  if (kind === "slow") return { kind, node, factor }
  if (kind === "upgrade") return { kind, node, to: to.join(" ") }
  if (kind !== "isolate") return { kind, node }
  // Of somebody who is not known, nor is who the others are.
  if (all.length === 0) return { kind: "cut", from: [node], to: ["others"], both: true }
  const rest = all.filter((name) => name !== node)
  const staying = drawn(rest, others, seed, id)
  return { kind: "cut", from: [node, ...staying], to: rest.filter((name) => !staying.includes(name)), both: true }
}

/** So many of them, the same for the same seed. */
function drawn(names: readonly string[], count: number, seed: string, id: string): readonly string[] {
  const chance = expand(saltOf(seed, "stay", id))
  const left = [...names]
  return Array.from({ length: Math.min(count, left.length - 1) }, () => left.splice(below(chance, left.length), 1)[0] as string)
}
