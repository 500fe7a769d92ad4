/** A scenario, as a person writes it: the one source of the type, of the checks on shape, and of the published JSON Schema. */
import { z } from "zod"
import { faultEntry } from "./faults.ts"
import { amounts, duration, durations, flag, name, nodes, oneOf, percent, rate, shift, sides, spelt, whole } from "./words.ts"

export const NODES_MAX = 5_000
export const FAULTS_MAX = 10_000

const misdeeds = z
  .array(spelt(/^[a-z]+(-[a-z]+)*$/, "a misdeed of the catalogue: eclipse", "eclipse"), { error: "a list of misdeeds: [eclipse]" })
  .meta({ examples: ["[eclipse]"] })

const count = (who: string, example: number) => whole(0, NODES_MAX, `how many ${who}`, example)

const seedWords = "a word or a whole number"
const powerWords = "a weight, 3, or a share of all hash power, 30%"

const nodeOptions = z
  .strictObject({
    hashPower: z
      .union([z.number().positive(powerWords).max(1e6, powerWords), percent], { error: powerWords })
      .optional()
      .meta({ examples: ["30%"] })
      .describe("How much it mines: a weight, others having 1; or with % its share of the whole network's."),
    clock: z
      .strictObject({
        skew: shift.optional().describe("How far its wall clock is off; negative is behind."),
        drift: z
          .number({ error: "parts per million, from -500000 to 500000" })
          .min(-500_000, { error: "parts per million, from -500000 to 500000" })
          .max(500_000, { error: "parts per million, from -500000 to 500000" })
          .optional()
          .meta({ examples: [200] })
          .describe("How fast its clocks run, in parts per million; negative is slow."),
      })
      .optional()
      .meta({ examples: ["{skew: 2h}"] })
      .describe("Its clocks, from the beginning."),
    boot: nodes.optional().describe("The nodes by which it joins, in place of the tracker."),
    minPeers: whole(0, 1_000, "how many peers it wants at least", 3).optional().describe("Fewer peers than this, and it looks for more."),
    misdeeds: misdeeds.optional().describe("What it does, if it is a shit."),
  })
  .meta({ examples: ["{hashPower: 30%}"] })

const linkShape = {
  latency: duration
    .meta({ examples: ["20ms"] })
    .optional()
    .describe("How long a message is under way. By default 5ms."),
  jitter: duration
    .meta({ examples: ["5ms"] })
    .optional()
    .describe("Up to how much longer, drawn for each message. By default none."),
  loss: percent.optional().describe("How many messages of a hundred are lost without trace. By default none."),
  bandwidth: rate.optional().describe("How much passes. By default there is no limit."),
}

const linkRule = z
  .strictObject({
    from: nodes.optional().describe("Who sends. By default `all`."),
    to: nodes.optional().describe("Who is sent to. By default `all`; `others` is everybody but those of `from`."),
    both: flag(true).optional().describe("In both directions. By default false."),
    between: sides.optional().describe("Sides between which it holds, both ways, in place of `from` and `to`."),
    ...linkShape,
  })
  .meta({ examples: ["{between: [b1..b5, b6..b10], latency: 120ms}"] })

const payment = z
  .strictObject({
    at: duration.describe("When, from the beginning of the storm."),
    from: name.describe("Who pays."),
    to: name.describe("Whom."),
    amount: whole(1, Number.MAX_SAFE_INTEGER, "whole coins", 5).describe("How much."),
  })
  .meta({ examples: ["{at: 3s, from: b1, to: b2, amount: 5}"] })

const weight = (who: string) =>
  whole(0, 1_000, `how often ${who}, in relation to the others`, 5).optional().describe(`How often ${who}, in relation to the others.`)

