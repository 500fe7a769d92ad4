/** The way to the desk: whoever sits down there shows the run's token. */
import { useState } from "preact/hooks"
import { openDesk } from "../state/desk.ts"
import { picture } from "../state/store.ts"

export function Door() {
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
