/** The live picture of an office: who has which head, what was done to whom last, where to look. A pure function of the view. */

import { describeReceipt } from "@watercooler/boss/faults"
import type { ChalkInstance } from "chalk"
import { called } from "../input/called.ts"
import type { OfficeView } from "../office/view.ts"
import { shortEnds } from "./ends.ts"
import { nodeTable } from "./nodes.ts"
import { seconds } from "./words.ts"

export interface LiveOptions {
  readonly width: number
  readonly height: number
  readonly chalk: ChalkInstance
}

const faultsShown = 5

export function livePicture(view: OfficeView, { width, height, chalk }: LiveOptions): readonly string[] {
  const faults = view.faults.slice(-faultsShown).map((fault) => {
    const what = `${seconds(fault.atMs).padStart(7)}  ${fault.kind} ${shortEnds(fault.node)}${fault.back === true ? " back" : ""}${fault.disk && fault.disk !== "kept" ? `, disk ${fault.disk}` : ""}`
    const touched =
      fault.because !== undefined
        ? chalk.yellow(`refused: ${fault.because}`)
        : chalk.dim(fault.receipt === null ? "lasts" : describeReceipt(fault.kind, fault.receipt))
    return `${what}  ${chalk.dim(`by ${fault.by}`)}  ${touched}`
  })
  const last = [
    ...(view.sauronUrl === null ? [] : [`Sauron  ${chalk.underline(view.sauronUrl)}`]),
    ...(view.phase === "closed" ? [] : keysIn(view).map((words) => chalk.dim(words))),
  ]
  const foot = [faults, last].flatMap((lines) => (lines.length > 0 ? ["", ...lines] : []))
  const room = Math.max(1, height - foot.length - 5)
  const rows = nodeTable({ ...view, nodes: view.nodes.slice(0, room) }, width, chalk)
  const hidden = view.nodes.length > room ? [chalk.dim(`… and ${view.nodes.length - room} more (watercooler ps)`)] : []
  return [header(view, chalk), "", ...rows, ...hidden, ...foot]
}

/** With names of nodes that are there. */
function keysIn({ arePrograms, nodes }: OfficeView): readonly string[] {
  const [first = "b1", second = "b2"] = nodes.map((node) => node.short)
  const acts = arePrograms ? `fire ${first}, cut ${first} --for 5s` : `fire ${first}, transfer ${first} ${second} 5`
  return ["Ctrl-C: calm, then the verdict · twice: end at once", called(`in another terminal: watercooler ps, ${acts}`)]
}

function header(view: OfficeView, chalk: ChalkInstance): string {
  const left = view.stormMs === null ? "" : ` of ${seconds(view.stormMs)}`
  const phase = view.phase === "storm" ? `storm ${seconds(view.nowMs)}${left}` : view.phase === "closed" ? "the storm is over" : view.phase
  return `${chalk.bold("watercooler")} ${view.run}  ${chalk.cyan(phase)}  ${chalk.dim(`seed ${view.seed}`)}`
}