export const boss = z
  .strictObject({
    harms: z
      .strictObject({
        fire: weight("it fires"),
        layoff: weight("it lays off"),
        pause: weight("it pauses"),
        cut: weight("it cuts somebody off from everybody else"),
        slow: weight("it moves somebody far away"),
      })
      .optional()
      .meta({ examples: ["{fire: 5, layoff: 2, pause: 3}"] })
      .describe(
        "How likely each harm is, in relation to the others; what is left out never happens. By default 5 : 2 : 3 : 2 : 2; in storms shorter than 20s no links are harmed.",
      ),
    disks: z
      .strictObject({ kept: weight("it is kept"), wiped: weight("it is wiped"), torn: weight("it is torn") })
      .optional()
      .meta({ examples: ["{kept: 5, wiped: 3, torn: 2}"] })
      .describe("How likely each state of the disk is when somebody fired is hired back; what is left out never happens."),
    alive: whole(0, NODES_MAX, "how many honest nodes stay at work", 3).optional().describe("Never fewer honest nodes at work than this."),
    away: whole(1, NODES_MAX, "how many may be away at once", 2).optional().describe("Never more nodes away at once than this."),
    first: durations.optional().describe("When the first harm comes."),
    coolDown: durations.optional().describe("From one harm to the next."),
    absence: durations.optional().describe("How long somebody stays away."),
    quiet: duration.optional().describe("The last part of the storm, in which nobody is harmed and everybody is back."),
    shits: flag(true).optional().describe("Whether shits may be harmed too. By default false."),
    newcomers: whole(0, 1_000, "how many newcomers", 2).optional().describe("How many brand-new nodes it may hire. By default none."),
  })
  .meta({ examples: ["{away: 2, coolDown: 1s..3s}"] })

const checkName = spelt(/^[a-z]+(-[a-z]+)*$/, "a check of the judge: agreement", "agreement")
const checkList = z.array(checkName, { error: "a list of checks: [agreement]" }).meta({ examples: ["[agreement]"] })

