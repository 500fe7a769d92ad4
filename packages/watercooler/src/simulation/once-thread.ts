/** The thread of a single run. */
import { loadScenario } from "../scenario/index.ts"
import { answerAside } from "./aside.ts"
import type { SimulatedSummary } from "./document.ts"
import { runOnce } from "./once.ts"

export interface OnceFacts {
  readonly file: string
  readonly seed: string | undefined
  readonly dir: string | undefined
}

/** Told as soon as there is one: the run's folder. */
export interface OnceTold {
  readonly run: string
  readonly dir: string
}

answerAside<OnceFacts, OnceTold, SimulatedSummary>(
  ({ dir, file, seed }, tell) => runOnce(loadScenario(file), file, seed, { dir, opened: tell }).summary,
)
