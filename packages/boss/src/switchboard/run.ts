/** The switchboard at work: does what the supervisor says, and tells what became of it. */
import type { FromSwitchboard, SeenRequest, SwitchboardConfig, ToSwitchboard } from "./contract.ts"
import { Switchboard } from "./switchboard.ts"

export interface RunningSwitchboard {
  hear(order: ToSwitchboard): void
  close(): Promise<void>
}

/** Longer than any look at the connections of this machine takes. */
const ANSWER_MS_MAX = 5_000

export async function runSwitchboard(
  config: SwitchboardConfig,
  say: (words: FromSwitchboard) => void,
  seen?: (request: SeenRequest) => void,
): Promise<RunningSwitchboard> {
  const asked = new Map<number, (name: string | undefined) => void>()
  let questions = 0
  const ask = (from: number, to: number, isDatagram = false) =>
    new Promise<string | undefined>((resolve) => {
      const question = ++questions
      const answer = (name: string | undefined) => {
        clearTimeout(patience)
        asked.delete(question)
        resolve(name)
      }
      const patience = setTimeout(answer, ANSWER_MS_MAX, undefined)
      asked.set(question, answer)
      say({ say: "who", question, from, to, isDatagram })
    })
  const board = new Switchboard(config, ({ id, receipt }) => say({ say: "ended", id, receipt }), ask, seen)
  const place = await board.listen()
  say({ say: "ready", ...place })
  return {
    hear(order) {
      switch (order.do) {
        case "register":
          return board.register(order.party)
        case "begin":
          say({ say: "began", id: order.id })
          return board.begin(order.id, order.fault, order.lasts)
        case "end":
          return board.end(order.id)
        case "end-all":
          return board.endAll()
        case "watch":
          return board.watch(order.trigger, () => say({ say: "seen", id: order.id }))
        case "count":
          return say({ say: "counted", counts: board.counts })
        case "told":
          return asked.get(order.question)?.(order.name ?? undefined)
      }
    },
    close: () => board.close(),
  }
}
