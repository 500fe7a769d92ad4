/** The verdict: the checks as they stand, at the end what failed and why, and what to type to see it again. */

import { useState } from "preact/hooks"
import { Scroll } from "../parts/scroll.tsx"
import { seek } from "../state/playing.ts"
import { end, hello, isReplay, moment, picture } from "../state/store.ts"
import { clock, several } from "../state/words.ts"

const SIGNS = { passed: "✓", violated: "✗", inconclusive: "?" } as const
const ORDER = { violated: 0, inconclusive: 1, passed: 2 } as const

export function VerdictView() {
  const { verdict, checks, phase, totals, seed } = picture.value
  const again = hello.value?.again ?? []
  const sorted = [...checks].sort((a, b) => ORDER[a.result] - ORDER[b.result])
  return (
    <Scroll class="page-scroll" label="Verdict">
      <section class={`verdict ${verdict?.verdict ?? "open"}`}>
        <h2>
          {verdict === undefined
            ? phase === "closed"
              ? "Not judged"
              : "Not judged yet"
            : `${SIGNS[verdict.verdict as keyof typeof SIGNS] ?? ""} ${verdict.verdict}`}
        </h2>
        <p>
          {verdict?.detail ??
            (phase === "closed"
              ? "Nobody asked for checks, or the judge has not spoken."
              : phase === "calm"
                ? "The storm is over. Everybody comes back, single blocks follow, and then the network is judged."
                : "The judge speaks when the storm is over and the network has had its calm.")}
        </p>
        {isReplay.value && verdict === undefined && moment.value < end.value && (
          <p class="actions">
            <button type="button" onClick={() => seek(end.value)}>
              Go to the end
            </button>
          </p>
        )}
      </section>
      {sorted.length > 0 && (
        <ul class="checks">
          {sorted.map(({ name, result, detail }) => (
            <li key={name} class={result}>
              <span class="sign" role="img" aria-label={result}>
                {SIGNS[result]}
              </span>
              <b>{name}</b>
              <span>{detail}</span>
            </li>
          ))}
        </ul>
      )}
      {again.length > 0 && (
        <section class="again">
          <h2>Again</h2>
          {again.map((command) => (
            <Command key={command} text={command} />
          ))}
        </section>
      )}
      <p class="soft summary-line">
        At {clock(moment.value)}: {several(totals.blocks, "block")}, {several(totals.transfers, "transfer")},{" "}
        {several(totals.requests, "request")}, {several(totals.reorgs, "reorg")}, {several(totals.rejections, "refusal")},{" "}
        {several(totals.misdeeds, "misdeed")}, {several(totals.bans, "ban")}, {several(totals.faults, "fault")}
        {seed !== "" && `; seed ${seed}`}
      </p>
      <Tallies title="Misdeeds" counts={picture.value.misdeeds} tone="bad" />
      <Tallies title="Refusals" counts={picture.value.rejectionCodes} tone="" />
    </Scroll>
  )
}

function Tallies({
  title,
  counts,
  tone,
}: {
  readonly title: string
  readonly counts: { readonly [name: string]: number }
  readonly tone: string
}) {
  const all = Object.entries(counts).sort((a, b) => b[1] - a[1])
  if (all.length === 0) return null
  return (
    <section class="tallies">
      <h2>{title}</h2>
      <ul>
        {all.map(([name, count]) => (
          <li key={name} class={tone}>
            {name} <b>{count}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Command({ text }: { readonly text: string }) {
  const [said, say] = useState("Copy")
  return (
    <p class="command">
      <code>{text}</code>
      <button
        type="button"
        class="plain-button"
        onClick={() => {
          navigator.clipboard?.writeText(text).then(
            () => say("Copied"),
            () => say("Select it"),
          )
        }}
      >
        {said}
      </button>
    </p>
  )
}
