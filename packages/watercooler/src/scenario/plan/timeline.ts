/** The timeline: from entries that a person wrote to faults with a moment each, every name spelt out and every draw made. */
import type { Disk } from "@watercooler/boss/faults"
import { fullName, saltOf, shortName } from "@watercooler/kernel"
import type { Path } from "../read/path.ts"
import type { FaultEntry, Verb } from "../schema/faults.ts"
import { FAULTS_MAX } from "../schema/scenario.ts"
import { durationOf } from "../words.ts"
import { Absences, type ProcessStep } from "./absences.ts"
import { drawnForLinks, withDrawn } from "./any-link.ts"
import { type AnyFault, checkExtras, isNewcomers, linkFaults, newcomerFault, nodeFault, type Target, targetOf, verbOf } from "./faults.ts"
import { checkMisdeeds } from "./misdeeds.ts"
import { type Moment, momentsOf } from "./moments.ts"
import { Newcomers } from "./newcomers.ts"
import { checkNote } from "./notes.ts"
import { Objections } from "./objections.ts"
import type { LeftOut, PlannedFault } from "./plan.ts"
import type { Member, Roster } from "./roster.ts"
import { pathOfRoute, routePath } from "./routes.ts"

/** An entry of which so much is known that it can be planned. */
interface Entry {
  readonly words: FaultEntry
  readonly path: Path
  readonly id: string
  readonly verb: Verb
  readonly moments: readonly Moment[]
  /** Who is hired by it, each time, who was never here. */
  readonly newcomers: readonly (readonly Member[])[]
}

export interface Timeline {
  readonly faults: readonly PlannedFault[]
  readonly leftOut: readonly LeftOut[]
}

/** What can be known before anybody has a name: when each entry happens, and who joins by it. */
export function readEntries(
  faults: readonly FaultEntry[],
  counts: Readonly<Record<string, number>>,
  seed: string,
  stormUs: number,
  objections: Objections,
): readonly Entry[] {
  const ids = new Set<string>()
  const newcomers = new Newcomers(counts)
  return faults.flatMap((words, at): Entry[] => {
    const path = ["faults", at]
    const verb = verbOf(words, path, objections)
    if (verb === undefined) return []
    const id = idOf(words, verb, ids, path, objections)
    const moments = momentsOf(words, id, seed, stormUs, path, objections)
    return [{ words, path, id, verb, moments, newcomers: moments.map(() => newcomers.hired(words, path, objections)) }]
  })
}

/** Made from the content of the entry, so that the draws of the others stay as they are when one is taken out. */
function idOf({ id, ...content }: FaultEntry, verb: Verb, ids: Set<string>, path: Path, objections: Objections): string {
  if (id !== undefined && ids.has(id)) objections.add([...path, "id"], `two faults are called ${id}`, "a name of its own", `id: ${id}-2`)
  const [lane] = saltOf("fault", JSON.stringify(content, Object.keys(content).sort().concat(innerKeys(content))))
  const made = id ?? `${verb}-${lane.toString(16).padStart(8, "0")}`
  let unique = made
  for (let copy = 2; ids.has(unique); copy++) unique = `${made}~${copy}`
  ids.add(unique)
  return unique
}

/** Keys of objects further inside, sorted too: the order in which somebody wrote them means nothing. */
function innerKeys(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return []
  const own = Array.isArray(value) ? [] : Object.keys(value)
  return [...own, ...Object.values(value).flatMap(innerKeys)].sort()
}

export function planTimeline(entries: readonly Entry[], roster: Roster, seed: string, stormUs: number, objections: Objections): Timeline {
  const planned = entries.map((entry) => withTarget(entry, roster, objections))
  const steps = planned.flatMap(stepsOf)
  const uncertain = new Set(planned.flatMap(({ words, target }) => (words.when === undefined ? [] : (target?.pool ?? []))))
  const absences = Absences.of(steps, uncertain, stormUs, objections)
  const drawing = new Drawing(absences, seed, stormUs, objections)
  // Whoever is drawn at one time is not there to be drawn at a later one.
  const turns = planned.flatMap((entry) => entry.moments.map((moment, turn) => ({ entry, moment, turn })))
  const order = turns.sort((a, b) => (a.moment.atUs ?? 0) - (b.moment.atUs ?? 0) || (a.entry.id < b.entry.id ? -1 : 1))
  const faults = order.flatMap(({ entry, moment, turn }) => faultsOf(entry, moment, turn, roster, drawing, objections))
  if (faults.length > FAULTS_MAX) {
    objections.add(
      ["faults"],
      `${faults.length} faults, all in all`,
      `at most ${FAULTS_MAX}`,
      "a longer `every`, or fewer nodes at once",
      "key",
    )
  }
  return { faults: faults.sort(inTime), leftOut: drawing.leftOut }
}

