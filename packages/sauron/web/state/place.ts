/** The address of a moment: `#t=41.2s&view=chain&node=b2`. Read when the page opens or somebody changes it, written as things are chosen. */
import { effect, signal } from "@preact/signals"
import { playing, seek } from "./playing.ts"
import { chosen, end, hello, isReplay, knowsNoChain, moment, picture, read } from "./store.ts"
import { named, nick } from "./words.ts"

export const VIEWS = ["network", "chain", "propagation", "requests", "timeline", "space-time", "numbers", "desk", "verdict"] as const
export type View = (typeof VIEWS)[number]
export const view = signal<View>("network")

/** Those that have a tab. The desk has an office behind it, and two views are about chains. Whichever is open stays. */
export function shownViews(): readonly View[] {
  const hidden = new Set<View>([
    ...(hello.value?.desk === false ? ["desk" as const] : []),
    ...(knowsNoChain.value ? (["chain", "propagation"] as const) : []),
  ])
  return VIEWS.filter((name) => name === view.value || !hidden.has(name))
}

const WRITE_EVERY_MS = 300
/** A moment that lies in a part that has not been read yet. */
let awaited: number | undefined
let awaitedNode: string | undefined
let writing: ReturnType<typeof setTimeout> | undefined
/** What the address said when it was last read or written here: whatever else it says is somebody's wish, about which we have not been told yet. */
let known = ""

export function openPlace(): void {
  readPlace()
  window.addEventListener("hashchange", readPlace)
  effect(() => {
    const reached = end.value
    if (awaited !== undefined && isReplay.value && (reached >= awaited || read.value >= 1)) {
      seek(awaited)
      awaited = undefined
    }
    if (awaitedNode !== undefined) {
      const name = named(awaitedNode, Object.keys(picture.value.nodes))
      if (name !== undefined) {
        awaitedNode = undefined
        chosen.value = { node: name, block: undefined }
      }
    }
  })
  effect(() => {
    view.value
    chosen.value
    moment.value
    writing ??= setTimeout(writePlace, WRITE_EVERY_MS)
  })
}

function readPlace(): void {
  known = location.hash
  const words = new URLSearchParams(location.hash.slice(1))
  const wantedView = words.get("view")
  if (VIEWS.some((known) => known === wantedView)) view.value = wantedView as View
  const t = momentOf(words.get("t") ?? "")
  if (t !== undefined) {
    awaited = t
    playing.value = false
    if (end.peek() >= awaited && isReplay.peek()) {
      seek(awaited)
      awaited = undefined
    }
  }
  const block = words.get("block")
  const node = words.get("node")
  if (block !== null) chosen.value = { node: undefined, block }
  else if (node !== null) {
    const name = named(node, Object.keys(picture.peek().nodes))
    if (name === undefined) awaitedNode = node
    else chosen.value = { node: name, block: undefined }
  }
}

/** `41.2s`, `1m20s`, `500ms`, or just seconds. Undefined for anything else. */
export function momentOf(words: string): number | undefined {
  const match = /^(?:(\d+)m)?(?:(\d+(?:\.\d+)?)(ms|s)?)?$/.exec(words)
  if (match === null || words === "") return undefined
  const [, minutes = "0", amount = "0", unit = "s"] = match
  return Number(minutes) * 60_000_000 + Number(amount) * (unit === "ms" ? 1_000 : 1_000_000)
}

function writePlace(): void {
  writing = undefined
  if (location.hash !== known) return
  const words: string[] = []
  if (isReplay.peek() && awaited === undefined && moment.peek() > 0) words.push(`t=${(moment.peek() / 1_000_000).toFixed(2)}s`)
  else if (awaited !== undefined) return
  if (view.peek() !== "network") words.push(`view=${view.peek()}`)
  const { node, block } = chosen.peek()
  if (node !== undefined) words.push(`node=${encodeURIComponent(nick(node))}`)
  if (block !== undefined) words.push(`block=${encodeURIComponent(block)}`)
  const hash = words.length === 0 ? "" : `#${words.join("&")}`
  if (hash === known) return
  globalThis.history.replaceState(null, "", hash === "" ? location.pathname : hash)
  known = location.hash
}

/** The address of this very moment, for whoever wants to pass it on. */
export function linkHere(): string {
  if (writing !== undefined) clearTimeout(writing)
  writePlace()
  return location.href
}
