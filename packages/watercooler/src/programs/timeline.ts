/** Faults of whoever has a role when their moment has come. */
import { isLinkFault, type LinkFault, type NodeFault, type ProcessFault, undoOf } from "@watercooler/boss/faults"
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Office } from "../office/office.ts"
import { LastWord } from "./logs.ts"
import type { Places } from "./places.ts"
import type { ProgramsPlan, RoleFault } from "./plan.ts"
import { whoHas } from "./roles.ts"

const BY = "scenario"
/** Nobody is asked again more often than this, and nobody waits longer: an election takes a while. */
const AGAIN_MS = 100
const FOUND_MS_MAX = 10_000
/** Who logged something last is known by looking at all logs so often. */
const LOOK_MS = 50

export interface RoleTimeline {
  /** Nothing more begins. Resolves when it is written down of everybody who is still looked for. */
  end(): Promise<void>
}

export function beginRoles(office: Office, { roleFaults, seed }: ProgramsPlan, places: Places): RoleTimeline {
  const over = new AbortController()
  const underWay = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  const nodes = places.nodes.map(({ name, number, program }) => ({ name, number, program: program.name, ports: program.ports }))
  const after = (us: number, act: () => void): void => void timers.add(setTimeout(act, us / 1_000))
  const words = new Map<RoleFault, LastWord>()
  for (const fault of roleFaults) {
    const { probe, of } = fault.role
    if (probe.by !== "log") continue
    const followed = nodes.filter(({ program }) => of === undefined || program === of)
    const files = followed.map(({ name }) => ({ name, file: office.parts.folder.node(name).output }))
    words.set(fault, new LastWord(probe.pattern, files))
  }
  const look = (): void => {
    for (const word of words.values()) word.look()
  }
  const looking = words.size === 0 ? undefined : setInterval(look, LOOK_MS)
  const find = async (fault: RoleFault): Promise<string | undefined> => {
    const patience = performance.now() + FOUND_MS_MAX
    while (!over.signal.aborted && performance.now() < patience) {
      const word = words.get(fault)
      const [name] = word === undefined ? await whoHas(fault.role, nodes, places) : [word.look()]
      if (name !== undefined) return name
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    return undefined
  }
  const begin = async (planned: RoleFault): Promise<void> => {
    const { id, forUs } = planned
    const name = await find(planned)
    if (name === undefined || over.signal.aborted) {
      const because = over.signal.aborted
        ? "nobody had this role before the storm was over"
        : `nobody had this role for ${FOUND_MS_MAX / 1_000} s`
      return office.desk.missed(faultOf(planned, "nobody", [], seed), BY, id, because)
    }
    const all = nodes.map((node) => node.name)
    const fault = faultOf(planned, name, all, seed)
    if (isLinkFault(fault) || fault.kind === "slow") {
      await office.start(fault, BY, { id, forMs: forUs === undefined ? undefined : forUs / 1_000 })
      // After it, so that nobody who dials again comes through.
      if (planned.closes && fault.kind === "cut") await office.start({ ...fault, kind: "reset" }, BY, { id: `${id}.close` })
      return
    }
    const harm = fault as ProcessFault
    await office.carryOut(harm, BY, id)
    const undo = forUs === undefined ? undefined : undoOf(harm)
    if (forUs !== undefined && undo !== undefined) after(forUs, () => void office.carryOut(undo, BY, `${id}.over`))
  }
  for (const fault of roleFaults)
    after(fault.atUs, () => {
      const begun: Promise<void> = begin(fault).finally(() => underWay.delete(begun))
      underWay.add(begun)
    })
  return {
    async end() {
      over.abort()
      clearInterval(looking)
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(underWay)
    },
  }
}

function faultOf(
  { factor, id, kind, others }: RoleFault,
  node: string,
  all: readonly string[],
  seed: string,
): LinkFault | NodeFault | ProcessFault {
  if (kind === "slow") return { kind, node, factor }
  if (kind !== "isolate") return { kind, node }
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
