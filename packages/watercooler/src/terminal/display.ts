/** What is shown while an office is open: a live picture on a terminal, plain lines everywhere else. */
import type { Office } from "../office/office.ts"
import { readiness } from "../office/ready.ts"
import { viewOf } from "../office/view.ts"
import { colourFor } from "./colour.ts"
import { livePicture } from "./live.ts"
import { bar } from "./progress.ts"
import { openScreen } from "./screen.ts"
import { sayEvent, seconds } from "./words.ts"

const framesMs = 200
const overdueShown = 3

export function displayOn(stream: NodeJS.WriteStream): (office: Office) => () => void {
  return stream.isTTY && !process.env.CI ? (office) => live(office, stream) : (office) => plain(office, stream)
}

function live(office: Office, stream: NodeJS.WriteStream): () => void {
  const screen = openScreen(stream)
  const chalk = colourFor(stream)
  const draw = () => {
    const width = stream.columns || 80
    const { ready, all } = readiness(office)
    if (office.phase === "opening") screen.draw([bar("opening the office", ready, all, width, chalk), ...overdueIn(office)])
    else screen.draw(livePicture(viewOf(office), { width, height: stream.rows || 24, chalk }))
  }
  // The last picture shows everybody at the end of the calm, before they go home.
  office.parts.recorder.listen((event) => {
    if (event.type === "phase" && event.phase === "closed") draw()
  })
  draw()
  const frames = setInterval(() => {
    if (office.phase !== "closed") draw()
  }, framesMs)
  return () => {
    clearInterval(frames)
    if (office.phase !== "closed") draw()
    screen.close()
  }
}

function plain(office: Office, stream: NodeJS.WriteStream): () => void {
  const { recorder, folder, sauronUrl } = office.parts
  const say = (words: string) => stream.write(`${seconds(recorder.now() / 1_000).padStart(8)}  ${words}\n`)
  say(`run ${folder.run}, seed ${office.parts.options.seed}, in ${folder.dir}`)
  if (sauronUrl !== undefined) say(`Sauron looks on at ${sauronUrl}`)
  let shown = true
  recorder.listen((event) => {
    const words = shown ? sayEvent(event) : undefined
    if (words !== undefined) say(words)
  })
  const told = new Set<string>()
  // That nothing happens is no event.
  const looking = setInterval(() => {
    for (const words of overdueIn(office, told)) say(words)
  }, framesMs)
  return () => {
    shown = false
    clearInterval(looking)
  }
}

/** Whoever takes long to be ready, and why; of many, the first. `told`: those of whom it has been said, who are left out and written down. */
function overdueIn({ parts }: Office, told = new Set<string>()): readonly string[] {
  const overdue = parts.employees.flatMap(({ name, overdue }) => (overdue === undefined || told.has(name) ? [] : [{ name, overdue }]))
  for (const { name } of overdue) told.add(name)
  const more = overdue.length > overdueShown ? [`… and ${overdue.length - overdueShown} more like that`] : []
  return [...overdue.slice(0, overdueShown).map(({ name, overdue }) => `${name}: ${overdue}`), ...more]
}
