/** What stands beside every view: the node or block that was chosen; otherwise how the network stands. */
import { useState } from "preact/hooks"
import type { Branch, NodePicture } from "../../src/picture/index.ts"
import { setFilter } from "../state/filter.ts"
import { view } from "../state/place.ts"
import {
  bans,
  branches,
  byNumber,
  chooseBlock,
  chooseNode,
  chosen,
  colours,
  hasChain,
  lastBranches,
  moment,
  nodes,
  picture,
  running,
} from "../state/store.ts"
import { brief, clock, names, nick, several, short } from "../state/words.ts"
import { BlockCard } from "./block-card.tsx"
import { Card, type Fact, Facts } from "./card.tsx"
import { FaultList } from "./faults.tsx"
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
  const facts: readonly Fact[] = [
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
    <Card
      label={`Node ${node.name}`}
      title={
        <>
          <NodeMark node={node} /> {node.name}
        </>
      }
      onClose={() => chooseNode(undefined)}
    >
      <p class="soft">
        {node.honest === false ? "bad actor" : node.honest === true ? "honest" : "nobody has said whether it is honest"}
        {node.kind !== "" && `, ${node.kind}`}
        {node.misdeeds.length > 0 && `: ${node.misdeeds.join(", ")}`}
      </p>
      <Facts facts={facts} />
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
    </Card>
  )
}

function Standing() {
  const list = lastBranches.value
  const areGone = list.length > 0 && branches.value.length === 0
  const now = running.value
  return (
    <>
      {hasChain.value && (
        <Card label="Chains" title={areGone ? "Chains, as everybody left them" : "Chains"}>
          {list.length === 0 ? <p class="soft">No block has been seen.</p> : <BranchList branches={list} />}
        </Card>
      )}
      {now.length > 0 && (
        <Card label="Under way" title="Under way">
          <FaultList faults={now} />
        </Card>
      )}
      {bans.value.length > 0 && (
        <Card label="Banned" title="Banned">
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
        </Card>
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
                  {relation === "unclear" && "not known which"}
                </span>
              </span>
              <meter
                class="share"
                data-chain={chain < 0 ? "none" : chain}
                min={0}
                max={total}
                value={on.length}
                title={`held by ${on.length} of ${several(total, "node")}`}
                aria-label={`held by ${on.length} of ${several(total, "node")}`}
              />
              <span class="soft who">
                held by {on.length} of {total}: {names([...on].sort(byNumber).map(nick), 9)}
              </span>
            </button>
          </li>
        )
      })}
      {list.length > 7 && <li class="soft">and {several(list.length - 7, "more head")}</li>}
    </ul>
  )
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
    <Card
      label="Nodes"
      title={
        <>
          Nodes <small>{all.length === 0 ? "" : shown.length === all.length ? all.length : `${shown.length} of ${all.length}`}</small>
        </>
      }
      class="nodes-card"
    >
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
    </Card>
  )
}
