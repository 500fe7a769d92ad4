/** `watercooler slow SIDE [SIDE]`: wires, or one node. */
import { Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { durationFlag, wholeFlag } from "../input/figures.ts"
import { short } from "../office/names.ts"
import { WireCommand, wireArgs, wireFlags } from "./wire-act.ts"

export default class Slow extends WireCommand {
  static override summary = "Slow down the wires between nodes, or a node itself."
  static override description =
    "With --latency, what goes between two sides takes so much longer, both ways. With --factor, everything that a node computes does."
  static override examples = [
    "<%= config.bin %> slow b1 b2 --latency 200ms --jitter 50ms --for 8s",
    "<%= config.bin %> slow b3 --factor 10",
  ]
  static override args = wireArgs
  static override flags = {
    ...wireFlags,
    latency: Flags.string({ description: "by how much every message is delayed: 200ms", helpValue: "DURATION" }),
    jitter: Flags.string({ description: "give or take this much: 50ms", helpValue: "DURATION" }),
    factor: Flags.string({ description: "how many times as long everything takes: 10", helpValue: "N" }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Slow)
    const shared = { ...flags, run: flags.run, for: flags.for }
    if ((flags.latency === undefined) === (flags.factor === undefined))
      throw new BadInput({
        saw: flags.latency === undefined ? `slow ${args.from}` : "--latency and --factor",
        expected: "either --latency, of the wires, or --factor, of a node",
        instead: `watercooler slow ${args.from} --latency 200ms`,
      })
    if (flags.factor !== undefined) {
      const { from } = await this.sides(flags.run, args.from, undefined)
      const [node = args.from] = from
      const more = from.length > 1 ? args.from : args.to
      if (more !== undefined || flags.jitter !== undefined)
        throw new BadInput({
          saw: `--factor ${flags.factor} with ${more === undefined ? `--jitter ${flags.jitter}` : `more than one node: ${more}`}`,
          expected: "one node: --factor slows down what it computes, not its wires",
          instead: `watercooler slow ${short(node)} --factor ${flags.factor}`,
        })
      const factor = wholeFlag("--factor", flags.factor, 1_000)
      return this.begin({ ...shared, kind: "slow", words: { node, factor }, told: `${node} is ${factor} times as slow` })
    }
    const sides = await this.sides(flags.run, args.from, args.to)
    const us = durationFlag("--latency", flags.latency ?? "", "200ms") * 1_000
    const jitterUs = flags.jitter === undefined ? 0 : durationFlag("--jitter", flags.jitter, "50ms") * 1_000
    if (jitterUs > us)
      throw new BadInput({
        saw: `--latency ${flags.latency} --jitter ${flags.jitter}`,
        expected: "a jitter that is at most the latency: no message arrives before it was sent",
        instead: `--latency ${flags.jitter} --jitter ${flags.latency}`,
      })
    const told = `${args.from} and ${args.to ?? "everybody else"} are ${flags.latency} apart`
    await this.begin({ ...shared, kind: "latency", words: { ...sides, both: true, us, jitterUs }, told })
  }
}