/** What waits for a note comes last. */
function inTime(a: PlannedFault, b: PlannedFault): number {
  const at = (fault: PlannedFault) => ("atUs" in fault ? fault.atUs : Number.MAX_SAFE_INTEGER)
  return at(a) - at(b) || (a.id < b.id ? -1 : 1)
}

interface Targeted extends Entry {
  readonly target: Target | undefined
  /** Of links: the same each time, unless somebody is drawn. */
  readonly links: readonly AnyFault[]
  /** Of links: who is drawn each time. */
  readonly drawn: Target | undefined
}

function withTarget(entry: Entry, roster: Roster, objections: Objections): Targeted {
  const { words, verb, path } = entry
  const target = targetOf(words, verb, path, roster, objections)
  checkExtras(words, verb, target, path, objections)
  if (words.when !== undefined) {
    if (words.when.node !== undefined) roster.one(words.when.node, [...path, "when", "node"], objections)
    checkWhen(words.when, [...path, "when"], roster, objections)
  }
  if (isNewcomers(words.hire)) {
    const { boot, misdeeds, kind } = words.hire
    if (boot !== undefined) roster.one(boot, [...path, "hire", "boot"], objections)
    if (misdeeds !== undefined && kind !== "shit")
      objections.add(
        [...path, "hire", "misdeeds"],
        `misdeeds of a ${kind ?? "bigload"}`,
        "`kind: shit`, who does them",
        "kind: shit",
        "key",
      )
    checkMisdeeds(misdeeds ?? [], [...path, "hire", "misdeeds"], objections)
  }
  const drawn = drawnForLinks(words, verb, path, roster, objections)
  if (drawn !== undefined && drawn.pool.length < (drawn.any ?? 0)) return { ...entry, target, links: [], drawn: undefined }
  // With the first of the pool: what is wrong with the others of its words is wrong whoever is drawn.
  const example = drawn === undefined ? words : withDrawn(words, verb, drawn.pool)
  return { ...entry, target, links: linkFaults(example, verb, path, roster, objections), drawn }
}

/** It is a note that is waited for, or a request, and not both. */
function checkWhen({ notes, sends, to, where }: NonNullable<FaultEntry["when"]>, path: Path, roster: Roster, objections: Objections): void {
  const instead = "when: {node: b3, notes: head-moved}"
  if (notes !== undefined && !roster.arePrograms) checkNote(notes, where, path, objections)
  if (sends !== undefined && !roster.arePrograms) pathOfRoute(sends, [...path, "sends"], objections)
  if (to !== undefined) roster.one(to, [...path, "to"], objections)
  if (notes === undefined && sends === undefined)
    objections.add(path, "a `when` that waits for nothing", "`notes`, or `sends`", instead, "key")
  if (notes !== undefined && sends !== undefined)
    objections.add([...path, "sends"], "`sends` beside `notes`", "one of the two", instead, "key")
  if (to !== undefined && sends === undefined)
    objections.add([...path, "to"], "`to` without `sends`", "`to` of a request", "when: {sends: POST /block, to: b2}", "key")
  if (where !== undefined && notes === undefined)
    objections.add([...path, "where"], "`where` without `notes`", "facts of a note", instead, "key")
}

/** What the timeline does to processes, as far as no draw decides about it. */
function stepsOf({ words, verb, moments, newcomers, target, path }: Targeted): readonly ProcessStep[] {
  if (verb !== "fire" && verb !== "layoff" && verb !== "hire" && verb !== "pause" && verb !== "resume") return []
  if (words.when !== undefined || target?.any !== undefined) return []
  return moments.flatMap(({ atUs = 0, forUs }, turn) => {
    const step = (isNewcomer: boolean) => (node: string) => ({ node, kind: verb, atUs, forUs, isNewcomer, path })
    return [...(target?.pool ?? []).map(step(false)), ...(newcomers[turn] ?? []).map(({ name }) => step(true)(name))]
  })
}

function faultsOf(
  entry: Targeted,
  moment: Moment,
  turn: number,
  roster: Roster,
  drawing: Drawing,
  objections: Objections,
): readonly PlannedFault[] {
  const { words, verb, id, links, target, newcomers } = entry
  const boot = isNewcomers(words.hire) && words.hire.boot !== undefined ? roster.one(words.hire.boot, entry.path, objections) : undefined
  const joining = (newcomers[turn] ?? []).map(({ name }) => newcomerFault(words.hire as never, name, boot))
  const hit = target === undefined ? [] : drawing.victims(entry, moment, target)
  const own = entry.drawn === undefined ? links : linksDrawn(entry, drawing.victims(entry, moment, entry.drawn), roster)
  const faults = [...own, ...joining, ...hit.flatMap((node) => nodeFault(words, verb, node) ?? [])]
  const ofTurn = moment.turn === undefined ? id : `${id}.${moment.turn}`
  return faults.flatMap((fault, at) => {
    const name = "node" in fault ? shortName(fault.node) : String(at + 1)
    return placed(
      faults.length === 1 && (target === undefined || target.pool.length === 1 || target.any === 1) ? ofTurn : `${ofTurn}.${name}`,
      fault,
      entry,
      moment,
    )
  })
}

