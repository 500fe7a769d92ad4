/** The timeline: each entry is one fault, when it happens, and for how long. */
import { directions, disks, distributions, newcomerKinds } from "@watercooler/boss/faults"
import { z } from "zod"
import { bytes, duration, flag, name, nodes, oneOf, rate, shift, sides, spelt, victims, whole, wholePercent } from "./words.ts"

/** Which links. One way from `from` to `to`; both ways with `both`, or between sides. */
const link = {
  from: nodes.optional().describe("Who sends. By default `all`."),
  to: nodes.optional().describe("Who is sent to. By default `all`; `others` is everybody but those of `from`."),
  both: flag(true).optional().describe("In both directions. By default false."),
  between: sides.optional().describe("Sides between which it happens, both ways, in place of `from` and `to`."),
}

const linkWords = "sides, [[b1, b2], b3..b5], or {from: b1, to: b3} for one way"
const links = z.union([sides, z.strictObject(link)], { error: linkWords }).meta({ examples: ["[[b1, b2], b3..b5]"] })

const someMessages = {
  percent: wholePercent.optional().describe("How many messages of a hundred. By default 100."),
  ...link,
  route: spelt(/^([A-Z]{1,20} )?\/\S{0,200}$/, "a route: /block, POST /block; of programs also PUT /keys/:key, /files/*", "POST /block")
    .optional()
    .describe("Only requests of this route, and their answers. `:name` stands for any part of a path, `*` at the end for all below."),
  of: oneOf(directions).optional().describe("Only requests, or only answers. By default both."),
  holding: z
    .string({ error: "a text: 7f3a" })
    .min(1, { error: "a text: 7f3a" })
    .meta({ examples: ["7f3a"] })
    .optional()
    .describe("Only messages whose body holds this text."),
  first: whole(1, 1_000_000, "how many messages at most", 3).optional().describe("Only the first so many that it would touch."),
}
const messageWords = "a percentage, 30%, or {percent: 30, from: b1, to: all, route: POST /block}"
const messages = z
  .union([wholePercent, z.strictObject(someMessages)], { error: messageWords })
  .meta({ examples: ["{percent: 30, from: all, to: all, route: POST /block}"] })
const lateMessages = z
  .union([wholePercent, z.strictObject({ ...someMessages, delay: duration.optional().describe("How much later. By default 50ms.") })], {
    error: messageWords,
  })
  .meta({ examples: ["{percent: 30, delay: 50ms}"] })

const processFaults = {
  fire: victims.describe("Ends a node without warning (SIGKILL). With `for` it is hired back after that."),
  layoff: victims.describe("Asks a node to leave (SIGTERM). With `for` it is hired back after that."),
  hire: z
    .union(
      [
        nodes,
        z.strictObject({
          newcomers: z
            .union([whole(1, 5_000, "how many newcomers", 1), z.array(name).min(1)], {
              error: "how many newcomers, or their names: 3, [b6, b7]",
            })
            .meta({ examples: [1] })
            .describe("How many are hired who were never here, or what they are called. By default they have the next free names."),
          kind: oneOf(newcomerKinds).optional().describe("What they are. By default `bigload`."),
          misdeeds: z
            .array(spelt(/^[a-z-]+$/, "a misdeed", "eclipse"))
            .optional()
            .describe("Of a shit. Drawn from the seed when left out."),
          boot: name.optional().describe("The node by which they join, in place of the tracker."),
        }),
      ],
      { error: "a node that is away, b1, or {newcomers: 3}" },
    )
    .meta({ examples: ["b1"] })
    .describe("Starts a node again that is away; or, as newcomers, nodes that were never here."),
  pause: victims.describe("Stops a node in its tracks (SIGSTOP). With `for` it goes on after that."),
  resume: nodes.describe("Lets a paused node go on (SIGCONT)."),
}

const linkFaults = {
  cut: links.describe("Loses everything that goes over the links; what is no message waits until the cut heals."),
  stall: links.describe("Accepts what is sent, and holds it until the stall is over."),
  refuse: links.describe("Refuses new connections."),
  reset: links.describe("Resets the connections once."),
  latency: z
    .union(
      [
        duration,
        z.strictObject({
          delay: duration.describe("By how much every message is delayed."),
          jitter: duration.optional().describe("Give or take this much, drawn for each message. By default none."),
          distribution: oneOf(distributions)
            .optional()
            .describe(
              "How the jitter is spread: `uniform`, the default; `normal`, with the jitter as deviation; `pareto`, with a long tail.",
            ),
          ...link,
        }),
      ],
      { error: "a duration, 200ms, or {delay: 200ms, jitter: 50ms, from: b1, to: all}" },
    )
    .meta({ examples: ["{delay: 200ms, jitter: 50ms}"] })
    .describe("Delays every message, on top of the link's own latency."),
  "slow-close": z
    .union([duration, z.strictObject({ delay: duration.describe("How much later whoever is hung up on hears of it."), ...link })], {
      error: "a duration, 2s, or {delay: 2s, from: b1, to: all}",
    })
    .meta({ examples: ["{delay: 2s, from: b1, to: all}"] })
    .describe("Tells whoever is hung up on so much later."),
  bandwidth: z
    .union(
      [
        rate,
        z.strictObject({
          rate: rate.describe("How much passes."),
          queue: bytes.optional().describe("What does not fit in a queue of this size is lost. By default nothing is lost."),
          ...link,
        }),
      ],
      { error: "bytes a second, 64KB/s, or {rate: 64KB/s, from: b1, to: all}" },
    )
    .meta({ examples: ["64KB/s"] })
    .describe("Lets only so many bytes a second through."),
  heal: links.describe("Ends every fault of these links."),
  drop: messages.describe("Loses some messages without trace."),
  duplicate: messages.describe("Delivers some messages twice."),
  reorder: lateMessages.describe("Lets some messages be overtaken by others."),
  corrupt: messages.describe("Changes some bits in some messages."),
}

