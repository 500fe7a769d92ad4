/** What was asked for from here: read again, and saved as a scenario. */
import { useState } from "preact/hooks"
import { canAct, isOpen, log, post, token, unable } from "../state/desk.ts"
import { picture } from "../state/store.ts"

export function Save() {
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

export function Log() {
  return (
    <section class="form">
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
