/** A block: what is in it, who made it, who has it, and how it came to each of them. */
import type { BlockHistory } from "../../src/picture/index.ts"
import { coverageOf } from "../state/coverage.ts"
import { chooseBlock, chooseNode, history, moment, nodes, picture } from "../state/store.ts"
import { clock, names, nick, several, short, took } from "../state/words.ts"
import { Card, type Fact, Facts } from "./card.tsx"
import { JourneyTree } from "./journey.tsx"

export function BlockCard({ hash }: { readonly hash: string }) {
  const block = history.value.blocks[hash]
  return (
    <Card
      label={`Block ${short(hash)}`}
      title={
        <>
          Block {block?.height ?? ""} <code>{short(hash)}</code>
        </>
      }
      class="of-block"
      onClose={() => chooseBlock(undefined)}
    >
      {block === undefined || block.t > moment.value ? <Unknown hash={hash} later={block !== undefined} /> : <Known block={block} />}
    </Card>
  )
}

function Unknown({ hash, later }: { readonly hash: string; readonly later: boolean }) {
  const on = nodes.value.filter(({ head }) => head === hash)
  if (later) return <p class="soft">It has not been made yet at this moment of the run.</p>
  return (
    <p class="soft">
      {on.length > 0 ? `The head of ${names(on.map(({ name }) => nick(name)))}. ` : ""}Nobody was seen to make or store it: it is the
      genesis, or older than what is kept.
    </p>
  )
}

function Known({ block }: { readonly block: BlockHistory }) {
  const transfer = block.transaction === undefined ? undefined : history.value.transfers[block.transaction]
  const { held, missing, t50, t95, t100, live } = coverageOf(block, history.value, picture.value, moment.value)
  const who = (address: string) => nodes.value.find(({ key }) => key === address)?.name ?? short(address)
  const heads = nodes.value.filter(({ head }) => head === block.hash).map(({ name }) => nick(name))
  const facts: readonly Fact[] = [
    ["mined by", block.miner ?? "nobody has said"],
    ["at", clock(block.t, 2)],
    ["held by", `${held} of ${live} honest and up`],
    ["half had it", t50 === undefined ? "not yet" : `after ${took(t50)}`],
    ["95 % had it", t95 === undefined ? "not yet" : `after ${took(t95)}`],
    ["all had it", t100 === undefined ? "not yet" : `after ${took(t100)}`],
  ]
  return (
    <>
      <Facts facts={facts} />
      <h3>Transfer</h3>
      {transfer === undefined ? (
        <p class="soft">
          {block.transaction ? `${short(block.transaction)}, of which nobody was seen to promise it.` : "Nobody has said what is in it."}
        </p>
      ) : (
        <p>
          <b>{who(transfer.from)}</b> pays <b>{who(transfer.to)}</b> {several(transfer.amount, "coin")}
          <span class="soft">
            {" "}
            · promised at {clock(transfer.t)} by {nick(transfer.node)}
          </span>
        </p>
      )}
      <p class="soft">
        {heads.length > 0 && `Head of ${names(heads)}. `}
        {missing.length > 0 && `Not yet at ${names(missing.map(nick), 6)}.`}
      </p>
      <h3>Journey</h3>
      <JourneyTree block={block} />
      <p class="actions">
        <button type="button" onClick={() => chooseBlock(block.previous)} disabled={block.previous === ""}>
          Block before
        </button>
        {block.miner !== undefined && (
          <button type="button" onClick={() => chooseNode(block.miner)}>
            Its miner
          </button>
        )}
      </p>
    </>
  )
}
