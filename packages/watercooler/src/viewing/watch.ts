/** Shows a recorded run in the browser until Ctrl-C. */
import { join } from "node:path"
import { openReplay, type Replay } from "@watercooler/sauron"
import { BadInput } from "../input/complaint.ts"
import { packageRoot } from "../office/package-root.ts"
import { againOf, closingOf, type RecordedRun, verdictOf } from "./recorded.ts"

export interface Watching {
  readonly replay: Replay
  readonly url: string
}

/** `at`: where the page begins; microseconds of the run. */
export async function watchRun(run: RecordedRun, port: number, at: number | undefined): Promise<Watching> {
  try {
    const replay = await openReplay({
      journal: run.journal,
      closing: closingOf(run),
      reports: run.reports,
      nodesDir: run.nodes,
      vitals: run.vitals,
      webDir: join(packageRoot(), "dist", "web"),
      port,
      again: againOf(run, verdictOf(run)),
    })
    return { replay, url: `${replay.url}/${at === undefined ? "" : `#t=${at / 1_000_000}s`}` }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error
    throw new BadInput({ saw: `--port ${port}: it is in use`, expected: "a free port", instead: "no --port: a free one is taken" })
  }
}
