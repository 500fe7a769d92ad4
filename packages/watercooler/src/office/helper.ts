/** A process of the office that is no node: Sauron, the Boss, the clients. Never fired, hired once. */
import { lastWords } from "./last-words.ts"
import type { Ending, Running } from "./spawn.ts"
import { type SpawnOrder, start } from "./spawn.ts"
import type { Warden } from "./warden.ts"

export interface Helper {
  readonly name: string
  readonly running: Running
  /** Rejects when the process ends, or says that it failed, before it is ready. */
  readonly ready: Promise<void>
  /** How it ended without being asked to; undefined while it has not. */
  readonly fallen: () => Ending | undefined
  /** Asks it to leave, and ends it when it does not. */
  leave(): Promise<void>
}

/** The clients speak to nodes, so they are wired as nodes are. */
export interface Clients extends Helper {
  /** Goes through the switchboard from now on. Resolves with whether nothing of it goes past that any more. */
  rewire(board: string): Promise<boolean>
}

const readyMsMax = 60_000
const goodbyeMsMax = 5_000

export function hireHelper(
  name: string,
  order: Omit<SpawnOrder, "heard">,
  warden: Warden,
  heard: (message: unknown) => void = () => undefined,
): Helper {
  let resolve: () => void = () => undefined
  let fail: (why: string) => void = () => undefined
  const ready = new Promise<void>((isReady, hasFailed) => {
    resolve = isReady
    fail = (why) => hasFailed(new Error(`${name} could not start: ${why}${lastWords(order.outputFile)}`))
  })
  const running = start(
    {
      ...order,
      heard: (message) => {
        const { say, because } = message as { readonly say?: string; readonly because?: string }
        if (say === "ready") resolve()
        if (say === "failed") fail(because ?? "it did not say why")
        heard(message)
      },
    },
    warden,
  )
  let isAsked = false
  let ending: Ending | undefined
  void running.ended.then((how) => {
    if (!isAsked) ending = how
  })
  const impatience = setTimeout(() => fail(`no word from it for ${readyMsMax / 1_000} s`), readyMsMax)
  ready.finally(() => clearTimeout(impatience)).catch(() => undefined)
  void running.ended.then(({ exitCode, signal }) => fail(`it ended (${signal ?? `exit code ${exitCode}`})`))
  return {
    name,
    running,
    ready,
    fallen: () => ending,
    async leave() {
      isAsked = true
      running.signal("SIGTERM")
      const kill = setTimeout(() => running.signal("SIGKILL"), goodbyeMsMax)
      await running.ended
      clearTimeout(kill)
    },
  }
}
