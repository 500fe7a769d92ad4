/** The switchboard at work: does what the supervisor says, and tells what became of it. */
import type { FromSwitchboard, SwitchboardConfig, ToSwitchboard } from "./contract.ts"
import { Switchboard } from "./switchboard.ts"

export interface RunningSwitchboard {
  hear(order: ToSwitchboard): void
  close(): Promise<void>
}

export async function runSwitchboard(config: SwitchboardConfig, say: (words: FromSwitchboard) => void): Promise<RunningSwitchboard> {
  const board = new Switchboard(config, ({ id, receipt }) => say({ say: "ended", id, receipt }))
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
      }
    },
    close: () => board.close(),
  }
}
