/** A recorded run as a page sees it; runs in a browser too. */
export { sample } from "./messages.ts"
export { type Bodies, Player } from "./player.ts"
export { CHUNK_EVENTS, Recording } from "./recording.ts"
export { rowFilter } from "./rows.ts"
export { Flows, kindOf } from "./traffic.ts"
