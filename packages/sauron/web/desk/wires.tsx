/** Wires between two sides: cut, slowed, and healed. */
import { useState } from "preact/hooks"
import { sides } from "../parts/faults.tsx"
import { act, unable } from "../state/desk.ts"
import { nodes, running } from "../state/store.ts"
import { clock, nick } from "../state/words.ts"
import { Cannot } from "./cannot.tsx"

export function Wires() {
  const [side, choose] = useState<ReadonlySet<string>>(new Set())
  const [oneWay, turn] = useState(false)
  const [seconds, last] = useState("8")
  const [ms, slower] = useState("200")
  const all = nodes.value.map(({ name }) => name)
  const from = all.filter((name) => side.has(name))
  const to = all.filter((name) => !side.has(name))
  const isReady = from.length > 0 && to.length > 0
  const forMs = Number(seconds) > 0 ? { forMs: Math.round(Number(seconds) * 1_000) } : {}
  const ways = oneWay ? {} : { both: true }
  const said = `${from.map(nick).join(" ")} ${oneWay ? "→" : "|"} the others`
  return (
    <section class="form">
      <h2>Wires</h2>
      <fieldset>
        <legend>One side; everybody else is the other</legend>
        {all.slice(0, 120).map((name) => (
          <label class="check" key={name}>
            <input
              type="checkbox"
              checked={side.has(name)}
              onChange={() => {
                const next = new Set(side)
                if (!next.delete(name)) next.add(name)
                choose(next)
              }}
            />
            {nick(name)}
          </label>
        ))}
      </fieldset>
      <div class="row-of">
        <label>
          <span>For seconds, or empty</span>
          <input type="number" min="0" step="0.5" value={seconds} onInput={(event) => last((event.target as HTMLInputElement).value)} />
        </label>
        <label>
          <span>Slower by, ms</span>
          <input type="number" min="1" value={ms} onInput={(event) => slower((event.target as HTMLInputElement).value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={oneWay} onChange={() => turn(!oneWay)} />
          one way
        </label>
      </div>
      <div class="row-of">
        <button
          type="button"
          class="danger"
          disabled={!isReady || unable.value.has("cut")}
          onClick={() => void act("cut", { from, to, ...ways, ...forMs }, `cut ${said}`)}
        >
          Cut
        </button>
        <button
          type="button"
          disabled={!isReady || unable.value.has("latency")}
          onClick={() =>
            void act(
              "latency",
              { from, to, ...ways, us: Math.round(Number(ms) * 1_000), jitterUs: 0, ...forMs },
              `slow ${said} by ${ms} ms`,
            )
          }
        >
          Slow
        </button>
        <span class="cannot">or drag across wires on the map</span>
      </div>
      <Cannot name="cut" />
      <Cannot name="latency" />
    </section>
  )
}

export function Running() {
  const lasting = running.value.filter(({ from }) => from.length > 0)
  return (
    <section class="form">
      <h2>Heal</h2>
      {lasting.length === 0 ? (
        <p class="soft">No wire is cut or slow.</p>
      ) : (
        <ul class="plain">
          {lasting.map((fault) => (
            <li key={fault.id}>
              <b>{fault.kind}</b> {sides(fault)} <span class="soft">since {clock(fault.beganAt ?? 0)}</span>{" "}
              <button type="button" onClick={() => void act("heal", { fault: fault.id }, `heal ${fault.kind}`)}>
                Heal
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="strong" disabled={unable.value.has("heal")} onClick={() => void act("heal", {}, "heal everything")}>
        Heal everything
      </button>
      <Cannot name="heal" />
    </section>
  )
}
