/** What stands beside every view: the node or block that was chosen; otherwise how the network stands. */
import { useState } from "preact/hooks"
import type { Branch, FaultPicture, NodePicture } from "../../src/picture/index.ts"
import { setFilter } from "../state/filter.ts"
import { view } from "../state/place.ts"
import { bans, branches, byNumber, chooseBlock, chooseNode, chosen, colours, moment, nodes, picture, running } from "../state/store.ts"
import { touched } from "../state/touched.ts"
import { brief, clock, names, nick, several, short } from "../state/words.ts"
import { BlockCard } from "./block-card.tsx"
import { NodeMark, Swatch } from "./node-mark.tsx"

export function Side() {
  const { node, block } = chosen.value
  const found = node === undefined ? undefined : picture.value.nodes[node]
  return (
    <aside class="side" aria-label="Details">
      {found !== undefined && <NodeCard node={found} />}
      {block !== undefined && <BlockCard hash={block} />}
      {found === undefined && block === undefined && <Standing />}
      <NodeList />
    </aside>
  )
}

function NodeCard({ node }: { readonly node: NodePicture }) {
  const facts: readonly (readonly [string, string])[] = [
    ["state", node.state],
    ["height", node.height === undefined ? "unknown" : String(node.height)],
    ["head", node.head === undefined ? "unknown" : short(node.head)],
    ["peers", String(node.peers.length)],
    ["requests", brief(node.requests)],
    ["failed", brief(node.failures)],
    ["mined", String(node.mined)],
    ["pending", String(node.pending)],
    ["reorgs", node.reorgs === 0 ? "0" : `${node.reorgs}, deepest ${node.reorgDepthMax}`],
    ["refused", brief(node.rejections)],
    ["told twice", brief(node.duplicates)],
    ["restarts", String(node.restarts)],
    ...(node.pid === undefined ? [] : [["pid", String(node.pid)] as const]),
  ]
  const faults = picture.value.faults.filter(({ nodes: hit }) => hit.includes(node.name)).slice(-6)
  return (
    <section class="card" aria-label={`Node ${node.name}`}>
      <h2>
        <NodeMark node={node} /> {node.name}
        <button type="button" class="close" aria-label="Close" onClick={() => chooseNode(undefined)}>
          ×
        </button>
      </h2>
      <p class="soft">
        {node.honest === false ? "bad actor" : node.honest === true ? "honest" : "nobody has said whether it is honest"}
        {node.kind !== "" && `, ${node.kind}`}
        {node.misdeeds.length > 0 && `: ${node.misdeeds.join(", ")}`}
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {faults.length > 0 && <FaultList faults={faults} />}
      <p class="actions">
        <button
          type="button"
          onClick={() => {
            setFilter({ node: node.name })
            view.value = "requests"
          }}
        >
          Its requests
        </button>
        {node.head !== undefined && (
          <button type="button" onClick={() => chooseBlock(node.head)}>
            Its head
          </button>
        )}
      </p>
    </section>
  )
}

