/** How many cases a proof tries: a pinned sample in `npm test`, all of them in `npm run prove`. */
export const isWhole = process.env.WATERCOOLER_PROVE === "whole"

/** `1..sample` or `1..whole`: the sample is the beginning of the whole, so what it finds the whole finds too. */
export function seeds(sample: number, whole: number): readonly number[] {
  return Array.from({ length: isWhole ? whole : sample }, (_, at) => at + 1)
}
