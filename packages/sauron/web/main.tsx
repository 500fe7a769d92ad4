/** The page: opens its source, and draws what it is told. Live, later, and in a report it is the same. */
import { render } from "preact"
import { App } from "./app.tsx"
import { openKeys } from "./state/keys.ts"
import { openPlace } from "./state/place.ts"
import { playFrom } from "./state/playing.ts"
import { setSource } from "./state/asking.ts"
import { ReportSource } from "./state/report-source.ts"
import { SocketSource } from "./state/socket-source.ts"
import type { Source } from "./state/source.ts"
import { hello, line, takeFrame } from "./state/store.ts"
import { openTheme } from "./state/theme.ts"

const inlined = document.getElementById("recording")
const source: Source = inlined === null ? new SocketSource() : new ReportSource(inlined)
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
