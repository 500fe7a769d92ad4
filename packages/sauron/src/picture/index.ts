/** The picture's public face: the reducer and what is read off a picture. Runs in a browser too. */
export { type BannedPeer, bansOf } from "./bans.ts"
export { type Branch, branchesOf, isForked } from "./forks.ts"
export * from "./history.ts"
export { applyPatch, diff, type Patch } from "./patch.ts"
export * from "./picture.ts"
export { isKnownBlock, reduce, reduceSeen, type SeenAnswers } from "./reduce.ts"
export { advance, emptyScene, type News, type Scene } from "./scene.ts"
export type { Vitals } from "./series.ts"
