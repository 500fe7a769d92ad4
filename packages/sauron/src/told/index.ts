/** What a program has to know to tell Sauron anything. */
export { addressFor } from "./address.ts"
