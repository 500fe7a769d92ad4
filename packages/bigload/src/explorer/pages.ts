/** The explorer's pages as HTML: pure templates, no script. Everything that came from a chain or a peer is escaped. */
import type { Page, Status } from "../protocol/messages.ts"
import type { Block } from "../protocol/types.ts"
import { STYLE } from "./style.ts"

export function renderPage(page: Page): string {
  switch (page.of) {
    case "chain":
      return frame(page.status, "Chain", chain(page.status, page.blocks))
    case "block":
      return frame(page.status, `Block ${page.block.number}`, block(page.block, page.main, page.depth))
    case "peers":
      return frame(page.status, "Peers", peers(page.peers))
    case "send":
      return frame(page.status, "Send money", send(page.status, page.balance, page.notice))
  }
}

function frame(status: Status, title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text(title)} · ${text(status.name)}</title><style>${STYLE}</style></head><body>
<header><strong>${text(status.name)}</strong><nav><a href="/">Chain</a><a href="/explorer/peers">Peers</a><a href="/explorer/send">Send money</a></nav>
<p>height ${status.height} · ${status.peers} peers · ${status.mempool} waiting${status.synced ? "" : " · <em>catching up</em>"}</p></header>
<main><h1>${text(title)}</h1>${body}</main></body></html>`
}

function chain(status: Status, blocks: readonly Block[]): string {
  if (blocks.length === 0) return `<p class="empty">No blocks yet. <a href="/explorer/send">Send money</a> to have one mined.</p>`
  const rows = blocks.map(
    ({ number, hash, transaction, miner, timestamp }) =>
      `<tr><td><a href="/explorer/block/${text(hash)}">${number}</a></td><td>${short(hash)}</td><td>${short(transaction.from)}</td>
<td>${transaction.amount}</td><td>${short(transaction.to)}</td><td>${short(miner)}</td><td><time>${instant(timestamp)}</time></td></tr>`,
  )
  const oldest = blocks[blocks.length - 1]?.number ?? 1
  const older = oldest > 1 ? `<p><a href="/?at=${oldest - 1}">Older blocks</a></p>` : ""
  const newest = (blocks[0]?.number ?? 0) < status.height ? `<p><a href="/">Newest blocks</a></p>` : ""
  return `${newest}<div class="wide"><table><thead><tr><th>Block</th><th>Hash</th><th>From</th><th>Amount</th><th>To</th><th>Miner</th><th>Time (UTC)</th></tr></thead>
<tbody>${rows.join("")}</tbody></table></div>${older}`
}

function block(it: Block, main: boolean, depth: number): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Standing", main ? `on the main chain, ${depth} deep` : "on a side branch"],
    ["Hash", code(it.hash)],
    [
      "Parent",
      it.number > 1
        ? `<a href="/explorer/block/${text(it.previousHash)}">${code(it.previousHash)}</a>`
        : `${code(it.previousHash)} (genesis)`,
    ],
    ["Miner", code(it.miner)],
    ["Time (UTC)", instant(it.timestamp)],
    ["Difficulty", `${it.difficulty} bits`],
    ["Nonce", String(it.nonce)],
    ["From", code(it.transaction.from)],
    ["To", code(it.transaction.to)],
    ["Amount", String(it.transaction.amount)],
    ["Transfer number", String(it.transaction.nonce)],
    ["Signature", code(it.transaction.signature)],
  ]
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>`
}

function peers(list: readonly { readonly endpoint: string; readonly key: string; readonly name: string }[]): string {
  if (list.length === 0) return `<p class="empty">No peers.</p>`
  const rows = list.map(({ name, endpoint, key }) => `<tr><td>${text(name)}</td><td>${text(endpoint)}</td><td>${short(key)}</td></tr>`)
  return `<div class="wide"><table><thead><tr><th>Name</th><th>Endpoint</th><th>Key</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`
}

function send(status: Status, balance: number, notice: string | undefined): string {
  return `${notice === undefined ? "" : `<p class="notice" role="status">${text(notice)}</p>`}
<p>This node's account ${code(status.key)} holds <strong>${balance}</strong>.</p>
<form method="post" action="/explorer/send"><label>To (an address, or a node's endpoint)<input name="to" required maxlength="300" autocomplete="off"></label>
<label>Amount<input name="amount" type="number" min="1" step="1" required></label><button>Send</button></form>`
}

/** `2026-01-01 12:34:56`, by the days-to-civil algorithm of Howard Hinnant: no clock is consulted, so no library is needed. */
export function instant(ms: number): string {
  const days = Math.floor(ms / 86_400_000)
  const seconds = Math.floor((ms - days * 86_400_000) / 1_000)
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const two = (value: number): string => String(value).padStart(2, "0")
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function short(hex: string): string {
  return `<code title="${text(hex)}">${text(hex.slice(0, 10))}…</code>`
}

function code(hex: string): string {
  return `<code>${text(hex)}</code>`
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

export function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
}
