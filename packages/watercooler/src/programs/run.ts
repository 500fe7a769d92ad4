/** A run of somebody else's programs, from the first process to the verdict. */
import { join } from "node:path"
import type { Counts } from "@watercooler/boss/switchboard"
import { NodeCrypto } from "@watercooler/host"
import { judge } from "@watercooler/judge"
import type { OfficeOptions } from "../input/options.ts"
import { becomeCalm } from "../office/calm.ts"
import { dismiss } from "../office/close.ts"
import { conclude } from "../office/conclude.ts"
import { readJournal } from "../office/journal.ts"
import { type Checked, type Judgement, nobodyFellOver, withHalfAStorm, withHelpers } from "../office/judging.ts"
import type { Office } from "../office/office.ts"
import { becomeReady } from "../office/ready.ts"
import { type Display, inOffice, type Stop, takeOrders } from "../office/run.ts"
import { beginStorm, cutShortBy, stormOver } from "../office/storm.ts"
import type { Summary } from "../office/summary.ts"
import { beginTimeline } from "../office/timeline.ts"
import { viewOf } from "../office/view.ts"
import { plural } from "../terminal/words.ts"
import { type Finder, openFinder } from "./finder.ts"
import { type OpenPrograms, openPrograms } from "./office.ts"
import type { ProgramsPlan } from "./plan.ts"
import { setUp } from "./setup.ts"
import { beginRoles, tellLines } from "./timeline.ts"
import { sortTold } from "./told.ts"
import { beginWorkload, judgeHistory, type WorkloadFigures } from "./workload.ts"

export async function runPrograms(options: OfficeOptions, plan: ProgramsPlan, display: Display, stop: Stop): Promise<Summary> {
  const opened = await openPrograms(options, plan)
  return inOffice(opened.office, display, stop, () => day(opened, plan, stop))
}

async function day({ guests, hired, office, places, posts }: OpenPrograms, plan: ProgramsPlan, stop: Stop): Promise<Summary> {
  const finder = openFinder(places, plan, office.parts.folder)
  try {
    return await stormAndCalm({ guests, hired, office, places, posts }, plan, finder, stop)
  } finally {
    finder.close()
  }
}

async function stormAndCalm(
  { guests, hired, office, places, posts }: OpenPrograms,
  plan: ProgramsPlan,
  finder: Finder,
  stop: Stop,
): Promise<Summary> {
  const { likes } = plan
  if (likes !== undefined) office.likes = () => finder.whoHas(likes).catch(() => []) // Whoever cannot be found is not preferred.
  await Promise.all([takeOrders(office), becomeReady(office, hired)])
  await setUp(office, plan, places, guests)
  const { seed } = office.parts.options
  const enough = new AbortController()
  const drive =
    plan.drive === undefined
      ? undefined
      : await beginWorkload(plan.drive, { places, seed, stormMs: plan.stormMs, here: plan.here, enough: enough.signal })
  beginStorm(office)
  office.timeline = beginTimeline(office, { faults: plan.faults, nodes: [], workload: { transfers: undefined, payments: [] } })
  tellLines(office, plan, finder)
  const roles = beginRoles(office, plan, finder, posts)
  await stormOver(office, stop.calm)
  if (plan.claim !== undefined) office.cutShort = cutShortBy(office, stop.calm)
  await roles.end()
  enough.abort()
  await becomeCalm(office)
  const history = await drive?.finish(stop.now)
  const view = viewOf(office)
  const counts = await office.parts.wiring.count()
  office.enter("closed")
  await dismiss(office)
  sortTold(office.parts.folder, [...posts.keys()])

  const { drive: asked } = plan
  const heard =
    history === undefined || asked === undefined ? undefined : judgeHistory(asked, history, join(office.parts.folder.dir, "history.edn"))
  return conclude(office, {
    view,
    scenario: plan.claim === undefined ? undefined : { claim: plan.claim, expect: plan.expect },
    cutShort: office.cutShort,
    traffic: trafficOf(counts, heard?.figures),
    judge: (lost) => judged(office, plan, { lost, unattributed: counts?.unattributed ?? 0, history: heard?.check }),
  })
}

function trafficOf(counts: Counts | undefined, workload: WorkloadFigures | undefined): NonNullable<Summary["traffic"]> {
  const { connections = 0, datagrams = 0, messages = 0, overflowed = 0, refused = [], unattributed = 0 } = counts ?? {}
  const sent = datagrams === 0 ? {} : { datagrams, overflowed }
  return { connections, messages: messages - datagrams, unattributed, refused, ...sent, ...(workload === undefined ? {} : { workload }) }
}

interface Evidence {
  readonly lost: number
  /** Connections of which nobody could say who dialled. */
  readonly unattributed: number
  readonly history: Checked | undefined
}

function judged(office: Office, plan: ProgramsPlan, { history, lost, unattributed }: Evidence): Judgement {
  const wanted = (name: string, says: boolean) => plan.checks?.includes(name) ?? says
  const hasFaults = plan.faults.length + plan.roleFaults.length > 0 || office.desk.lines.some(({ by }) => by !== "watercooler")
  const events = readJournal(office.parts.folder.journal)
  const touched = judge({
    events,
    journalGaps: lost,
    finals: [],
    rules: {},
    misdeeds: [],
    crypto: new NodeCrypto(),
    asked: ["faults-touched"],
  })
  const cut = office.desk.lines.some(({ kind }) => kind === "cut" || kind === "stall" || kind === "drop")
  const checks: readonly Checked[] = [
    ...(history !== undefined && wanted("history", true) ? [history] : []),
    ...(wanted("faults-touched", hasFaults) ? touched.checks : []),
    ...(wanted("nobody-falls-over", true) ? [nobodyFellOver(office.parts.employees)] : []),
    ...(unattributed > 0 && cut ? [pastTheWires(unattributed)] : []),
  ]
  const worst = checks.find(({ result }) => result === "violated") ?? checks.find(({ result }) => result === "inconclusive")
  const detail = worst === undefined ? `${plural(checks.length, "check")} passed.` : `${worst.name}: ${worst.detail}`
  const helped = withHelpers({ verdict: worst?.result ?? "passed", detail, checks }, office.helpers)
  return office.cutShort === undefined ? helped : withHalfAStorm(helped, office.cutShort)
}

function pastTheWires(count: number): Checked {
  return {
    name: "wires-whole",
    result: "inconclusive",
    detail: `Of ${plural(count, "connection")} nobody could say who had dialled, so no fault of a link could touch them.`,
  }
}
