/** Histories as tests write them: `0 invoke write 3`, a line each. Values are EDN. */

import type { History } from "../../src/histories/index.ts"
import { historyOf, readHistory } from "../../src/histories/index.ts"

export function history(...lines: readonly string[]): History {
  const edn = lines.map((line) => {
    const [, process, type, f, value] = /^(\S+) (\S+) (\S+) ?(.*)$/.exec(line) ?? []
    return `{:process ${process} :type :${type} :f :${f} :value ${value === "" ? "nil" : value}}`
  })
  return readHistory(edn.join("\n"))
}

/** Transactions that committed, each after the other: `0 [[:r :x nil]]`, or all at once. */
export function serially(...lines: readonly string[]): History {
  return history(
    ...lines.flatMap((line) => [`${line.split(" ")[0]} invoke txn ${valueIn(line)}`, `${line.split(" ")[0]} ok txn ${valueIn(line)}`]),
  )
}

export function together(...lines: readonly string[]): History {
  return history(...lines.map((line, at) => `${at} invoke txn ${line}`), ...lines.map((line, at) => `${at} ok txn ${line}`))
}

const valueIn = (line: string): string => line.slice(line.indexOf(" ") + 1)

export { historyOf }
