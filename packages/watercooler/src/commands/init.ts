/** `watercooler init [FILE]`: writes a first scenario to begin with. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, extname, join, relative, resolve } from "node:path"
import { Args } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
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
    const { FIRST_FILE, firstScenario, SCHEMA_FILE } = await import("../scenario/first.ts")
    const file = args.file ?? FIRST_FILE
    if (![".yaml", ".yml"].includes(extname(file)))
      throw new BadInput({ saw: file, expected: "a name that ends with .yaml", instead: `watercooler init ${file}.yaml` })
    const schema = relative(dirname(resolve(file)), join(packageRoot(), SCHEMA_FILE)).replaceAll("\\", "/")
    writeFresh(file, firstScenario(schema))
    if (flags.json) return this.print({ file })
    this.print(`${file} is written. It claims that two sides agree again after a cut.\n\n  watercooler simulate ${file}`)
  }
}

/** In one step, so that nothing that came there meanwhile is lost. */
function writeFresh(file: string, text: string): void {
  try {
    // One folder, and not all above it: below /proc, Node would try for ever.
    if (!existsSync(dirname(resolve(file)))) mkdirSync(dirname(resolve(file)))
    writeFileSync(file, text, { flag: "wx" })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown"
    if (code === "EEXIST")
      throw new BadInput({ saw: `${file}, which exists`, expected: "a new file", instead: "watercooler init another.yaml" })
    throw new BadInput({
      saw: `${file} (${code})`,
      expected: "a place where a file can be written",
      instead: "watercooler init first.yaml",
    })
  }
}
