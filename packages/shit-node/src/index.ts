/** Misdeeds: wrappers that turn an honest node program into a bad one. */
export { catalogue, findMisdeed } from "./catalogue.ts"
export { corrupt } from "./corrupt.ts"
export type { Forger, HelloClaims, Place, TransferClaims } from "./forger.ts"
export { type Misdeed, type MisdeedContext, type MisdeedEntry, misdeed } from "./misdeed.ts"
export { actTimer, CALM_TIMER } from "./names.ts"
export { over } from "./over.ts"
export type { Ending, LiarTurn, Overrides } from "./overrides.ts"
export { misdeedsPage } from "./page.ts"
