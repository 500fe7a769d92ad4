/** The page as a whole: a head, the views behind their tabs, what is chosen beside them, and time along the bottom. */
import { Dock } from "./parts/dock.tsx"
import { Head } from "./parts/head.tsx"
import { Notices } from "./parts/notices.tsx"
import { Side } from "./parts/side.tsx"
import { Tabs } from "./parts/tabs.tsx"
import { type View, view } from "./state/place.ts"
import { line } from "./state/store.ts"
import { ChainView } from "./views/chain.tsx"
import { DeskView } from "./views/desk.tsx"
import { NetworkView } from "./views/network.tsx"
import { NumbersView } from "./views/numbers.tsx"
import { PropagationView } from "./views/propagation.tsx"
import { RequestsView } from "./views/requests.tsx"
import { SpaceTimeView } from "./views/space-time.tsx"
import { TimelineView } from "./views/timeline.tsx"
import { VerdictView } from "./views/verdict.tsx"

const SHOWN: { readonly [K in View]: () => preact.ComponentChild } = {
  network: () => <NetworkView />,
  chain: () => <ChainView />,
  propagation: () => <PropagationView />,
  requests: () => <RequestsView />,
  timeline: () => <TimelineView />,
  "space-time": () => <SpaceTimeView />,
  numbers: () => <NumbersView />,
  desk: () => <DeskView />,
  verdict: () => <VerdictView />,
}

export function App() {
  const now = view.value
  return (
    <div class={line.value === "away" ? "app away" : "app"}>
      <button type="button" class="skip" onClick={() => document.getElementById("view")?.focus()}>
        Skip to the view
      </button>
      <Head />
      <Tabs />
      <Notices />
      <div class="stage">
        <main>
          <div class={`view view-${now}`} id="view" role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${now}`}>
            {SHOWN[now]()}
          </div>
        </main>
        <Side />
      </div>
      <Dock />
    </div>
  )
}
