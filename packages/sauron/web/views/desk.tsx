/** The Boss's desk: what one can do to the office from here. It asks for the run's token, and keeps it no longer than the page is open. */
import { useState } from "preact/hooks"
import { NodeMark } from "../parts/node-mark.tsx"
import { sides } from "../parts/side.tsx"
import { type Act, act, canAct, hasDesk, isOpen, log, openDesk, post, token, unable } from "../state/desk.ts"
import { nodes, picture, running } from "../state/store.ts"
import { clock, nick } from "../state/words.ts"

export function DeskView() {
  if (!hasDesk.value)
    return (
      <div class="nothing">
        <p>There is no office behind this page now.</p>
        <p class="soft">What was done can be seen on the timeline.</p>
      </div>
    )
  if (!isOpen.value) return <Door />
  return (
    <div class="desk">
      <Staff />
      <Hire />
      <Wires />
      <Running />
      <Transfer />
      <Temper />
      <Save />
      <Log />
    </div>
  )
}

function Door() {
  const [wrong, say] = useState<string>()
  const [given, type] = useState("")
  return (
    <div class="desk">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void openDesk(given).then(say)
        }}
      >
        <h2>The Boss's desk</h2>
        <p class="soft">
          Whoever acts on the office shows the run's token. It lies in the run's folder, readable by its owner only. Unless the office was
          opened with <code>--dir</code>: <code>cat .watercooler/runs/{picture.value.run || "…"}/token</code>
        </p>
        <label>
          <span>Token</span>
          <input
            name="token"
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={given}
            onInput={(event) => type((event.target as HTMLInputElement).value)}
          />
        </label>
        {wrong !== undefined && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
        <button type="submit" class="strong" disabled={given.trim() === ""}>
          Sit down
        </button>
      </form>
    </div>
  )
}

/** Why a button does nothing: this office has said so. */
function Cannot({ name }: { readonly name: Act }) {
  const why = unable.value.get(name)
  return why === undefined ? null : (
    <p class="cannot">
      This office cannot {name}: {why}
    </p>
  )
}

function Staff() {
  const people = nodes.value
  const stormy = picture.value.phase === "storm" || picture.value.phase === undefined
  return (
    <section class="form">
      <h2>Staff</h2>
      {!stormy && <p class="soft">The storm is over: nobody is harmed in the calm.</p>}
      <ul class="staff">
        {people.slice(0, 300).map((node) => {
          const ask =
            (name: Act, words: object = {}) =>
            () =>
              void act(name, { node: node.name, ...words }, `${name} ${nick(node.name)}`)
          return (
            <li key={node.name}>
              <NodeMark node={node} />
              <span>{node.name}</span>
              <span class="acts">
                {node.state === "down" ? (
                  <button type="button" aria-label={`Hire ${node.name}`} onClick={ask("hire", { disk: "kept" })}>
                    hire
                  </button>
                ) : (
                  <>
                    {node.state === "paused" ? (
                      <button type="button" aria-label={`Resume ${node.name}`} onClick={ask("resume")}>
                        resume
                      </button>
                    ) : (
                      <button type="button" aria-label={`Pause ${node.name}`} onClick={ask("pause")}>
                        pause
                      </button>
                    )}
                    <button type="button" aria-label={`Lay off ${node.name}`} onClick={ask("layoff")}>
                      lay off
                    </button>
                    <button type="button" class="danger" aria-label={`Fire ${node.name}`} onClick={ask("fire")}>
                      fire
                    </button>
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Hire() {
  const downs = nodes.value.filter(({ state }) => state === "down")
  const [who, choose] = useState("")
  const [disk, choosing] = useState("kept")
  const [party, select] = useState("bigload")
  const name = downs.some((node) => node.name === who) ? who : (downs[0]?.name ?? "")
  return (
    <section class="form">
      <h2>Hire</h2>
      <div class="row-of">
        <label>
          <span>Back</span>
          <select value={name} onChange={(event) => choose((event.target as HTMLSelectElement).value)} disabled={downs.length === 0}>
            {downs.length === 0 && <option value="">everybody is here</option>}
            {downs.map((node) => (
              <option key={node.name} value={node.name}>
                {node.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Disk</span>
          <select value={disk} onChange={(event) => choosing((event.target as HTMLSelectElement).value)}>
            {["kept", "wiped", "torn", "rotten"].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          disabled={name === ""}
          onClick={() => void act("hire", { node: name, disk }, `hire ${nick(name)}, disk ${disk}`)}
        >
          Hire back
        </button>
      </div>
      <div class="row-of">
        <label>
          <span>Somebody new</span>
          <select value={party} onChange={(event) => select((event.target as HTMLSelectElement).value)}>
            {["bigload", "bigcrap", "shit", "wall"].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => void act("hire", { newcomer: { party } }, `hire a new ${party}`)}>
          Hire
        </button>
      </div>
    </section>
  )
}

function Wires() {
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

function Running() {
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

function Transfer() {
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
        <label>
          <span>From</span>
          <select value={payer} onChange={(event) => pays((event.target as HTMLSelectElement).value)}>
            {payers.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          <span>To</span>
          <select value={payee} onChange={(event) => gets((event.target as HTMLSelectElement).value)}>
            {nodes.value.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
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

function Temper() {
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

function Save() {
  const [wrong, say] = useState<string>()
  const save = async () => {
    const { status, body } = await post("scenario", {})
    if (status !== 200 || typeof body.scenario !== "string") {
      if (status === 404) unable.value = new Map([...unable.peek(), ["scenario", "it is too old for it"]])
      return say(String(body.because ?? body.detail ?? `the office answered ${status}`))
    }
    say(undefined)
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([body.scenario], { type: "application/yaml" }))
    link.download = `${picture.peek().run || "by-hand"}.yaml`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <section class="form">
      <h2>As a scenario</h2>
      <p class="soft">Everything that was done so far, when it was done, as a file that can be run and simulated again.</p>
      <button type="button" disabled={!canAct.value} onClick={() => void save()}>
        Save as scenario
      </button>
      {wrong !== undefined && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </section>
  )
}

function Log() {
  return (
    <section class="form wide">
      <h2>
        Asked for from here{" "}
        <button
          type="button"
          onClick={() => {
            token.value = ""
            isOpen.value = false
          }}
        >
          Get up
        </button>
      </h2>
      {log.value.length === 0 ? (
        <p class="soft">Nothing yet.</p>
      ) : (
        <ol class="desk-log" aria-live="polite">
          {log.value.map(({ at, words, result, detail }) => (
            <li key={`${at} ${words}`} class={result}>
              <time class="soft">{new Date(at).toLocaleTimeString("en-GB")}</time>
              <span aria-hidden="true">{result === "done" ? "✓" : "✗"}</span>
              <span>
                {words}: {detail}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
