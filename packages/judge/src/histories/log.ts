/** Jepsen's own log: `INFO  jepsen.util - 3 :invoke :write 4`, with tabs or blanks between the columns, and whatever else stands in such a file. */
import { EdnReader } from "./edn.ts"
import type { EventKind, HistoryEvent } from "./history.ts"
import { UnreadableHistory } from "./trouble.ts"
import type { Value } from "./value.ts"

const EVENT = /^.*?\bjepsen[\w.$-]*\s+-\s+(?:\{[^}]*\}\s+)?(:?[\w./-]+)\s+:(invoke|ok|fail|info)\s+:([^\s]+)\s*(.*)$/

export const looksLikeLog = (text: string): boolean => {
  for (const line of text.slice(0, 65_536).split("\n")) if (EVENT.test(line)) return true
  return false
}

/** Lines that are no events, stack traces for instance, are passed over; a line of an operation that cannot be read is refused. */
export function readLog(text: string, depthMax: number): readonly HistoryEvent[] {
  const events: HistoryEvent[] = []
  let line = 0
  for (const words of text.split("\n")) {
    line++
    const match = EVENT.exec(words)
    if (match === null) continue
    const [, who = "", type = "info", f = "", rest = ""] = match
    const process = who.replace(/^:/, "")
    const values = valuesOf(rest, depthMax, line)
    const timedOut = values[0] === ":timed-out" || values[0] === ":timeout"
    const error = values[1] ?? (timedOut ? values[0] : undefined)
    events.push({
      type: type as EventKind,
      process: /^\d+$/.test(process) ? Number(process) : process,
      f,
      value: timedOut ? null : (values[0] ?? null),
      line,
      ...(error === undefined ? {} : { error }),
    })
  }
  if (events.length === 0)
    throw new UnreadableHistory(0, "no line of an operation", "lines such as INFO  jepsen.util - 0 :invoke :read nil")
  return events
}

function valuesOf(text: string, depthMax: number, line: number): readonly Value[] {
  const reader = new EdnReader(text, depthMax)
  const values: Value[] = []
  try {
    while (values.length < 2 && reader.hasNext()) values.push(reader.next())
  } catch (error) {
    // What a nemesis says is anything at all, and of no consequence.
    if (!(error instanceof UnreadableHistory)) throw error
    if (values.length === 0) throw new UnreadableHistory(line, text, error.expected)
  }
  return values
}
