/** Opens the page on a source of frames. Live, later, and in a report it is the same page. */
import { render } from "preact"
import { App } from "./app.tsx"
import { setSource } from "./state/asking.ts"
import { openKeys } from "./state/keys.ts"
import { openPlace } from "./state/place.ts"
import { playFrom } from "./state/playing.ts"
import type { Source } from "./state/source.ts"
import { hello, line, takeFrame } from "./state/store.ts"
import { openTheme } from "./state/theme.ts"

export function openPage(source: Source): void {
  const place = document.getElementById("page")
  if (place === null) throw new Error("the document has no #page")
  openTheme()
  playFrom(source)
  setSource(source)
  place.replaceChildren()
  render(<App />, place)
  openPlace()
  openKeys()
  source.open({
    hello: (told) => {
      hello.value = told
    },
    frame: takeFrame,
    line: (now) => {
      line.value = now
    },
  })
}