/** Nobody, when too few were there to be drawn. */
function linksDrawn({ drawn, path, verb, words }: Targeted, names: readonly string[], roster: Roster): readonly AnyFault[] {
  return names.length < (drawn?.any ?? 0) ? [] : linkFaults(withDrawn(words, verb, names), verb, path, roster, new Objections())
}

/** Whoever is fired with `for` comes back with its disk kept; where the disk is another, coming back is a fault of its own. */
function placed(id: string, fault: AnyFault, { words }: Targeted, moment: Moment): readonly PlannedFault[] {
  const { forUs } = moment
  const lasting = forUs === undefined ? {} : { forUs }
  const { disk } = words
  if (disk === undefined || disk === "kept" || forUs === undefined || (fault.kind !== "fire" && fault.kind !== "layoff")) {
    return [at(id, moment, 0, words, { ...lasting, fault })]
  }
  const back: AnyFault = { kind: "hire", node: fault.node, disk: disk as Disk }
  return [at(id, moment, 0, words, { fault }), at(`${id}.back`, moment, forUs, words, { fault: back })]
}

function at(
  id: string,
  moment: Moment,
  laterUs: number,
  { when }: FaultEntry,
  rest: { readonly forUs?: number; readonly fault: AnyFault },
): PlannedFault {
  if (moment.atUs !== undefined) return { id, atUs: moment.atUs + laterUs, ...rest }
  const { node, notes, sends, to, where, count } = when as NonNullable<FaultEntry["when"]>
  const who = { ...(node === undefined ? {} : { node: fullName(node.toLowerCase()) }), ...(count === undefined ? {} : { count }) }
  const trigger =
    sends === undefined
      ? { ...who, note: notes ?? "", ...(where === undefined ? {} : { where }) }
      : { ...who, sends: routePath(sends), ...(to === undefined ? {} : { to: fullName(to.toLowerCase()) }) }
  return { id, when: trigger, afterUs: moment.afterUs + laterUs, ...rest }
}

/** Makes the draws of a timeline, one after the other. */
class Drawing {
  readonly leftOut: LeftOut[] = []
  /** What the timeline says by itself. */
  readonly #said: Absences
  /** What draws have added to it. */
  readonly #drawn = new Absences()
  readonly #seed: string
  readonly #stormUs: number
  readonly #objections: Objections

  constructor(said: Absences, seed: string, stormUs: number, objections: Objections) {
    this.#said = said
    this.#seed = seed
    this.#stormUs = stormUs
    this.#objections = objections
  }

  /** Who else stands there does not change how a candidate is rated. */
  victims({ id, verb, path }: Targeted, { atUs, forUs, turn }: Moment, { pool, any }: Target): readonly string[] {
    if (any === undefined) return pool
    const takesAway = verb === "fire" || verb === "layoff" || verb === "pause"
    const untilUs = takesAway ? (atUs ?? 0) + (forUs ?? this.#stormUs) : (atUs ?? 0)
    const here =
      atUs === undefined ? pool : pool.filter((name) => this.#said.isHere(name, atUs, untilUs) && this.#drawn.isHere(name, atUs, untilUs))
    const rated = here.map((name) => ({ name, rating: saltOf(this.#seed, "who", id, turn ?? 0, name)[0] }))
    const hit = rated
      .sort((a, b) => a.rating - b.rating)
      .slice(0, any)
      .map(({ name }) => name)
    if (hit.length < any) this.#leaveOut(id, atUs ?? 0, pool, any, verb, path)
    if (takesAway && atUs !== undefined) for (const name of hit) this.#drawn.add(name, atUs, untilUs, verb)
    return hit
  }

  #leaveOut(id: string, atUs: number, pool: readonly string[], any: number, verb: Verb, path: Path): void {
    const because = `at ${durationOf(atUs)} too few of ${pool.length} are left to ${verb}: the others are away by then`
    this.leftOut.push({ id, atUs, because })
    // Who asks for more than there are has been told already, and so has who asks for nobody.
    if (any > pool.length) return
    this.#objections.add([...path, verb], because, "enough who are at work", "a shorter `for`, a longer `every`, or more nodes", "key")
  }
}