function Standing() {
  const list = branches.value
  const now = running.value
  return (
    <>
      <section class="card" aria-labelledby="chains-title">
        <h2 id="chains-title">Chains</h2>
        {list.length === 0 ? <p class="soft">No block has been seen.</p> : <BranchList branches={list} />}
      </section>
      {now.length > 0 && (
        <section class="card" aria-labelledby="now-title">
          <h2 id="now-title">Under way</h2>
          <FaultList faults={now} />
        </section>
      )}
      {bans.value.length > 0 && (
        <section class="card" aria-labelledby="bans-title">
          <h2 id="bans-title">Banned</h2>
          <ul class="plain">
            {bans.value.slice(0, 8).map(({ peer, name, by, until }) => (
              <li key={peer}>
                <b>{name ?? short(peer)}</b>{" "}
                <span class="soft">
                  by {names(by.map(nick), 6)}, for {clock(Math.max(0, until - moment.value), 0)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function BranchList({ branches: list }: { readonly branches: readonly Branch[] }) {
  const total = list.reduce((sum, { nodes: on }) => sum + on.length, 0)
  return (
    <ul class="branches">
      {list.slice(0, 7).map(({ head, height, nodes: on, relation, behind, forkedAt }) => {
        const chain = colours.value.get(head) ?? -1
        return (
          <li key={head}>
            <button type="button" onClick={() => chooseBlock(head)}>
              <span class="bar">
                <Swatch chain={chain} />
                <b>{height}</b>
                <code>{short(head)}</code>
                <span class={`relation ${relation}`}>
                  {relation === "longest" && list.length > 1 && "longest"}
                  {relation === "behind" && `${several(behind, "block")} behind`}
                  {relation === "forked" && (forkedAt === undefined ? "forked" : `forked after ${forkedAt}`)}
                  {relation === "unclear" && "unclear"}
                </span>
              </span>
              <meter
                class="share"
                data-chain={chain < 0 ? "none" : chain}
                min={0}
                max={total}
                value={on.length}
                aria-label={`${on.length} of ${total} nodes`}
              />
              <span class="soft who">{names([...on].sort(byNumber).map(nick), 9)}</span>
            </button>
          </li>
        )
      })}
      {list.length > 7 && <li class="soft">and {several(list.length - 7, "more head")}</li>}
    </ul>
  )
}

export function FaultList({ faults }: { readonly faults: readonly FaultPicture[] }) {
  return (
    <ul class="faults">
      {[...faults].reverse().map((fault) => (
        <li key={fault.id}>
          <span class="bar">
            <b>{fault.kind}</b> <span>{sides(fault)}</span>
            <time>{clock(fault.beganAt ?? fault.plannedAt ?? fault.endedAt ?? 0)}</time>
          </span>
          <span class={`soft ${isHollow(fault) ? "warm" : ""}`}>
            {fault.by === "" ? "" : `${fault.by}: `}
            {becameOf(fault)}
          </span>
        </li>
      ))}
    </ul>
  )
}

export function sides({ from, to, both, nodes: hit }: FaultPicture): string {
  if (from.length === 0 || to.length === 0) return names(hit.map(nick), 4)
  return `${names(from.map(nick), 4)} ${both ? "⇹" : "⇸"} ${names(to.map(nick), 4)}`
}

export function isHollow({ state, receipt }: FaultPicture): boolean {
  return state === "ended" && receipt !== undefined && receipt.processes + receipt.connections + receipt.messages + receipt.bytes === 0
}

export function becameOf(fault: FaultPicture): string {
  const { state, receipt, because, beganAt, endedAt } = fault
  if (state === "planned") return "planned"
  if (state === "began") return "lasts"
  if (state === "refused") return `refused${because === undefined ? "" : `, because ${because}`}`
  if (isHollow(fault)) return "touched nothing"
  const parts = receipt === undefined ? [] : touched(receipt)
  const lasted = beganAt !== undefined && endedAt !== undefined && endedAt - beganAt > 50_000 ? ` in ${clock(endedAt - beganAt)}` : ""
  return parts.length === 0 ? "ended" : `touched ${parts.join(", ")}${lasted}`
}

/** Many nodes are a list that nobody reads: then it can be searched, and shows by itself only those with which something is the matter. */
const LISTED_MAX = 80
const FOUND_MAX = 120

function NodeList() {
  const [wanted, want] = useState("")
  const all = nodes.value
  const isLarge = all.length > LISTED_MAX
  const shown = !isLarge
    ? all
    : wanted === ""
      ? all.filter(({ state, honest }) => (state !== "alive" && state !== "seen") || honest === false)
      : all.filter(({ name }) => name.includes(wanted) || nick(name).startsWith(wanted))
  return (
    <section class="card nodes-card" aria-labelledby="nodes-title">
      <h2 id="nodes-title">
        Nodes <small>{all.length === 0 ? "" : shown.length === all.length ? all.length : `${shown.length} of ${all.length}`}</small>
      </h2>
      {all.length === 0 && <p class="soft">Nobody has been hired, and nobody has reported.</p>}
      {isLarge && (
        <input
          class="find"
          type="search"
          aria-label="Find a node"
          placeholder="find a node: b12"
          value={wanted}
          onInput={(event) => want((event.target as HTMLInputElement).value.trim().toLowerCase())}
        />
      )}
      {isLarge && wanted === "" && (
        <p class="soft">{shown.length === 0 ? "All of them are up and honest." : "Those that are down, paused or bad."}</p>
      )}
      <ul class="nodes">
        {shown.slice(0, FOUND_MAX).map((node) => (
          <li key={node.name}>
            <button type="button" aria-pressed={chosen.value.node === node.name} onClick={() => chooseNode(node.name)}>
              <NodeMark node={node} />
              <span class="name">{node.name}</span>
              <span class="soft">{node.state === "alive" || node.state === "seen" ? (node.height ?? "") : node.state}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
