/** Who has how much on the longest chain. */
import { balancesOf } from "../state/balances.ts"
import { history, lastBranches, nodes, picture } from "../state/store.ts"
import { nick, several, short, whole } from "../state/words.ts"

export function Balances() {
  const longest = lastBranches.value[0]
  const balances = balancesOf(picture.value, history.value, longest?.head)
  if (balances === undefined) return null
  const { accounts, unknown, from } = balances
  const most = accounts[0]?.amount ?? 1
  const note = [
    `on the longest chain, at height ${longest?.height ?? 0}`,
    from === undefined ? "" : `below height ${from} nothing is known`,
    unknown === 0 ? "" : `without ${several(unknown, "block")} of which nobody has told what is in them`,
  ]
  return (
    <section class="wide">
      <h2>
        Balances <span class="soft">{note.filter((part) => part !== "").join("; ")}</span>
      </h2>
      <ul class="balances">
        {accounts.slice(0, 60).map(({ address, name, amount }) => (
          <li key={address}>
            <span>{name === undefined ? short(address) : nodes.value.length > 14 ? nick(name) : name}</span>
            <meter class="share" min={0} max={Math.max(1, most)} value={Math.max(0, amount)} aria-label={`${amount} coins`} />
            <span>{whole(amount)}</span>
          </li>
        ))}
      </ul>
      {accounts.length > 60 && <p class="soft">and {several(accounts.length - 60, "more account")}</p>}
    </section>
  )
}