const by = (what: string) =>
  z.strictObject({ node: victims.describe("Whose."), by: shift.describe(what) }).meta({ examples: ["{node: b3, by: 2h}"] })

const clockFaults = {
  skew: by("How far the clock is off; negative is behind.").describe("Sets a node's wall clock off by so much, for as long as it lasts."),
  drift: z
    .strictObject({
      node: victims.describe("Whose."),
      ppm: z
        .number({ error: "parts per million, from -500000 to 500000" })
        .min(-500_000, { error: "parts per million, from -500000 to 500000" })
        .max(500_000, { error: "parts per million, from -500000 to 500000" })
        .meta({ examples: [200] })
        .describe("Parts per million; negative is slow."),
    })
    .meta({ examples: ["{node: b3, ppm: 200}"] })
    .describe("Lets a node's clocks run fast or slow."),
  jump: by("How far the clock jumps; negative is back.").describe("Sets a node's wall clock forward or back, once."),
}

const diskFaults = {
  "disk-full": victims.describe("Refuses every further write of a node."),
  "disk-lying": victims.describe("Says that writes are durable that are not: what is fired then has lost them."),
  "disk-slow": z
    .strictObject({ node: victims.describe("Whose."), by: duration.describe("How much longer each write takes.") })
    .meta({ examples: ["{node: b3, by: 20ms}"] })
    .describe("Delays every write of a node."),
}

const slowFault = {
  slow: z
    .strictObject({
      node: victims.describe("Who."),
      factor: whole(2, 100_000, "how many times slower", 10).describe("How many times slower."),
    })
    .meta({ examples: ["{node: b3, factor: 10}"] })
    .describe("Makes everything that a node does take so many times longer."),
}

/** Every fault that an entry may hold; it holds exactly one. */
export const verbs = { ...processFaults, ...linkFaults, ...clockFaults, ...diskFaults, ...slowFault }
export type Verb = keyof typeof verbs
export const verbNames = Object.keys(verbs) as readonly Verb[]

const when = z
  .strictObject({
    node: name.optional().describe("Who notes it, or sends it. By default anybody."),
    notes: spelt(/^[a-z]+(-[a-z]+)*$/, "a note of the journal: head-moved", "head-moved")
      .optional()
      .describe("What is noted; docs/reference/journal.md lists the notes."),
    sends: spelt(/^([A-Z]{1,20} )?\/\S{0,200}$/, "a route: /block, POST /block; of programs also PUT /keys/:key, /files/*", "POST /block")
      .optional()
      .describe("In place of a note: which request is sent, whatever becomes of it."),
    to: name.optional().describe("With `sends`: to whom. By default to anybody."),
    where: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: "a word, a number, true or false" }), {
        error: "facts of the note: {height: 10}",
      })
      .optional()
      .meta({ examples: ["{height: 10}"] })
      .describe("Facts that the note must have."),
    count: whole(1, 1_000_000, "which of them, counted from 1", 3).optional().describe("The how-manieth of them. By default the first."),
  })
  .meta({ examples: ["{node: b3, notes: head-moved, where: {height: 10}}"] })

const moment = {
  at: duration.optional().describe("When it happens, from the beginning of the storm. With `every`, when it first does."),
  every: duration.optional().describe("How long until it happens again, until the storm ends."),
  times: whole(1, 10_000, "how often at most", 3).optional().describe("With `every`: how often at most."),
  when: when.optional().describe("In place of a time: happens when a node notes or sends something, once."),
  after: duration.optional().describe("With `when`: so much later."),
  jitter: duration.optional().describe("Up to so much later each time, drawn from the seed."),
  for: duration.optional().describe("How long it lasts. Left out: until the storm ends."),
  disk: oneOf(disks).optional().describe("Of somebody hired back: what has become of its disk meanwhile. By default `kept`."),
  id: spelt(/^[a-z0-9][a-z0-9.~-]{0,99}$/, "a word of a-z 0-9 . ~ -", "first-cut")
    .optional()
    .describe("A name for the journal. By default made from the fault itself."),
}
export const momentKeys = Object.keys(moment)

const optional = <Fields extends Record<string, z.ZodType>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.optional()])) as {
    [Key in keyof Fields]: z.ZodOptional<Fields[Key]>
  }

export const faultEntry = z
  .strictObject({ ...moment, ...optional(verbs) }, { error: "a fault, such as {at: 5s, fire: b1}" })
  .meta({ examples: ["{at: 5s, for: 2s, fire: b1}"] })

export type FaultEntry = z.input<typeof faultEntry>
