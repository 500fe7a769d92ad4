/** Every request that was answered, newest first: filtered, held still while somebody reads, and opened up to the last byte that is known. */

import { useEffect, useRef, useState } from "preact/hooks"
import type { Detail, Row } from "../../src/recording/protocol.ts"
import { Close } from "../parts/card.tsx"
import { Scroll } from "../parts/scroll.tsx"
import { type Option, Select } from "../parts/select.tsx"
import { filter, setFilter } from "../state/filter.ts"
import { seek } from "../state/playing.ts"
import { chooseBlock, facts, isReplay, nodes, picture, seen } from "../state/store.ts"
import { detail, follow, fresh, held, older, openDetail, restart, stream } from "../state/stream.ts"
import { brief, clock, nick, short, size, took, whole } from "../state/words.ts"

const ROW = 27
const SPARE = 8
const STATUSES: readonly Option[] = [
  ["", "every status"],
  ["2xx", "2xx done"],
  ["3xx", "3xx elsewhere"],
  ["4xx", "4xx refused"],
  ["5xx", "5xx broken"],
  ["0", "0 left without answer"],
]

export function RequestsView() {
  useEffect(follow, [])
  const found = detail.value
  return (
    <div class="requests">
      <Filters />
      <RowList />
      {found !== undefined && <DetailPane detail={found} />}
    </div>
  )
}

function Filters() {
  const change = (name: string) => (value: string) => setFilter({ ...filter.peek(), [name]: value.trim() })
  const now = filter.value
  const isFiltered = Object.keys(now).length > 0
  const { skipped, rows } = stream.value
  return (
    <form class="filters" aria-label="Filter the requests" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="Node"
        name="node"
        value={now.node ?? ""}
        options={[["", "every node"], ...nodes.value.slice(0, 1_000).map(({ name }) => name)]}
        onChange={change("node")}
      />
      <Select
        label="Route"
        name="route"
        value={now.route ?? ""}
        options={[["", "every route"], ...facts.value.routes]}
        onChange={change("route")}
      />
      <Select label="Status" name="status" value={now.status ?? ""} options={STATUSES} onChange={change("status")} />
      <label class="wide">
        <span>Text</span>
        <input
          name="text"
          type="search"
          maxLength={256}
          placeholder="path, asker, body, trace"
          autocomplete="off"
          spellcheck={false}
          value={now.text ?? ""}
          onInput={(event) => change("text")((event.target as HTMLInputElement).value)}
        />
      </label>
      {isFiltered && (
        <button type="button" class="plain-button" onClick={() => setFilter({})}>
          Clear
        </button>
      )}
      <p class="soft note">
        {brief(isReplay.value ? picture.value.totals.requests : facts.value.taken)} seen{rows.length > 0 && `, ${whole(rows.length)} here`}
        {skipped > 0 && `, ${whole(skipped)} passed too quickly to list`}
      </p>
    </form>
  )
}

