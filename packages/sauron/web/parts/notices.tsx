/** What the reader must know before believing the picture: nobody is there, not all was seen, the page cannot keep up. */
import { facts, hello, history, line, read, seen } from "../state/store.ts"
import { names, several } from "../state/words.ts"

/** Frames that were left out for each that was drawn, lately: from here on somebody sees it. */
const LATE_MIN = 8
let [droppedBefore, lately] = [0, 0]

export function Notices() {
  const notices: { readonly key: string; readonly tone: string; readonly text: string }[] = []
  const { dropped } = facts.value
  lately = lately * 0.85 + Math.max(0, dropped - droppedBefore) * 0.15
  droppedBefore = dropped
  if (line.value === "away" && seen.value)
    notices.push({
      key: "away",
      tone: "warn",
      text:
        hello.value?.mode === "live"
          ? "Sauron is away. This is what was last seen; the page comes back by itself."
          : "Whoever showed this run has gone. This is what was last seen.",
    })
  if (lately > LATE_MIN && line.value === "up")
    notices.push({
      key: "late",
      tone: "warn",
      text: "More happens than this browser can draw: it is shown in larger steps. Sauron and the nodes do not wait for it.",
    })
  const left = Object.entries(history.value.left)
  if (left.length > 0)
    notices.push({
      key: "left",
      tone: "quiet",
      text: `A long run: ${names(left.map(([what, count]) => several(count, `older ${what} entry`, `older ${what} entries`)))} are no longer drawn.`,
    })
  for (const remark of hello.value?.remarks ?? []) notices.push({ key: remark, tone: "quiet", text: remark })
  const reading = hello.value !== undefined && hello.value.mode !== "live" && read.value < 1
  return (
    <div class="notices" aria-live="polite">
      {reading && <progress class="reading" aria-label="Reading the journal" max={1} value={read.value} />}
      {notices.map(({ key, tone, text }) => (
        <p key={key} class={`notice ${tone}`}>
          {text}
        </p>
      ))}
    </div>
  )
}
