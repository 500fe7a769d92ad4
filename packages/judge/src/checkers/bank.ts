/** Accounts between which money is moved: every read of all of them shows the same total, and no debt. */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { canonical, isList, isMap, numberOf, show, type Value } from "../histories/value.ts"
import { plural } from "../words.ts"

export interface BankOptions {
  /** What all accounts hold together; undefined: what the first read shows. */
  readonly total: number | undefined
  readonly mayOwe: boolean
}

export function checkBank(history: History, { total, mayOwe }: BankOptions): Opinion {
  const reads = history.operations.filter(({ f, outcome, output }) => f === "read" && outcome === "ok" && balancesOf(output) !== undefined)
  const accounts = reads[0] === undefined ? "" : accountsOf(reads[0].output)
  let expected = total
  const wrong: string[] = []
  const debts: string[] = []
  const holes: string[] = []
  for (const read of reads) {
    const balances = balancesOf(read.output) as readonly (readonly [Value, Value])[]
    const amounts = balances.map(([, amount]) => numberOf(amount))
    const where = `lines ${read.line} to ${read.returnLine}`
    if (amounts.includes(undefined) || accountsOf(read.output) !== accounts) {
      holes.push(`The read in ${where} shows ${show(read.output)}: other accounts than the first one, or one without an amount.`)
      continue
    }
    const sum = (amounts as readonly number[]).reduce((all, each) => all + each, 0)
    expected ??= sum
    if (sum !== expected) wrong.push(`The read in ${where} shows ${sum} in all, of ${expected}: ${show(read.output)}.`)
    const debt = balances.find(([, amount]) => (numberOf(amount) as number) < 0)
    if (debt !== undefined) debts.push(`Account ${show(debt[0])} owes ${-(debt[1] as number)} in the read in ${where}.`)
  }
  const transfers = history.operations.filter(({ f, outcome }) => f === "transfer" && outcome === "ok").length
  return opinionOf("bank", {
    anomalies: [
      { name: "wrong-total", count: wrong.length, detail: wrong[0] ?? "", isViolation: true },
      { name: "negative-balance", count: debts.length, detail: debts[0] ?? "", isViolation: !mayOwe },
      { name: "unexpected-accounts", count: holes.length, detail: holes[0] ?? "", isViolation: true },
    ],
    seen: reads.length > 0 && transfers > 0,
    nothing: reads.length === 0 ? "Nothing was read." : "No transfer succeeded.",
    passed: `${plural(reads.length, "read")} of ${expected} in all${total === undefined ? ", which is what the first one shows," : ""} among ${plural(transfers, "transfer")}.`,
    remarks: history.remarks,
    figures: { reads: reads.length, transfers, total: expected ?? "unknown" },
  })
}

/** A map from accounts to amounts, or a list of amounts. */
function balancesOf(value: Operation["output"]): readonly (readonly [Value, Value])[] | undefined {
  if (isMap(value)) return [...value]
  return isList(value) ? value.map((amount, account) => [account, amount] as const) : undefined
}

function accountsOf(value: Operation["output"]): string {
  return (balancesOf(value) ?? [])
    .map(([account]) => canonical(account))
    .sort()
    .join(" ")
}
