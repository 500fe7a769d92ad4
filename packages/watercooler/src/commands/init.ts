/** `watercooler init [FILE]`: writes a first scenario to begin with. */
import { dirname, join, relative, resolve } from "node:path"
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { freeName, isScenarioName, writeFresh } from "../input/fresh.ts"
import { packageRoot } from "../office/package-root.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

export default class Init extends OfficeCommand {
  static override summary = "Write a first scenario, with a comment on everything in it."
  static override description = "Never overwrites a file."
  static override examples = ["<%= config.bin %> init", "<%= config.bin %> init scenarios/my-claim.yaml"]
  static override args = { file: Args.string({ description: "where to write it (first.yaml)" }) }
  static override flags = { json: jsonFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init)
    const { FIRST_FILE, firstScenario, REFERENCE_FILE, SCHEMA_FILE } = await import("../scenario/first.ts")
    const file = args.file ?? FIRST_FILE
    if (!isScenarioName(file))
      throw new BadInput({ saw: file, expected: "a name that ends with .yaml", instead: `watercooler init ${file}.yaml` })
    const seenFrom = (name: string) => relative(dirname(resolve(file)), join(packageRoot(), name)).replaceAll("\\", "/")
    writeFresh(file, firstScenario(seenFrom(SCHEMA_FILE), seenFrom(REFERENCE_FILE)), `watercooler init ${freeName(file)}`)
    if (flags.json) return this.print({ file })
    this.print(`${file} is written. It claims that two sides agree again after a cut.\n\n  watercooler simulate ${file}`)
  }
}
