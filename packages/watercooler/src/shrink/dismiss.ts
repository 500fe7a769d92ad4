/** A plan without one of its nodes. Names stay without gaps: the last of its kind takes the place of the one who goes. */
import { isLinkFault, type LinkFault } from "@watercooler/boss/faults"
import type { PlannedFault, ScenarioPlan } from "../scenario/index.ts"
import { rejoined } from "../scenario/plan/joining.ts"

/** Undefined where nobody would be left to be judged. */
export function dismiss(plan: ScenarioPlan, name: string): ScenarioPlan | undefined {
  const gone = plan.nodes.find((node) => node.name === name)
  const last = plan.nodes.filter(({ kind }) => kind === gone?.kind).at(-1)
  if (gone === undefined || last === undefined) return undefined
  const rename = (each: string): string | undefined => (each === name ? undefined : each === last.name ? name : each)
  // In the order of the roster, in which a scenario that is read again has them: draws go by it.
  const places = new Map(plan.nodes.map((node, at) => [node.name, at]))
  const place = (each: string): number => places.get(each) ?? Number.MAX_SAFE_INTEGER
  const renameAll = (names: readonly string[]): readonly string[] =>
    names.flatMap((each) => rename(each) ?? []).sort((a, b) => place(a) - place(b))
  const nodes = plan.nodes
    .filter((node) => node.name !== last.name)
    .map((node) => (node.name === name ? { ...last, name } : node))
    .map((node) => ({ ...node, boot: renameAll(node.boot).filter((each) => each !== node.name) }))
  if (!nodes.some(({ honest, kind }) => honest && kind !== "wall")) return undefined
  const { transfers, payments } = plan.workload
  const [from, to] = [renameAll(transfers?.from ?? []), renameAll(transfers?.to ?? [])]
  return {
    ...plan,
    nodes: rejoined(nodes, plan.tracker),
    links: { ...plan.links, rules: plan.links.rules.map((rule) => ({ ...rule, from: renameAll(rule.from), to: renameAll(rule.to) })) },
    workload: {
      transfers: transfers === undefined || from.length === 0 || to.length === 0 ? undefined : { ...transfers, from, to },
      payments: payments.flatMap((payment) => {
        const [payer, payee] = [rename(payment.from), rename(payment.to)]
        return payer === undefined || payee === undefined ? [] : [{ ...payment, from: payer, to: payee }]
      }),
    },
    faults: plan.faults.flatMap((planned) => renamedFault(planned, rename, renameAll)),
  }
}

type Rename = (name: string) => string | undefined
type RenameAll = (names: readonly string[]) => readonly string[]

function renamedFault(planned: PlannedFault, rename: Rename, renameAll: RenameAll): readonly PlannedFault[] {
  if (!("when" in planned)) return withEnds(planned, rename, renameAll)
  const { when } = planned
  const node = when.node === undefined ? undefined : rename(when.node)
  const to = "to" in when && when.to !== undefined ? rename(when.to) : undefined
  // Who has gone notes nothing, and nobody sends them anything.
  if ((when.node !== undefined && node === undefined) || ("to" in when && when.to !== undefined && to === undefined)) return []
  const renamed = { ...when, ...(node === undefined ? {} : { node }), ...(to === undefined ? {} : { to }) }
  return withEnds({ ...planned, when: renamed }, rename, renameAll)
}

function withEnds(planned: PlannedFault, rename: Rename, renameAll: RenameAll): readonly PlannedFault[] {
  const { fault } = planned
  if (isLinkFault(fault)) {
    const ends = { from: renameAll(fault.from), to: renameAll(fault.to) }
    return ends.from.length === 0 || ends.to.length === 0 ? [] : [{ ...planned, fault: { ...fault, ...ends } as LinkFault }]
  }
  const node = rename(fault.node)
  return node === undefined ? [] : [{ ...planned, fault: { ...fault, node } }]
}
