/** The small words of a scenario: durations, percentages, names. Each knows how to say what it expects, and an example. */
import { z } from "zod"

/** A word of a certain spelling. `expected` completes “expected …”. */
export function spelt(pattern: RegExp, expected: string, example: string) {
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected })
    .meta({ examples: [example] })
}

export function whole(min: number, max: number, expected: string, example: number) {
  const error = `${expected}, a whole number from ${min} to ${max}`
  return z
    .number({ error })
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .meta({ examples: [example] })
}

export function flag(example: boolean) {
  return z.boolean({ error: "true or false" }).meta({ examples: [example] })
}

export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(", ")}` }).meta({ examples: [words[0]] })
}

const SPAN = String.raw`(\d+(\.\d+)?(us|ms|s|m|h))+`
const spanPattern = new RegExp(`^${SPAN}$`)

export const duration = spelt(spanPattern, "a duration with its unit: 250ms, 5s, 1m30s", "5s")
/** Clocks go back as well. */
export const shift = spelt(new RegExp(`^[+-]?${SPAN}$`), "a duration with its unit, perhaps negative: 2h, -5m", "2h")
/** A duration, or the span from which it is drawn. */
export const durations = spelt(
  new RegExp(`^${SPAN}(\\.\\.${SPAN})?$`),
  "a duration, or two with .. between them: 2s, 1500ms..4s",
  "1500ms..4s",
)

const percentWords = "a percentage from 0 to 100: 30% or 30"
export const percent = z
  .union([z.number().min(0, percentWords).max(100, percentWords), z.string().regex(/^(100(\.0+)?|\d{1,2}(\.\d+)?)%$/, percentWords)], {
    error: percentWords,
  })
  .meta({ examples: ["30%"] })

const wholePercentWords = "a whole percentage from 0 to 100: 30% or 30"
/** What draws messages counts in whole parts of a hundred. */
export const wholePercent = z
  .union([z.int().min(0, wholePercentWords).max(100, wholePercentWords), z.string().regex(/^(100|\d{1,2})%$/, wholePercentWords)], {
    error: wholePercentWords,
  })
  .meta({ examples: ["30%"] })

const bytesWords = "a size: 512B, 64KB, 1MiB"
export const bytes = z
  .union([z.int().min(1, bytesWords).max(1e12, bytesWords), z.string().regex(/^\d+(\.\d+)?(B|KB|KiB|MB|MiB|GB|GiB)$/, bytesWords)], {
    error: bytesWords,
  })
  .meta({ examples: ["64KB"] })

export const rate = spelt(/^\d+(\.\d+)?(B|KB|KiB|MB|MiB|GB|GiB)\/s$/, "bytes a second, with their unit: 64KB/s, 1MB/s", "64KB/s")

const amountWords = "whole coins, or two numbers with .. between them: 5, 1..20"
/** Whole coins: of a payment, or the span from which each is drawn. */
export const amounts = z
  .union([z.int().min(1, amountWords).max(Number.MAX_SAFE_INTEGER, amountWords), z.string().regex(/^\d{1,15}\.\.\d{1,15}$/, amountWords)], {
    error: amountWords,
  })
  .meta({ examples: ["1..20"] })

const whoWords = "a node, a range or a group: b1, bigload-1, b1..b5, honest, shits, all"
const who = spelt(/^[A-Za-z][A-Za-z0-9-]{0,63}(\.\.[A-Za-z][A-Za-z0-9-]{0,63})?$/, whoWords, "b1")
const whoMany = z.array(who, { error: "a list of nodes: [b1, b2]" }).min(1, { error: "at least one node" })

const drawn = z
  .strictObject({
    any: whole(1, 5_000, "how many are drawn", 2).describe("How many are drawn from the seed."),
    of: z.union([who, whoMany], { error: whoWords }).optional().describe("From whom they are drawn. By default `honest`."),
  })
  .meta({ examples: ["{any: 2, of: b1..b5}"] })

/** Exactly one node, by name. */
export const name = spelt(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, "the name of one node: b1, bigload-1, s1", "b1")
/** Some nodes, by name, range or group, or a list of them. */
export const nodes = z.union([who, whoMany], { error: `${whoWords}, or a list of those` }).meta({ examples: ["b1"] })
/** As `nodes`; or `any`, or so many, drawn from the seed. */
export const victims = z
  .union([who, whoMany, drawn], { error: `${whoWords}; any, {any: 2, of: b1..b5}, or a list` })
  .meta({ examples: ["b1"] })
/** Two or more sides. */
export const sides = z
  .array(nodes, { error: "a list of sides: [[b1, b2], b3..b5]" })
  .min(2, { error: "at least two sides: [[b1, b2], b3..b5]" })
  .meta({ examples: ["[[b1, b2], b3..b5]"] })
