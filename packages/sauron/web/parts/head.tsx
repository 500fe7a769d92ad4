/** Which run this is, how it stands, and whether the line to Sauron is up. */
import { facts, forked, hasChain, hello, history, line, moment, nodes, picture, read } from "../state/store.ts"
import { THEMES, theme } from "../state/theme.ts"
import { brief, clock, plural, whole } from "../state/words.ts"

export function Head() {
  const { run, seed, world, phase, verdict } = picture.value
  return (
    <header class="head">
      <div class="brand">
        <svg viewBox="0 0 48 28" aria-hidden="true">
          <path class="lid" d="M2 14C9 4.5 16 2 24 2s15 2.5 22 12c-7 9.5-14 12-22 12S9 23.5 2 14Z" />
          <circle class="iris" cx="24" cy="14" r="8.5" />
          <path class="pupil" d="M24 6.5c2.2 4.5 2.2 10.5 0 15-2.2-4.5-2.2-10.5 0-15Z" />
        </svg>
        <h1>Sauron</h1>
      </div>
      <p class="run">
        {run !== "" && <b title={`seed ${seed}`}>{run}</b>}
        {seed !== "" && <span class="seed">seed {seed}</span>}
        {world === "simulated" && <span class="pill quiet">virtual time</span>}
        {phase !== undefined && <span class={`pill ${phase}`}>{phase}</span>}
        {verdict !== undefined && <span class={`pill ${verdict.verdict}`}>{verdict.verdict}</span>}
      </p>
      <Totals />
      <LineState />
      <button
        type="button"
        class="quiet-button"
        title="Light, dark, or as the system has it"
        onClick={() => {
          theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "auto"
        }}
      >
        {theme.value === "auto" ? "◐ auto" : theme.value === "light" ? "☀ light" : "☾ dark"}
      </button>
    </header>
  )
}

function Totals() {
  const all = nodes.value
  const up = all.filter(({ state }) => state === "alive" || state === "seen").length
  const height = all.reduce((max, node) => (node.honest === false ? max : Math.max(max, node.height ?? 0)), 0)
  const { totals } = picture.value
  const { missed } = facts.value
  const facts_: readonly (readonly [string, string, boolean])[] = [
    ["up", up === all.length ? whole(up) : `${whole(up)}/${whole(all.length)}`, false],
    ...(hasChain.value
      ? [["height", whole(height), forked.value] as const, [plural(totals.reorgs, "reorg"), brief(totals.reorgs), false] as const]
      : []),
    [plural(totals.requests, "request"), brief(totals.requests), false],
    [plural(totals.faults, "fault"), brief(totals.faults), false],
    ...(missed > 0 ? [["unseen", brief(missed), true] as const] : []),
  ]
  return (
    <dl class="totals" aria-label="Totals">
      {facts_.map(([name, value, isWarm]) => (
        <div class={isWarm ? "warm" : ""} key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function LineState() {
  const mode = hello.value?.mode
  const reading = read.value
  const widest = history.value.series.widthUs
  let [tone, words] = ["up", "live"]
  if (line.value === "away") [tone, words] = ["down", "away"]
  else if (line.value === "opening" || mode === undefined) [tone, words] = ["wait", "connecting"]
  else if (mode !== "live" && reading < 1) [tone, words] = ["wait", `reading ${Math.floor(reading * 100)} %`]
  else if (mode !== "live") [tone, words] = ["up", mode === "report" ? "report" : "recorded"]
  return (
    <p class={`line ${tone}`} role="status" title={`Numbers over time in steps of ${clock(widest, 2)}; now ${clock(moment.value)}`}>
      <span class="dot" />
      <span>{words}</span>
    </p>
  )
}
