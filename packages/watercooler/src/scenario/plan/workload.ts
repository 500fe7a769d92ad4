/** Who pays whom. */
import type { Path } from "../read/path.ts"
import type { Scenario } from "../schema/scenario.ts"
import { durationOf, microsOf } from "../words.ts"
import type { Objections } from "./objections.ts"
import type { PlannedWorkload } from "./plan.ts"
import { type NodeWords, type Roster, rangesOf } from "./roster.ts"

export function planWorkload({ workload = {}, storm }: Scenario, roster: Roster, objections: Objections): PlannedWorkload {
  const stormUs = microsOf(storm)
  const payments = (workload.pay ?? []).flatMap(({ at, from, to, amount }, number) => {
    const path = ["workload", "pay", number]
    const [payer, payee] = [account(from, [...path, "from"], roster, objections), account(to, [...path, "to"], roster, objections)]
    if (microsOf(at) >= stormUs)
      objections.add([...path, "at"], `${at} is after the storm's end`, `a moment before ${durationOf(stormUs)}`, "at: 3s")
    return payer === undefined || payee === undefined ? [] : [{ atUs: microsOf(at), from: payer, to: payee, amount }]
  })
  return { transfers: transfersOf(workload.transfers, roster, objections), payments }
}

type TransferWords = NonNullable<Scenario["workload"]>["transfers"]

function transfersOf(words: TransferWords, roster: Roster, objections: Objections): PlannedWorkload["transfers"] {
  if (words === undefined) return undefined
  const path = ["workload", "transfers"]
  const payers = words.from === undefined ? bigloads(roster) : accounts(words.from, [...path, "from"], roster, objections)
  const payees = words.to === undefined ? payers : accounts(words.to, [...path, "to"], roster, objections)
  if (payers.length === 0 && words.from === undefined)
    objections.add(
      [...path],
      "transfers, and nobody who pays",
      "BigLoads, who pay, or others named by `from`",
      "nodes: {bigloads: 5}",
      "key",
    )
  if (payers.length === 1 && payees.length === 1 && payers[0] === payees[0])
    objections.add(path, `${payers[0]} would pay itself only`, "somebody else to be paid", "nodes: {bigloads: 5}", "key")
  const everyUs = microsOf(words.every)
  if (everyUs < 100) objections.add([...path, "every"], `\`every\` is ${words.every}`, "100us or more", "every: 500ms")
  const [min = 1, max = min] = String(words.amount ?? "")
    .split("..")
    .map(Number)
  if (words.amount !== undefined && (min < 1 || max < min))
    objections.add([...path, "amount"], `\`amount\` is ${words.amount}`, "one coin or more, the lower number first", "amount: 1..20")
  return { everyUs, from: payers, to: payees, amount: words.amount === undefined ? undefined : { min, max } }
}

const bigloads = (roster: Roster) => roster.members.filter(({ kind }) => kind === "bigload").map(({ name }) => name)

/** Those with an account who are there when the paying begins: newcomers are hired later. */
function accounts(words: NodeWords, path: Path, roster: Roster, objections: Objections): readonly string[] {
  const meant = new Set(roster.resolve(words, path, objections))
  const names = roster.members.filter(({ name, kind }) => kind !== "wall" && meant.has(name)).map(({ name }) => name)
  if (meant.size > 0 && names.length === 0)
    objections.add(
      path,
      `${rangesOf([...meant]).join(", ")}: nobody with an account when the storm begins`,
      "a node with a wallet that is there from the beginning: a bigload, a bigcrap or a shit",
      `${path.at(-1)}: b1`,
    )
  return names
}

function account(word: string, path: Path, roster: Roster, objections: Objections): string | undefined {
  const name = roster.one(word, path, objections)
  const kind = name === undefined ? undefined : roster.kindOf(name)
  if (name !== undefined && (kind === undefined || kind === "wall"))
    objections.add(path, `${word} has no account`, "a node with a wallet: a bigload, a bigcrap or a shit", "from: b1")
  return name
}
