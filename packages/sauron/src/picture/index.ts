/** The picture's public face: the reducer and what is read off a picture. Runs in a browser too. */
export { type BannedPeer, bansOf } from "./bans.ts"
export { type Branch, branchesOf, isForked } from "./forks.ts"
export * from "./picture.ts"
export { reduce, reduceSeen, type SeenAnswers } from "./reduce.ts"
