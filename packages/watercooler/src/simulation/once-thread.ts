/** The thread of a single run. */
import { loadScenario } from "../scenario/index.ts"
import { answerAside } from "./aside.ts"
import type { SimulatedSummary } from "./document.ts"
import { runOnce } from "./once.ts"

export interface OnceFacts {
  readonly file: string
  readonly seed: string | undefined
  /** Named by whoever starts it, who has to find its folder should it not come to its end. */
  readonly run: string
  readonly dir: string | undefined
}

answerAside<OnceFacts, never, SimulatedSummary>(({ dir, file, run, seed }) => runOnce(loadScenario(file), file, seed, { run, dir }).summary)
