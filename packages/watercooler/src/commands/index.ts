/** Every command, by the word one types. oclif imports this file by the name in package.json. */
import { commands as help } from "@oclif/plugin-help"
import Check from "./check.ts"
import Clean from "./clean.ts"
import Cut from "./cut.ts"
import Doctor from "./doctor.ts"
import Drive from "./drive.ts"
import Faults from "./faults.ts"
import Fire from "./fire.ts"
import Heal from "./heal.ts"
import Hire from "./hire.ts"
import Import from "./import.ts"
import Init from "./init.ts"
import Layoff from "./layoff.ts"
import Logs from "./logs.ts"
import MaelstromReplay from "./maelstrom/replay.ts"
import MaelstromShrink from "./maelstrom/shrink.ts"
import MaelstromTest from "./maelstrom/test.ts"
import Misbehave from "./misbehave.ts"
import Misdeeds from "./misdeeds.ts"
import Open from "./open.ts"
import Pause from "./pause.ts"
import Ps from "./ps.ts"
import Replay from "./replay.ts"
import Report from "./report.ts"
import Resume from "./resume.ts"
import Run from "./run.ts"
import Shrink from "./shrink.ts"
import Simulate from "./simulate.ts"
import Slow from "./slow.ts"
import Trace from "./trace.ts"
import Transfer from "./transfer.ts"
import Up from "./up.ts"
import Watch from "./watch.ts"

export const COMMANDS = {
  up: Up,
  ps: Ps,
  hire: Hire,
  fire: Fire,
  layoff: Layoff,
  pause: Pause,
  resume: Resume,
  cut: Cut,
  heal: Heal,
  slow: Slow,
  transfer: Transfer,
  misbehave: Misbehave,
  logs: Logs,
  open: Open,
  clean: Clean,
  init: Init,
  run: Run,
  simulate: Simulate,
  replay: Replay,
  shrink: Shrink,
  import: Import,
  trace: Trace,
  check: Check,
  drive: Drive,
  "maelstrom:test": MaelstromTest,
  "maelstrom:replay": MaelstromReplay,
  "maelstrom:shrink": MaelstromShrink,
  watch: Watch,
  report: Report,
  doctor: Doctor,
  misdeeds: Misdeeds,
  faults: Faults,
  ...help,
}

export { notFound as NOT_FOUND } from "./not-found.ts"
export { RootHelp as ROOT_HELP } from "./root-help.ts"
