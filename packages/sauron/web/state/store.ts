/** All that the page knows, as signals: the scene at the moment shown, what is chosen, and what follows from both. */
import { batch, computed, signal } from "@preact/signals"
import {
  applyPatch,
  bansOf,
  branchesOf,
  emptyHistory,
  emptyPicture,
  type History,
  isForked,
  type Picture,
} from "../../src/picture/index.ts"
import type { Frame, Hello, LineFacts, Traffic } from "../../src/recording/protocol.ts"
import { Colours } from "./colours.ts"
import type { Line } from "./source.ts"

export const line = signal<Line>("opening")
export const hello = signal<Hello | undefined>(undefined)
export const picture = signal<Picture>(emptyPicture)
export const history = signal<History>(emptyHistory)
export const facts = signal<LineFacts>({ taken: 0, missed: 0, routes: [], dropped: 0, sentAtMs: 0 })
/** The moment shown, and the last there is, in microseconds of the run. */
export const moment = signal(0)
export const end = signal(0)
/** 0 to 1 while a recorded run is still being read. */
export const read = signal(0)
export const seen = signal(false)
/** Frames so far; whatever draws by itself looks at it. */
export const frames = signal(0)

type TrafficListener = (traffic: Traffic) => void
const trafficListeners = new Set<TrafficListener>()

export function onTraffic(listener: TrafficListener): () => void {
  trafficListeners.add(listener)
  return () => trafficListeners.delete(listener)
}

/** Throws where the frame does not fit what is there; then all has to be sent again. */
export function takeFrame(frame: Frame): void {
  batch(() => {
    const before = frame.fresh ? { picture: emptyPicture, history: emptyHistory } : { picture: picture.peek(), history: history.peek() }
    if (frame.picture !== undefined) picture.value = applyPatch(before.picture, frame.picture) as Picture
    else if (frame.fresh) picture.value = before.picture
    if (frame.history !== undefined) history.value = applyPatch(before.history, frame.history) as History
    else if (frame.fresh) history.value = before.history
    moment.value = frame.t
    end.value = Math.max(frame.end, frame.t)
    read.value = frame.read
    facts.value = frame.line
    seen.value = true
    frames.value = frames.peek() + 1
  })
  if (frame.traffic !== undefined) for (const listener of trafficListeners) listener(frame.traffic)
}

export const isReplay = computed(() => hello.value !== undefined && hello.value.mode !== "live")
export const branches = computed(() => branchesOf(picture.value))
/** Who follows what; once nobody is up any more, what everybody followed when it went. */
export const lastBranches = computed(() => (branches.value.length > 0 ? branches.value : branchesOf(asIfUp(picture.value))))
/** False where it is about programs that know of no chain: then nothing is said of one. A run of ours has rules before it has blocks. */
export const hasChain = computed(() => lastBranches.value.length > 0 || Object.keys(picture.value.rules).length > 0)
/** Somebody is there, and has no chain. */
export const knowsNoChain = computed(() => !hasChain.value && nodes.value.length > 0)
export const forked = computed(() => isForked(branches.value))
export const bans = computed(() => bansOf(picture.value))
export const bannedNames = computed(() => new Set(bans.value.map(({ name }) => name)))
export const nodes = computed(() =>
  Object.values(picture.value.nodes).sort((a, b) => Number(a.honest === false) - Number(b.honest === false) || byNumber(a.name, b.name)),
)

/** Faults that last right now. */
export const running = computed(() => picture.value.faults.filter(({ state }) => state === "began"))

const keeper = new Colours()
/** Which colour each head has: a number for the palette; -1 where too little is known. */
export const colours = computed(() => keeper.of(lastBranches.value, picture.value.blocks))
/** The colour of whoever has this head; undefined where it has none. Where there is no chain, everybody has the first. */
export const colourOf = computed((): ((head: string | undefined) => number | undefined) => {
  const known = colours.value
  return hasChain.value ? (head) => (head === undefined ? undefined : known.get(head)) : () => 0
})

function asIfUp(now: Picture): Picture {
  const nodes = Object.fromEntries(Object.entries(now.nodes).map(([name, node]) => [name, { ...node, state: "seen" as const }]))
  return { ...now, nodes }
}

export interface Chosen {
  readonly node: string | undefined
  readonly block: string | undefined
}
export const chosen = signal<Chosen>({ node: undefined, block: undefined })

export function chooseNode(node: string | undefined): void {
  chosen.value = { node: chosen.peek().node === node ? undefined : node, block: undefined }
}

export function chooseBlock(block: string | undefined): void {
  chosen.value = { node: undefined, block: chosen.peek().block === block ? undefined : block }
}

/** bigload-2 before bigload-10. */
export const byNumber: (a: string, b: string) => number = new Intl.Collator("en", { numeric: true }).compare
