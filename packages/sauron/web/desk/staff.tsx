/** Who works here: fired, laid off, paused, and hired. */
import { useState } from "preact/hooks"
import { NodeMark } from "../parts/node-mark.tsx"
import { Select } from "../parts/select.tsx"
import { type Act, act } from "../state/desk.ts"
import { nodes, picture } from "../state/store.ts"
import { nick } from "../state/words.ts"

export function Staff() {
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

export function Hire() {
  const downs = nodes.value.filter(({ state }) => state === "down")
  const [who, choose] = useState("")
  const [disk, choosing] = useState("kept")
  const [party, select] = useState("bigload")
  const name = downs.some((node) => node.name === who) ? who : (downs[0]?.name ?? "")
  return (
    <section class="form">
      <h2>Hire</h2>
      <div class="row-of">
        <Select
          label="Back"
          value={name}
          options={downs.length === 0 ? [["", "everybody is here"]] : downs.map((node) => node.name)}
          onChange={choose}
          disabled={downs.length === 0}
        />
        <Select label="Disk" value={disk} options={["kept", "wiped", "torn", "rotten"]} onChange={choosing} />
        <button
          type="button"
          disabled={name === ""}
          onClick={() => void act("hire", { node: name, disk }, `hire ${nick(name)}, disk ${disk}`)}
        >
          Hire back
        </button>
      </div>
      <div class="row-of">
        <Select label="Somebody new" value={party} options={["bigload", "bigcrap", "shit", "wall"]} onChange={select} />
        <button type="button" onClick={() => void act("hire", { newcomer: { party } }, `hire a new ${party}`)}>
          Hire
        </button>
      </div>
    </section>
  )
}
