/** What one asks of those who are here: that somebody pays, and that the Boss is in another temper. */
import { useState } from "preact/hooks"
import { Select } from "../parts/select.tsx"
import { act, unable } from "../state/desk.ts"
import { nodes } from "../state/store.ts"
import { nick } from "../state/words.ts"
import { Cannot } from "./cannot.tsx"

export function Transfer() {
  const payers = nodes.value.filter(({ kind, state }) => kind !== "wall" && state !== "down")
  const [from, pays] = useState("")
  const [to, gets] = useState("")
  const [amount, much] = useState("5")
  const payer = payers.some(({ name }) => name === from) ? from : (payers[0]?.name ?? "")
  const payee = nodes.value.some(({ name }) => name === to) ? to : (payers[1]?.name ?? "")
  return (
    <section class="form">
      <h2>Transfer</h2>
      <div class="row-of">
        <Select label="From" value={payer} options={payers.map(({ name }) => name)} onChange={pays} />
        <Select label="To" value={payee} options={nodes.value.map(({ name }) => name)} onChange={gets} />
        <label>
          <span>Coins</span>
          <input type="number" min="1" value={amount} onInput={(event) => much((event.target as HTMLInputElement).value)} />
        </label>
        <button
          type="button"
          disabled={payer === "" || payee === ""}
          onClick={() =>
            void act("transfer", { from: payer, to: payee, amount: Number(amount) }, `${nick(payer)} pays ${nick(payee)} ${amount}`)
          }
        >
          Pay
        </button>
      </div>
    </section>
  )
}

const TEMPERS = [
  ["asleep", "does nothing"],
  ["mild", "half as often"],
  ["usual", "as the run began"],
  ["furious", "four times as often"],
] as const

export function Temper() {
  return (
    <section class="form">
      <h2>The Boss's temper</h2>
      <div class="row-of">
        {TEMPERS.map(([name, words]) => (
          <button
            key={name}
            type="button"
            title={words}
            disabled={unable.value.has("temper")}
            onClick={() => void act("temper", { temper: name }, `the Boss is ${name}`)}
          >
            {name}
          </button>
        ))}
      </div>
      <Cannot name="temper" />
    </section>
  )
}
