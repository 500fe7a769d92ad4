/** `watercooler hire NODE`: hires somebody back who was fired. */
import { Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { ActCommand, actFlags, nodeArg } from "./act.ts"

const disks = ["kept", "wiped", "torn", "rotten"]

export default class Hire extends ActCommand {
  static override summary = "Hire a node back that was fired or laid off."
  static override description =
    "Its disk is as it left it, or wiped, or torn: then the store holds part of a record that it never acknowledged."
  static override examples = ["<%= config.bin %> hire b2", "<%= config.bin %> hire b2 --disk wiped"]
  static override args = { node: nodeArg }
  static override flags = {
    ...actFlags,
    disk: Flags.string({ description: `what became of its disk: ${disks.join(", ")} (kept)`, default: "kept", helpValue: "DISK" }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Hire)
    const { disk } = flags
    if (!disks.includes(disk))
      throw new BadInput({
        saw: `--disk ${disk}`,
        expected: `one of ${disks.join(", ")}.${didYouMean(disk, disks)}`,
        instead: "--disk wiped",
      })
    await this.act("hire", { run: flags.run, json: flags.json, node: args.node, words: { disk } })
  }
}