function RowList() {
  const box = useRef<HTMLElement>(null)
  const [top, scrolled] = useState(0)
  const { rows, more, waiting } = stream.value
  const height = box.current?.clientHeight ?? 600
  const first = Math.max(0, Math.floor(top / ROW) - SPARE)
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + SPARE)
  useEffect(() => {
    if (!held.value && box.current !== null) box.current.scrollTop = 0
  }, [held.value])
  const scroll = () => {
    const at = box.current?.scrollTop ?? 0
    scrolled(at)
    if (at > ROW && !held.peek()) held.value = true
    if (at === 0 && held.peek() && !isReplay.peek()) void restart()
    if (at + (box.current?.clientHeight ?? 0) > rows.length * ROW - 600) void older()
  }
  const isFiltered = Object.keys(filter.value).length > 0
  return (
    <div class="row-list">
      {held.value && (
        <button type="button" class="back-to-new" onClick={() => void restart()}>
          Held still{fresh.value > 0 && `: ${whole(fresh.value)}${fresh.value >= 200 ? "+" : ""} new`}. Back to the newest ↑
        </button>
      )}
      <Scroll class="rows-scroll" label="Requests, newest first" box={box} onScroll={scroll}>
        <ol class="rows" style={{ height: `${rows.length * ROW}px` }}>
          {rows.slice(first, last).map((row, at) => (
            <li key={row.n} style={{ top: `${(first + at) * ROW}px` }}>
              <RowLine row={row} />
            </li>
          ))}
        </ol>
        {more && rows.length > 0 && last >= rows.length && <p class="soft more">looking further back…</p>}
      </Scroll>
      {rows.length === 0 && (
        <div class="nothing">
          <svg viewBox="0 0 48 28" aria-hidden="true">
            <path d="M4 12c6 6 13 8 20 8s14-2 20-8M10 18l-3 4M19 20l-1.5 4.5M29 20l1.5 4.5M38 18l3 4" />
          </svg>
          <p>
            {waiting || !seen.value
              ? "Looking…"
              : isFiltered
                ? "No request fits this filter."
                : isReplay.value
                  ? "No request had been answered at this moment."
                  : "No requests have been seen by the eye!"}
          </p>
          {more && <p class="soft">None among the newest; older ones were not looked through.</p>}
        </div>
      )}
    </div>
  )
}

function RowLine({ row }: { readonly row: Row }) {
  const { status } = row
  const tone = status === 0 || status >= 500 ? "broken" : status >= 400 ? "refused" : ""
  return (
    <button type="button" class="row" aria-pressed={detail.value?.row.n === row.n} onClick={() => void openDetail(row.n)}>
      <span class="t">{clock(row.t, 2)}</span>
      <span class="asker">{row.from === "" ? "·" : nick(row.from)}</span>
      <span class="arrow">→</span>
      <span class="node">{nick(row.node)}</span>
      <span class="what">
        <i>{row.method}</i> {row.uri}
      </span>
      <span class={`status ${tone}`}>{status === 0 ? "left" : status}</span>
      <span class="size">{size(row.bytesIn + row.bytesOut)}</span>
      <span class="took">{took(row.durationUs)}</span>
    </button>
  )
}

function DetailPane({ detail: { row, body, content, remark, chain, block } }: { readonly detail: Detail }) {
  return (
    <section class="detail" aria-label={`${row.method} ${row.route}`}>
      <h2>
        <code>
          {row.method} {row.uri}
        </code>
        <Close
          onClose={() => {
            detail.value = undefined
          }}
        />
      </h2>
      <div class="detail-parts">
        <div>
          <h3>What happened</h3>
          <ol class="chain">
            {chain.map((step, at) => (
              <li key={`${at} ${step.t}`}>
                <time>{clock(step.t, 3)}</time> <b>{nick(step.node)}</b> {step.text}
              </li>
            ))}
          </ol>
          <p class="actions">
            {block !== undefined && (
              <button type="button" onClick={() => chooseBlock(block)}>
                Journey of block {short(block)}
              </button>
            )}
            {isReplay.value && (
              <button type="button" onClick={() => seek(row.t)}>
                Go to {clock(row.t, 2)}
              </button>
            )}
            {row.trace !== "" && (
              <button type="button" onClick={() => setFilter({ text: row.trace })}>
                Same trace
              </button>
            )}
          </p>
          {row.trace !== "" && (
            <p class="soft">
              trace <code>{row.trace}</code>
            </p>
          )}
        </div>
        <div>
          {body !== undefined && <Body name="Asked" text={body} />}
          {content !== undefined && <Body name="Answered" text={content} />}
          {remark !== "" && <p class="soft">{remark}</p>}
        </div>
      </div>
    </section>
  )
}

function Body({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <h3>{name}</h3>
      <pre class="body">{pretty(text)}</pre>
    </>
  )
}

function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), undefined, 1)
  } catch {
    return text // Cut, or no JSON at all: shown as it came.
  }
}
