/** How one process of the office, a node or the clients, is brought to reach others through the switchboard. */
import type { FromNode, ToNode } from "@watercooler/host"
import type { Running } from "./spawn.ts"

/** A request that is under way when the wires are laid may take as long as requests may, and a process that boots has to get there first. */
const switchedMsMax = 4_000

export class Rewiring {
  #heard: (() => void) | undefined

  /** What the process says; anything but `switched` is no concern of this. */
  heard(message: FromNode): void {
    if (message.say === "switched") this.#heard?.()
  }

  /** Resolves with whether nothing of it goes past the switchboard any more; false when it did not say so in time. */
  async over(running: Running, board: string): Promise<boolean> {
    const order: ToNode = { do: "switch", board }
    const switched = new Promise<boolean>((resolve) => {
      this.#heard = () => resolve(true)
      setTimeout(resolve, switchedMsMax, false).unref()
    })
    running.say(order)
    return Promise.race([switched, running.ended.then(() => true)])
  }
}
