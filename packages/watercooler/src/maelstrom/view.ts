/** A run as it happens in Sauron's page: no Eye sits in these nodes, so what the network carried is told in their place. */
import { join } from "node:path"
import type { JournalEvent } from "@watercooler/kernel"
import { openSauron } from "@watercooler/sauron"
import { packageRoot } from "../office/package-root.ts"
import { isPortFree, sauronPortDefault } from "../office/ports.ts"

export interface MaelstromView extends AsyncDisposable {
  readonly url: string
  see(event: JournalEvent): void
}

/** Events are told together, so often. */
const TOLD_EVERY_MS = 50

/** On Sauron's own port where it is free. `again`: what can be typed to see the run once more. */
export async function openView(again: readonly string[]): Promise<MaelstromView> {
  const port = (await isPortFree(sauronPortDefault)) ? sauronPortDefault : 0
  const sauron = await openSauron({ port, webDir: join(packageRoot(), "dist", "web"), again })
  let waiting: JournalEvent[] = []
  const tell = () => {
    if (waiting.length > 0) sauron.told(waiting)
    waiting = []
  }
  const timer = setInterval(tell, TOLD_EVERY_MS)
  return {
    url: sauron.url,
    see: (event) => void waiting.push(event),
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      tell()
      await sauron.close()
    },
  }
}