export const scenario = z
  .strictObject(
    {
      claim: z
        .string({ error: "the claim that this scenario tests, as a sentence" })
        .min(10, { error: "the claim that this scenario tests, as a sentence" })
        .max(2_000, { error: "a claim of at most 2000 letters" })
        .meta({ examples: ["Two halves of a network agree again once the cut between them heals."] })
        .describe("What this scenario claims about the network, in words. A run shows whether it is so."),
      seed: z
        .union([z.string().min(1, seedWords).max(200, seedWords), z.int()], { error: seedWords })
        .optional()
        .meta({ examples: ["7"] })
        .describe("What all chance is drawn from, unless the command is given another. By default 1."),
      storm: duration
        .meta({ examples: ["30s"] })
        .describe("How long things happen. Afterwards comes the calm: faults end, everybody is hired back, single blocks follow."),
      calm: duration
        .meta({ examples: ["30s"] })
        .optional()
        .describe("How long the network may take to agree once the storm is over. By default 30s."),
      network: z
        .strictObject({
          blockInterval: duration
            .meta({ examples: ["1s"] })
            .optional()
            .describe("How long the hash power of all nodes together needs for a block, on average, in virtual time. By default 1s."),
          difficulty: whole(0, 24, "leading zero bits of a block's hash", 14)
            .optional()
            .describe(
              "Leading zero bits of a block's hash. This is what real processes work for; virtual ones need only a few. By default 14.",
            ),
          confirmations: whole(1, 10_000, "how deep a block is settled", 6)
            .optional()
            .describe("k: a block with so many others above it is settled, and never taken back. By default 6."),
          subsidy: whole(0, 1_000_000, "new coins for the miner of a block", 1)
            .optional()
            .describe("New coins for the miner of a block. By default 1."),
          money: whole(1, 1_000_000_000, "coins of each account at the start", 1_000)
            .optional()
            .describe("What each account holds before the first block. By default 1000."),
          minPeers: whole(0, 1_000, "how many peers a node wants at least", 3)
            .optional()
            .describe("Fewer peers than this, and a node looks for more. By default 3."),
        })
        .optional()
        .meta({ examples: ["{blockInterval: 1s, confirmations: 6}"] })
        .describe("The rules that all nodes have agreed to."),
      nodes: z
        .strictObject(
          {
            bigloads: count("full nodes", 5).optional().describe("How many honest full nodes: `b1`, or in full `bigload-1`, and so on."),
            shits: count("bad actors", 1).optional().describe("How many bad actors: `s1`, or in full `shit-1`, and so on."),
            bigcraps: count("full nodes that act only when told", 1)
              .optional()
              .describe("How many honest full nodes that act only when told: `c1`, or in full `bigcrap-1`."),
            walls: count("walls", 1).optional().describe("How many that answer pings and nothing else: `w1`, or in full `wall-1`."),
            misdeeds: misdeeds
              .optional()
              .describe(
                "What every shit does. Left out: each draws one of the catalogue from the seed. `[]`: nothing, they are as honest as anybody.",
              ),
            tracker: flag(false)
              .optional()
              .describe("Whether there is a tracker, which introduces newcomers. It is called `tracker`. By default true."),
            options: z
              .record(z.string(), nodeOptions, { error: "options by node: {s1: {hashPower: 30%}}" })
              .optional()
              .meta({ examples: ["{s1: {hashPower: 30%}}"] })
              .describe("What is special about some nodes, by name, range or group. Where two fit, the later wins."),
          },
          { error: "who takes part, such as {bigloads: 5}" },
        )
        .meta({ examples: ["{bigloads: 5}"] })
        .describe("Who takes part."),
      groups: z
        .record(z.string(), nodes, { error: "groups by name: {west: b1..b3, east: b4..b6}" })
        .optional()
        .meta({ examples: ["{west: b1..b3, east: b4..b6}"] })
        .describe("Names for some nodes together, to be used wherever nodes are named."),
      links: z
        .strictObject({
          ...linkShape,
          between: z
            .array(linkRule, { error: "a list of rules for some links" })
            .optional()
            .meta({ examples: ["[{between: [west, east], latency: 120ms}]"] })
            .describe("Links that are different. Where two rules fit, the later wins."),
        })
        .optional()
        .meta({ examples: ["{latency: 20ms, jitter: 5ms}"] })
        .describe("How messages travel when nothing is wrong."),
      workload: z
        .strictObject({
          transfers: z
            .strictObject({
              every: duration
                .meta({ examples: ["500ms"] })
                .describe("How long from one transfer to the next in the whole network, on average."),
              from: nodes.optional().describe("Who pays. By default all BigLoads."),
              to: nodes.optional().describe("Who is paid. By default those who pay."),
              amount: amounts.optional().describe("How much. By default from one coin to a tenth of what the payer has."),
            })
            .optional()
            .meta({ examples: ["{every: 500ms}"] })
            .describe("People who pay each other at random, all storm long."),
          pay: z
            .array(payment, { error: "a list of payments" })
            .max(100_000, { error: "at most 100000 payments" })
            .optional()
            .meta({ examples: ["[{at: 3s, from: b1, to: b2, amount: 5}]"] })
            .describe("Payments at certain times."),
        })
        .optional()
        .meta({ examples: ["{transfers: {every: 500ms}}"] })
        .describe("Who pays whom. Without transfers there are no blocks."),
      faults: z
        .array(faultEntry, { error: "a list of faults" })
        .max(FAULTS_MAX, { error: `at most ${FAULTS_MAX} faults` })
        .optional()
        .meta({ examples: ["[{at: 5s, fire: b1}]"] })
        .describe("What goes wrong, and when."),
      boss: z
        .union([z.literal(true), boss], { error: "true, or a budget: {away: 2, coolDown: 1s..3s}" })
        .optional()
        .meta({ examples: ["{away: 2, coolDown: 1s..3s}"] })
        .describe(
          "A Boss who fires, lays off, pauses and hires back, drawn from the seed and kept within a budget. `true` is the office's own.",
        ),
      checks: z
        .union(
          [
            checkList,
            z.strictObject({
              always: checkList.optional().describe("What must hold throughout, in the storm too."),
              "after-calm": checkList.optional().describe("What must hold once faults have ended and one more block has followed."),
              sometimes: checkList.optional().describe("What must have happened at least once, or the run proves nothing."),
            }),
          ],
          { error: "a list of checks, or {always: […], after-calm: […], sometimes: […]}" },
        )
        .optional()
        .meta({ examples: ["{always: [chain-valid], after-calm: [agreement]}"] })
        .describe("What is checked; docs/reference/checks.md lists the checks. Left out: all that can say anything about the run."),
      expect: oneOf(["passed", "violated", "inconclusive"])
        .optional()
        .describe("The verdict that makes the claim true. By default `passed`."),
      violates: checkName.optional().describe("With `expect: violated`: the check that must be violated."),
    },
    { error: "a scenario: claim, storm, nodes and what happens to them" },
  )
  .meta({ title: "Watercooler scenario", description: "A claim about a peer-to-peer network, and the storm that puts it to the test." })

export type Scenario = z.input<typeof scenario>
export type NodeOptions = z.input<typeof nodeOptions>
export type BossWords = Exclude<NonNullable<Scenario["boss"]>, true>
export type LinkWords = NonNullable<Scenario["links"]>

/** Lets an editor know what may be written: the same object as in a file. */
export function defineScenario(words: Scenario): Scenario {
  return words
}
